"""`__VIEWSTATE` and `__EVENTVALIDATION`: what ASP.NET writes into a page and wants to see again in a post."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from html import escape

_KEY = b"the sample portals' machine key"


class InvalidPost(Exception):
    """The post is not one that the page could have made; the message is ASP.NET's."""


def state_fields(state: str, controls: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The hidden fields of a page in a state: which posts (control and argument) it can make is signed too."""
    posts = sorted(f"{target}\t{argument}" for target, argument in controls)
    return {
        "__VIEWSTATE": _signed({"state": state}),
        "__VIEWSTATEGENERATOR": "CA0B0334",
        "__EVENTVALIDATION": _signed({"state": state, "posts": posts}),
    }


def hidden_inputs(fields: Mapping[str, str]) -> str:
    """The fields as a page holds them."""
    return "".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{escape(value)}" />\n'
        for name, value in fields.items()
    )


def state_of_post(form: Mapping[str, str]) -> str:
    """The state of the page that was posted. Raises InvalidPost where it was not that page that was posted."""
    view = _opened(form.get("__VIEWSTATE", ""), "Validation of viewstate MAC failed.")
    allowed = _opened(form.get("__EVENTVALIDATION", ""), "Invalid postback or callback argument.")
    post = f"{form.get('__EVENTTARGET', '')}\t{form.get('__EVENTARGUMENT', '')}"
    posts = allowed.get("posts", [])
    if allowed["state"] != view["state"] or not isinstance(posts, list) or post not in posts:
        raise InvalidPost("Invalid postback or callback argument.")
    return str(view["state"])


def _signed(value: Mapping[str, object]) -> str:
    text = json.dumps(value).encode()
    # A real one is some hundred times as long as what it says.
    padding = hashlib.shake_128(text).digest(400)
    return base64.b64encode(_mac(text) + len(text).to_bytes(4, "big") + text + padding).decode()


def _opened(field: str, complaint: str) -> dict[str, object]:
    try:
        raw = base64.b64decode(field, validate=True)
    except ValueError as error:
        raise InvalidPost(complaint) from error
    length = int.from_bytes(raw[32:36], "big")
    text = raw[36 : 36 + length]
    if len(raw) != 36 + length + 400 or not hmac.compare_digest(raw[:32], _mac(text)):
        raise InvalidPost(complaint)
    value = json.loads(text)
    assert isinstance(value, dict)
    return value


def _mac(text: bytes) -> bytes:
    return hmac.new(_KEY, text, hashlib.sha256).digest()
