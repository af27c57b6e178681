"""Portals: the registry of the country's portals, and the choice of those to crawl."""

from crawler.portals.bare_url import portal_for_url
from crawler.portals.departments import Department, Departments, departments
from crawler.portals.errors import NoPortal, RegistryError
from crawler.portals.portal import LEVELS, STATUSES, Host, Portal, Provenance, Section, Tls, host_key
from crawler.portals.provinces import Province, Provinces, provinces
from crawler.portals.registry import Registry, load_registry

__all__ = [
    "LEVELS",
    "STATUSES",
    "Department",
    "Departments",
    "Host",
    "NoPortal",
    "Portal",
    "Provenance",
    "Province",
    "Provinces",
    "Registry",
    "RegistryError",
    "Section",
    "Tls",
    "departments",
    "host_key",
    "load_registry",
    "portal_for_url",
    "provinces",
]
