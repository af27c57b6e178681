"""HTTP messages out of a WARC: status, headers, and the body unchunked and unpacked."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from archive.errors import Damaged

_MOST_BYTES = 256 << 20
"""A body that unpacks to more than this is a bomb."""


TLS_HEADER = "X-Archive-Tls"
"""Our own line among a saved response's headers: the TLS switches that it was fetched under, and the certificate."""


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A response: its status, its headers in order, its body as stored."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse_http(block: bytes) -> HttpMessage | None:
    """Split a record's block; None if it is no HTTP response."""
    head, blank, body = _split_head(block)
    lines = head.decode("latin-1").splitlines()
    first = lines[0].split(None, 2) if lines else []
    if not blank or len(first) < 2 or not first[0].startswith("HTTP") or not first[1].isdigit():
        return None
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in " \t" and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip()))
    return HttpMessage(int(first[1]), tuple(headers), body)


def decoded_body(message: HttpMessage) -> bytes:
    """The body, unchunked and unpacked by Content-Encoding.

    Raises Damaged for a packing that is unknown, broken or unpacks to more than 256 MB.
    """
    body = message.body
    if "chunked" in (message.header("transfer-encoding") or "").lower():
        body = _unchunked(body)
    packings = (message.header("content-encoding") or "").lower().replace(" ", "").split(",")
    for packing in reversed(packings):
        body = _unpacked(body, packing)
    return body


def _split_head(block: bytes) -> tuple[bytes, bytes, bytes]:
    end, bare = block.find(b"\r\n\r\n"), block.find(b"\n\n")
    if end < 0 or 0 <= bare < end:
        return block.partition(b"\n\n")
    return block.partition(b"\r\n\r\n")


def _unpacked(body: bytes, packing: str) -> bytes:
    if packing in ("", "identity") or not body:
        return body
    try:
        if packing in ("gzip", "x-gzip"):
            return _inflated(body, zlib.MAX_WBITS + 16) if body[:2] == b"\x1f\x8b" else body
        if packing == "deflate":
            # Some servers send the bare stream without zlib's header.
            return _inflated(body, zlib.MAX_WBITS if body[0] & 0x0F == 8 else -zlib.MAX_WBITS)
        if packing == "br":
            import brotli

            return _bounded(brotli.decompress(body))
        if packing == "zstd":
            from backports import zstd

            return _bounded(zstd.decompress(body))
    except zlib.error as error:
        raise Damaged(f"the body does not unpack as {packing}: {error}") from error
    except ImportError as error:
        raise Damaged(
            f"the body is packed with {packing}, for which a library is missing: {error}"
        ) from error
    raise Damaged(f"the body is packed with {packing!r}, which is unknown")


def _inflated(body: bytes, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    plain = unpacker.decompress(body, _MOST_BYTES + 1)
    return _bounded(plain)


def _bounded(plain: bytes) -> bytes:
    if len(plain) > _MOST_BYTES:
        raise Damaged(f"the body unpacks to more than {_MOST_BYTES >> 20} MB")
    return plain


def _unchunked(body: bytes) -> bytes:
    """Without the chunks' frames; a body that only claims to be chunked is given as it is."""
    plain, place = bytearray(), 0
    while True:
        end = body.find(b"\r\n", place)
        size_text = body[place:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            size = int(size_text, 16)
        except ValueError:
            return bytes(plain) if plain else body
        if size == 0:
            return bytes(plain)
        plain += body[end + 2 : end + 2 + size]
        place = end + 2 + size + 2
