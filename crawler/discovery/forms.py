"""Forms: what a browser would send for a form of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from form2request import form2request
from lxml import html

from crawler.discovery.links import absolute

if TYPE_CHECKING:
    from crawler.parser import Page
    from crawler.parser.tree import Element


@dataclass(frozen=True, slots=True)
class Filled:
    """A form's request: the body is None for a GET."""

    url: str
    body: bytes | None


def filled_form(page: Page, form: Element, fields: Mapping[str, str]) -> Filled | None:
    """The form sent with these fields in place of its own, no button pressed; None where it cannot be sent."""
    # Filling a form wants the tree of lxml.html.
    copy = html.fromstring(form.html, base_url=page.base_url)
    if not isinstance(copy, html.FormElement):
        return None
    # Forms that may send files (SharePoint's) are taken as plain ones too: none is sent here.
    copy.attrib.pop("enctype", None)
    try:
        request = form2request(copy, dict(fields), click=False)
    except ValueError:
        return None
    url = absolute(page.base_url, request.url)
    if url is None:
        return None
    return Filled(url, request.body if request.method == "POST" else None)
