"""The manners: how the CMSs write pages and addresses, one file each."""

from __future__ import annotations

from crawler.sample_portal.manners.liferay import Liferay
from crawler.sample_portal.manners.manner import Manner
from crawler.sample_portal.manners.nukeviet import NukeViet
from crawler.sample_portal.manners.sharepoint import SharePoint

MANNERS: dict[str, Manner] = {
    "liferay": Liferay(),
    "sharepoint": SharePoint(),
    "nukeviet": NukeViet(),
}
"""By the name in a portal's file."""
