"""What a server's TLS is like, and which of a portal's switches it would need."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass

from crawler.portals import Tls

_LADDER = (
    Tls(),
    Tls(any_certificate=True),
    Tls(weak_ciphers=True),
    Tls(weak_ciphers=True, any_certificate=True),
    Tls(old_protocols=True, weak_ciphers=True),
    Tls(old_protocols=True, weak_ciphers=True, any_certificate=True),
)


@dataclass(frozen=True, slots=True)
class TlsState:
    """The outcome of a handshake: protocol ("TLSv1.3"), what had to be allowed, what was wrong without it."""

    protocol: str = ""
    """Empty where no handshake succeeded."""
    needs: Tls | None = None
    """The switches with which it succeeded; all off for a sound server, None where none helped."""
    fault: str = ""
    """What a careful client says: "certificate has expired", "connection refused"."""


def tls_state(host: str, port: int = 443, timeout: float = 10.0) -> TlsState:
    """Shake hands as carefully as possible, then less so, until it succeeds. Blocks; seconds at the worst.

    Nothing is asked of the server beyond at most six handshakes. Never raises: what fails is the state.
    """
    fault = ""
    for needs in _LADDER:
        try:
            with (
                socket.create_connection((host, port), timeout=timeout) as plain,
                _context(needs).wrap_socket(plain, server_hostname=host) as secure,
            ):
                return TlsState(secure.version() or "", needs, fault)
        except ssl.SSLError as error:
            fault = fault or _said(error)
        except OSError as error:
            # No server, no name, no answer: a laxer handshake would not help.
            return TlsState(fault=fault or (error.strerror or str(error)).lower())
    return TlsState(fault=fault)


def _context(needs: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if needs.any_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if needs.weak_ciphers:
        context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
    if needs.old_protocols:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


def _said(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.lower()
    return (error.reason or str(error)).replace("_", " ").lower()
