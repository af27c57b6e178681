"""A server's TLS is named by what a lax client needs and a careful one refuses; real handshakes."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from crawler.portals import Tls
from crawler.portals_check.tls_state import tls_state

# Offering what is old is the point.
pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate that nobody signed, in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def _server(certificate: Path, newest: ssl.TLSVersion) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = newest
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    secure.recv(1)
            except OSError:
                plain.close()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_a_certificate_that_nobody_signed_needs_its_switch_alone(certificate: Path) -> None:
    with _server(certificate, ssl.TLSVersion.TLSv1_3) as port:
        state = tls_state("127.0.0.1", port)
    assert (state.protocol, state.needs) == ("TLSv1.3", Tls(any_certificate=True))
    assert "self-signed certificate" in state.fault or "self signed certificate" in state.fault


def test_an_old_server_needs_old_protocols_too(certificate: Path) -> None:
    with _server(certificate, ssl.TLSVersion.TLSv1) as port:
        state = tls_state("127.0.0.1", port)
    assert state.protocol == "TLSv1"
    assert state.needs == Tls(old_protocols=True, weak_ciphers=True, any_certificate=True)
    assert "protocol" in state.fault or "version" in state.fault


def test_no_server_is_said_and_not_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    state = tls_state("127.0.0.1", port)
    assert (state.protocol, state.needs) == ("", None)
    assert "refused" in state.fault
