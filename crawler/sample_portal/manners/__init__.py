"""The manners: how the CMSs write pages and addresses, one file each."""

from __future__ import annotations

from crawler.sample_portal.manners.liferay import Liferay
from crawler.sample_portal.manners.manner import Manner
from crawler.sample_portal.manners.nukeviet import NukeViet
from crawler.sample_portal.manners.plain import Plain
from crawler.sample_portal.manners.sharepoint import SharePoint
from crawler.sample_portal.manners.vportal import VPortal
from crawler.sample_portal.manners.wordpress import WordPress

MANNERS: dict[str, Manner] = {
    "liferay": Liferay(),
    "sharepoint": SharePoint(),
    "nukeviet": NukeViet(),
    "vportal": VPortal(),
    "wordpress": WordPress(),
    "plain": Plain(),
}
"""By the name in a portal's file."""
