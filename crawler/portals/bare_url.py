"""A portal for a bare URL: the registered one, or one made up from the host."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlsplit

from crawler.portals.errors import NoPortal
from crawler.portals.portal import Host, Portal, host_key
from crawler.portals.registry import Registry


def portal_for_url(registry: Registry, url: str) -> Portal:
    """The registered portal that the URL belongs to, else an unregistered one with the host as its slug.

    Either starts at the URL. An address without a scheme is taken as https. Raises NoPortal
    where the text is no address.
    """
    given = url.strip()
    if "://" not in given:
        given = f"https://{given}"
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError as error:
        raise NoPortal(f'"{url}" is no address: {error}') from error
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not ("." in host or host == "localhost" or ":" in host):
        raise NoPortal(f'"{url}" is no address of a site; write it as https://sct.hatinh.gov.vn/')
    known = registry.by_url(given)
    if known:
        return dataclasses.replace(known, start_urls=(given,))
    slug = host_key(parts.netloc, parts.scheme)
    name = f"{host}:{port}" if port else host
    return Portal(slug, slug, (given,), (Host(name),), registered=False)
