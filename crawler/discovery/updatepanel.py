"""UpdatePanel: whether an ASP.NET page posts a control back in part, and what it adds to the form then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.discovery.paging import PostBack
from crawler.parser.tree import ancestors_of

if TYPE_CHECKING:
    from crawler.parser import Page

_MANAGER = re.compile(
    r"PageRequestManager\._initialize\(\s*'([^']+)'\s*,\s*'[^']*'\s*,\s*\[([^\]]*)\]\s*,\s*\[([^\]]*)\]"
)
_NAME = re.compile(r"'([^']+)'")
ASYNC = "__ASYNCPOST"


def partial_fields(page: Page, back: PostBack) -> dict[str, str]:
    """The fields that tell the server to answer with the panel alone; none where the whole page is posted back.

    A control is posted in part where it stands in a panel, or where the page's script manager lists it.
    """
    for script in page.tree.iter_elements("script"):
        found = _MANAGER.search(script.text)
        if found is None:
            continue
        panels = [name[1:] for name in _NAME.findall(found[2]) if "$" in name or name[:1] in "tf"]
        panel = _panel_of(page, back, panels)
        if panel is None and back.target not in _NAME.findall(found[3]):
            return {}
        return {found[1]: f"{panel or found[1]}|{back.target}", ASYNC: "true"}
    return {}


def again(before: Mapping[str, str], back: PostBack) -> dict[str, str]:
    """The script manager's field for another control of the panel that was posted before."""
    if ASYNC not in before:
        return {}
    old = f"|{before.get('__EVENTTARGET', '')}"
    return {
        n: f"{v[: -len(old)]}|{back.target}" for n, v in before.items() if len(old) > 1 and v.endswith(old)
    }


def _panel_of(page: Page, back: PostBack, panels: list[str]) -> str | None:
    """The unique name of the innermost panel around the control's link."""
    by_id = {name.replace("$", "_"): name for name in panels}
    for element in page.tree.iter_elements(("a", "input", "button")):
        if back.target not in (element.attr("href") or "") + (element.attr("onclick") or ""):
            continue
        for around in ancestors_of(element):
            if (name := by_id.get(around.attr("id") or "")) is not None:
                return name
    return None
