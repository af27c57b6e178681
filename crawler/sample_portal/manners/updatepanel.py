"""The answer of an ASP.NET UpdatePanel: `length|type|id|content|` again and again, lengths in UTF-16 units."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.sample_portal.answer import Answer, Asked


def wants_delta(asked: Asked, form: Mapping[str, str]) -> bool:
    """Whether the post is one of a script, which replaces a part of the page."""
    return form.get("__ASYNCPOST") == "true" and (
        "delta=true" in asked.headers.get("x-microsoftajax", "").lower()
        or asked.headers.get("x-requested-with", "") == "XMLHttpRequest"
    )


def delta(panel: str, html: str, fields: Mapping[str, str]) -> Answer:
    """A panel's new content and the form's new hidden fields."""
    parts = [("#", "", "4"), ("updatePanel", panel, html)]
    parts += [("hiddenField", name, value) for name, value in fields.items()]
    parts += [
        ("asyncPostBackControlIDs", "", ""),
        ("postBackControlIDs", "", ""),
        ("updatePanelIDs", "", f"t{panel}"),
    ]
    return _answer("1|#||4|" + "".join(part(*each) for each in parts[1:]))


def delta_error(message: str) -> Answer:
    """The same where the post was wrong."""
    return _answer(part("error", "500", message))


def part(kind: str, name: str, content: str) -> str:
    """One part.

    >>> part("hiddenField", "__VIEWSTATE", "abc")
    '3|hiddenField|__VIEWSTATE|abc|'
    """
    return f"{len(content.encode('utf-16-le')) // 2}|{kind}|{name}|{content}|"


def _answer(text: str) -> Answer:
    return Answer(text.encode(), "text/plain; charset=utf-8")
