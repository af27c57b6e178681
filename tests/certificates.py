"""Certificates for servers on loopback: of an authority of our own, expired, another's, signed by nobody."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs certificates; who trusts `file` (SSL_CERT_FILE) trusts them."""

    file: Path
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @classmethod
    def make(cls, folder: Path) -> Authority:
        """An authority whose own certificate lies in the folder."""
        key = _key()
        name = _name("Authority of the tests")
        made = _builder(name, name, key).add_extension(x509.BasicConstraints(True, 0), critical=True)
        certificate = made.sign(key, hashes.SHA256())
        file = folder / "authority.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return cls(file, certificate, key)

    def issue(self, folder: Path, host: str = "127.0.0.1", *, days: int = 1, bits: int = 2048) -> Path:
        """Key and certificate of a host in one file; a negative number of days: it ended then."""
        key = _key(bits)
        builder = _builder(_name(host), self.certificate.subject, key, days).add_extension(
            x509.SubjectAlternativeName([_general(host)]), critical=False
        )
        return _write(folder / f"{host}-{days}-{bits}.pem", key, builder.sign(self.key, hashes.SHA256()))


def self_signed(folder: Path, host: str = "127.0.0.1") -> Path:
    """Key and certificate that nobody vouches for."""
    key = _key()
    builder = _builder(_name(host), _name(host), key).add_extension(
        x509.SubjectAlternativeName([_general(host)]), critical=False
    )
    return _write(folder / "self.pem", key, builder.sign(key, hashes.SHA256()))


def server_context(file: Path, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    """A server's side with this key and certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = newest
    context.load_cert_chain(file)
    return context


def _key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, days: int = 1
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * _DAY)
        .not_valid_after(now + days * _DAY)
    )


def _write(path: Path, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Path:
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
