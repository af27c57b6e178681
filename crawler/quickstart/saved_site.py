"""A saved site, served by the program that lies beside it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PORT = 18200
"""Always the same, so that a second crawl knows the pages of the first."""
_PATIENCE = 60.0


class SiteUnavailable(Exception):
    """There is nothing to serve; the message is one line with the remedy."""


@contextlib.contextmanager
def saved_site(folder: Path) -> Iterator[str]:
    """Serve the WARC of a folder by its serve.py; gives the address of the home page. Raises SiteUnavailable."""
    program, files = folder / "serve.py", sorted(folder.glob("*.warc.gz"))
    if not program.is_file() or not files:
        raise SiteUnavailable(
            f"no saved site in {folder}: it needs serve.py and a .warc.gz; nothing was crawled"
        )
    if _answers():
        raise SiteUnavailable(
            f"port {PORT} is taken: end the program that listens there; the site is served on it"
        )
    command = [sys.executable, str(program), str(files[0]), "--port", str(PORT)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        _wait(server)
        yield f"http://127.0.0.1:{PORT}/"
    finally:
        server.terminate()
        server.communicate()


def _wait(server: subprocess.Popen[str]) -> None:
    end = time.monotonic() + _PATIENCE
    while not _answers():
        if server.poll() is not None:
            said = server.communicate()[1].strip().splitlines()
            raise SiteUnavailable(f"serve.py ended: {said[-1] if said else 'without a word'}")
        if time.monotonic() > end:
            raise SiteUnavailable(f"serve.py did not answer on port {PORT} within {_PATIENCE:.0f} seconds")
        time.sleep(0.1)


def _answers() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", PORT)) == 0
