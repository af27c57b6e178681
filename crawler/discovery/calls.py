"""Calls: the requests that a page's scripts make, each with its address, method and data as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from crawler.discovery.more import HOLE
from crawler.discovery.scripts import Scope, enclosed, members, split

_CALL = re.compile(
    r"(?:\$|jQuery|axios|\$http)\.(ajax|get|post|getJSON|request)\s*\(|(\bfetch|\baxios)\s*\(|\.(open|load)\s*\("
)
_SEND = re.compile(r"\.send\s*\(")
_GOES = re.compile(r"location(?:\.href)?\s*=\s*([^;\n]+)|location\.(?:assign|replace)\(([^;\n]+)\)")


@dataclass(slots=True)
class Call:
    """One request of a script, its expressions not yet read."""

    url: str = ""
    method: str = ""
    data: str = ""
    params: str = ""
    """Data that go into the address whatever the method is (axios)."""
    options: dict[str, str] = field(default_factory=dict)


def calls(script: str) -> Iterator[Call]:
    """Every request that a script, or a function's body, makes."""
    for found in _CALL.finditer(script):
        inside = enclosed(script, found.end() - 1)
        arguments = [part.strip() for part in split(inside, ",")]
        name = found[1] or found[2] or found[3]
        call = _read(name, arguments)
        if call is None:
            continue
        if name == "open" and (sent := _SEND.search(script, found.end())):
            call.data = enclosed(script, sent.end() - 1)
        yield call


def departures(script: str) -> Iterator[Call]:
    """Where a script goes to: location.href = ..."""
    for found in _GOES.finditer(script):
        yield Call((found[1] or found[2]).strip(), "GET")


def _read(name: str, arguments: list[str]) -> Call | None:
    first = arguments[0] if arguments else ""
    second = arguments[1] if len(arguments) > 1 else ""
    if name == "open":
        return Call(second, first.strip("\"'").upper()) if second else None
    if first.startswith("{"):
        options = dict(members(first))
        method = options.get("type") or options.get("method") or "'GET'"
        return Call(
            options.get("url", ""), method.strip("\"'").upper(), options.get("data", ""),
            options.get("params", ""), options,
        )  # fmt: skip
    options = dict(members(second)) if second.startswith("{") else {}
    if name in ("fetch", "axios", "ajax"):
        method = (options.get("method") or options.get("type") or "'GET'").strip("\"'").upper()
        data = options.get("body") or options.get("data", "")
        return Call(first, method, data, options.get("params", ""), options)
    if name == "load":
        # jQuery's load posts when it is given an object; `load` of others has no address first.
        return Call(first, "POST" if options else "GET", second if options else "") if first else None
    method = "POST" if name == "post" else "GET"
    # What is no object and no text is the function that takes the answer.
    data = second if second[:1] in ("{", "'", '"', "`", "J", "n") and not second.startswith("null") else ""
    return Call(first, method, data, options.get("params", ""))


def filled(call: Call, scope: Scope) -> tuple[str, str | None] | None:
    """Address and body of a call, with HOLE where the page's number goes; None where it is not understood."""
    url = scope.value(call.url)
    # jQuery's load takes a selector behind the address.
    url = url.strip().partition(" ")[0] if url else ""
    if not url or url.startswith(("#", ".")):
        return None
    if call.params and (extra := _form(call.params, scope)):
        url += ("&" if "?" in url else "?") + extra
    body = _body(call.data, scope) if call.data not in ("", "null") else ""
    if body is None:
        return None
    if call.method == "POST":
        return url, body
    return url + (("&" if "?" in url else "?") + body if body else ""), None


def _body(data: str, scope: Scope) -> str | None:
    text = re.match(r"JSON\.stringify\s*\(", data)
    if text:
        return _json(enclosed(data, text.end() - 1), scope)
    wrapped = re.match(r"(?:new\s+URLSearchParams|\$\.param)\s*\(", data)
    if wrapped:
        data = enclosed(data, wrapped.end() - 1)
    if data.startswith("{"):
        return _form(data, scope)
    value = scope.value(data)
    if value is not None and value.startswith("{") and HOLE in value:
        return value.replace("'", '"')
    return value


def _form(data: str, scope: Scope) -> str | None:
    pairs = []
    for name, expression in members(data):
        value = scope.value(expression)
        if value is None:
            # A value that is not understood is left out; the page's number must be there all the same.
            continue
        pairs.append(f"{quote(name)}={quote(value, safe='{}')}")
    return "&".join(pairs) or None


def _json(data: str, scope: Scope) -> str | None:
    parts = []
    for name, expression in members(data):
        value = scope.value(expression)
        if value is None:
            continue
        literal = value == HOLE or value in ("true", "false", "null") or expression.strip().isdecimal()
        parts.append(f'"{name}":{value if literal else chr(34) + value + chr(34)}')
    return "{" + ",".join(parts) + "}" if parts else None
