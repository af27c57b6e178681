"""TLS: certificates are verified, and old protocols and weak ciphers refused, unless a portal's switches say not.

Scrapy's own handler verifies nothing. A switch concerns the hosts of its portal alone; what was fetched under one
carries it (`captures.tls`, the WARC's `X-Archive-Tls`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL
from OpenSSL.crypto import X509
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # it has no stubs

from crawler.portals import Portal, Tls, host_key

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.run import Run

_SAFE = Tls()
_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's option for servers without secure renegotiation (before RFC 5746)."""
_CAREFUL = b"DEFAULT:!aNULL:!eNULL:!MD5:!3DES:!RC4:@SECLEVEL=2"
_LAX = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"  # without certificate (aNULL) there would be nothing to verify
# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_FAULTS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed",
    19: "its chain ends in a self-signed certificate that nobody here trusts",
    20: "its issuer is unknown",
    21: "its chain is incomplete",
    26: "it is not meant for a server",
}
_WEAK = {
    66: "its key is too short",
    67: "its issuer's key is too short",
    68: "it is signed with a broken digest",
}
"""What `weak_ciphers` lets pass, not `any_certificate`."""

_faults: dict[str, CertificateFault] = {}


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """What is wrong with a certificate, in words, and whether it is its strength alone."""

    said: str
    is_weakness: bool = False


def certificate_fault(host: str) -> CertificateFault:
    """What was wrong with the certificate that a host showed last; OpenSSL's error does not say."""
    return _faults.get(host, CertificateFault("it is not to be trusted"))


class PortalHttps(HTTP11DownloadHandler):
    """Scrapy's handler for https, with this module's policy."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        run: Run | None = getattr(crawler.spider, "run", None)
        self._contextFactory: IPolicyForHTTPS = PortalTls(  # type: ignore[assignment]  # zope's
            run.portals.values() if run is not None else ()
        )


@implementer(IPolicyForHTTPS)
class PortalTls:
    """Which client makes a connection: the careful one, or one with a portal's switches."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self._switches = switches_by_host(portals)
        self._contexts: dict[Tls, SSL.Context] = {}

    def creatorForNetloc(self, hostname: bytes | str, port: int) -> Client:
        """The maker of connections to a host; Twisted's name and signature."""
        host = hostname.decode("ascii") if isinstance(hostname, bytes) else hostname
        tls = self._switches.get(host_key(f"{host}:{port}", "https"), _SAFE)
        if tls not in self._contexts:
            self._contexts[tls] = context_of(tls)
        return Client(host, self._contexts[tls], verifies=not tls.any_certificate)


@implementer(IOpenSSLClientConnectionCreator)
class Client:
    """Makes the connections to one host."""

    def __init__(self, host: str, context: SSL.Context, *, verifies: bool) -> None:
        self._host, self._context, self._verifies = host.strip("[]"), context, verifies

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:
        """A connection that has not shaken hands; Twisted's name and signature."""
        connection = SSL.Connection(self._context, None)
        identity = _identity(self._host)
        if isinstance(identity, DNS_ID):
            connection.set_tlsext_host_name(
                self._host.encode("idna" if not self._host.isascii() else "ascii")
            )
        if self._verifies:
            connection.set_verify(SSL.VERIFY_PEER, _check(self._host, identity))
        connection.set_connect_state()
        return connection


def _identity(host: str) -> ServiceID:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return DNS_ID(host)
    return IPAddress_ID(host)


def _check(host: str, identity: ServiceID) -> Callable[[SSL.Connection, X509, int, int, int], bool]:
    def check(connection: SSL.Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
        """OpenSSL's question, once a certificate of the chain: whether to go on; what is wrong is kept."""
        if not ok:
            said = _WEAK.get(error) or _FAULTS.get(error, f"OpenSSL's verification error {error}")
            _faults[host] = CertificateFault(said, error in _WEAK)
            return False
        if depth:
            return True
        try:
            verify_service_identity(extract_patterns(certificate), [identity], [])
        except (CertificateError, VerificationError):
            _faults[host] = CertificateFault("it is another host's")
            return False
        _faults.pop(host, None)
        return True

    return check


def context_of(tls: Tls) -> SSL.Context:
    """OpenSSL's context for a portal's switches."""
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_default_verify_paths()
    context.set_min_proto_version(SSL.TLS1_VERSION if tls.old_protocols else SSL.TLS1_2_VERSION)
    if tls.old_protocols:
        context.set_options(_LEGACY_SERVER_CONNECT)
    context.set_cipher_list(_LAX if tls.weak_ciphers else _CAREFUL)
    return context


def switches_by_host(portals: Iterable[Portal]) -> dict[str, Tls]:
    """The switches of each host (`host_key`) of these portals that has any."""
    return {
        host_key(host.name): portal.tls for portal in portals if portal.tls != _SAFE for host in portal.hosts
    }


def names_of(tls: Tls) -> str:
    """The switches that are on, as the registry writes them.

    >>> names_of(Tls(old_protocols=True, any_certificate=True))
    'old_protocols any_certificate'
    """
    return " ".join(
        name for name in ("old_protocols", "weak_ciphers", "any_certificate") if getattr(tls, name)
    )


def shown_by(response: Response) -> str:
    """The certificate that a response came under: "certificate sha256:<hex>"; "" where it is not known."""
    certificate = getattr(response, "certificate", None)
    if certificate is None:
        return ""
    digest = certificate.digest("sha256").decode("ascii").replace(":", "").lower()
    return f"certificate sha256:{digest}"
