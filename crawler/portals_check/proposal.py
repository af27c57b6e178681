"""The TOML that a look at a portal proposes for the registry."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit, urlunsplit

from crawler.portals import Tls, host_key
from crawler.portals_check.findings import Findings


def toml_of(found: Findings) -> str:
    """A table to put into a file of `spiders/portals/`; what a person must fill in says so in a comment."""
    portal, start = found.portal, urlsplit(found.portal.start_urls[0])
    # Where the home page moved to on its host is the CMS's affair; scheme and host are the registry's.
    home = urlunsplit((*urlsplit(found.home or portal.start_urls[0])[:2], start.path or "/", start.query, ""))
    lines = [f"[{portal.slug if portal.registered else _slug(home)}]"]
    if portal.registered:
        lines += [f"name = {_text(portal.name)}", f"url = {_text(home)}"]
        if portal.department:
            lines.append(f"department = {_text(portal.department)}")
        if portal.level != "department":
            lines.append(f"level = {_text(portal.level)}")
    else:
        lines += [f"name = {_text(found.title or host_key(urlsplit(home).netloc))}  # the body's name"]
        lines += [
            f"url = {_text(home)}",
            '# department = "tttt"  its code, see crawler/portals/departments.toml',
        ]
    if found.recognition is not None:
        lines.append(f"family = {_text(found.recognition.family.name)}")
        lines.append(f"family_evidence = {_text(', '.join(found.recognition.evidence[:4]))}")
    lines.append('status = "alive"' if found.home else 'status = "unreachable"')
    switches = _switches(found.tls.needs) if found.tls and found.tls.needs else []
    if switches:
        lines.append(f"tls = {{ {', '.join(f'{name} = true' for name in switches)} }}")
    if portal.provenance.source:
        lines.append(f"source = {_text(portal.provenance.source)}")
    return "\n".join(lines) + "\n"


def _switches(needs: Tls) -> list[str]:
    return [name for name in ("old_protocols", "weak_ciphers", "any_certificate") if getattr(needs, name)]


def _slug(url: str) -> str:
    # sct.hatinh.gov.vn -> hatinh-sct, as the registry's other slugs
    host = host_key(urlsplit(url).netloc).partition(":")[0]
    labels = host.split(".")
    own = [label for label in labels[:-1] if label not in ("gov", "com", "edu", "org")]
    name = host if labels[-1].isdigit() or not own else "-".join(reversed(own))
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "portal"


def _text(value: str) -> str:
    # A JSON string is a TOML basic string.
    return json.dumps(value, ensure_ascii=False)
