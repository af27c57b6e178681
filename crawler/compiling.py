"""Compile the parser with mypyc: `python -m crawler.compiling`. Without a C compiler it stays in Python, and slower.

With gcc it is compiled twice (profile-guided optimisation): what was compiled first counts, while it reads the test
pages, how often each branch is taken; the second time the seldom ones are laid aside.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.compiled import PACKAGE, digest, place, sources, usable

if TYPE_CHECKING:
    from setuptools import Extension

_GROUP = "tinso_parser"
"""What the library is called that all compiled modules share."""

_WHOLE = ["-flto=2", "-fno-plt", "-fno-inline-functions"]
"""Linked as a whole, with little inlined: beside other work in one process the parser's own code is fetched anew for
each page, so that it should be little and in few places."""
_ORDERED = ["-flto-partition=one", "--param", "inline-unit-growth=10"]
"""What belongs together side by side, where gcc knows by counting what does."""
_PAGES = PACKAGE.parents[1] / "tests" / "pages"
"""What is read to see which code is used."""
_READ_ALL = """
import sys
from pathlib import Path
from crawler.compiled import usable
from crawler.parser import read
assert usable()
for page in sorted(Path(sys.argv[1]).rglob("*.html")):
    read(page.read_bytes(), f"https://so.tinh.example/tin/{page.stem}-123.html")
"""


def main() -> int:
    """Exit code 0 if the parser is compiled or cannot be here, which is said on the error stream; 1 if that failed."""
    if usable():
        return 0
    missing = _missing()
    if missing:
        print(
            f"tinso: {missing} is missing: the parser stays in Python, a third slower, and reads the same. "
            "To compile it: apt-get install build-essential python3-dev, then make install",
            file=sys.stderr,
        )
        return 0
    print("tinso: compiling the parser, a minute", file=sys.stderr)
    from setuptools.errors import CCompilerError

    with tempfile.TemporaryDirectory(prefix="tinso-compile-") as folder:
        try:
            _put(_build(Path(folder)), place())
        except (OSError, SystemExit, CCompilerError) as error:
            print(f"tinso: the parser could not be compiled and stays in Python: {error}", file=sys.stderr)
            return 1
    return 0


def _missing() -> str | None:
    """What compiling needs and this machine does not have."""
    compiler = str(sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler) is None:
        return f"the C compiler {compiler}"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "Python.h"
    try:
        import mypyc  # noqa: F401
        import setuptools  # noqa: F401
    except ImportError:
        return "mypy or setuptools"
    return None


def _build(folder: Path) -> Path:
    """Compile all modules in `folder`; where in it they lie."""
    from mypyc.build import mypycify

    os.chdir(PACKAGE.parents[1])  # mypyc names modules by their path from here
    names = [str(path.relative_to(PACKAGE.parents[1])) for path in sources()]
    options = ["--config-file=", "--ignore-missing-imports", "--explicit-package-bases"]
    extensions = mypycify(
        [*options, *names],
        group_name=_GROUP,
        target_dir=str(folder / "c"),
        opt_level="2",
        debug_level="0",
    )
    if "gcc" not in str(sysconfig.get_config_var("CC")):
        return _compiled(extensions, folder, "built", [])
    used = _profile(extensions, folder) if _PAGES.is_dir() else None
    if used is None:
        return _compiled(extensions, folder, "built", _WHOLE, ["-Os"])
    flags = [*_WHOLE, *_ORDERED, f"-fprofile-use={used}", "-Wno-missing-profile"]
    return _compiled(extensions, folder, "built", flags)


def _profile(extensions: list[Extension], folder: Path) -> Path | None:
    """Which code is used in reading the test pages, as gcc counts it; None where it could not be seen."""
    found = folder / "profile"
    counting = _compiled(extensions, folder, "counting", [*_WHOLE, f"-fprofile-generate={found}"])
    target = folder / "trained" / "tinso_compiled"
    target.parent.mkdir()
    _put(counting, target)
    environment = {**os.environ, "TINSO_COMPILED": str(target), "PYTHONPATH": f"{target.parent}{os.pathsep}."}
    environment.pop("TINSO_PURE", None)
    read = subprocess.run([sys.executable, "-c", _READ_ALL, str(_PAGES)], env=environment, check=False)
    return found if read.returncode == 0 and any(found.rglob("*.gcda")) else None


def _compiled(
    extensions: list[Extension], folder: Path, name: str, flags: list[str], link: list[str] | None = None
) -> Path:
    """Compile and link with these flags besides mypyc's own, into `folder`/`name`."""
    from setuptools import Distribution

    own = [(extension.extra_compile_args, extension.extra_link_args) for extension in extensions]
    for extension, (compile_args, link_args) in zip(extensions, own, strict=True):
        extension.extra_compile_args = [*compile_args, *flags]
        extension.extra_link_args = [*link_args, *flags, *(link or [])]
    command = Distribution({"name": _GROUP, "ext_modules": extensions}).get_command_obj("build_ext")
    # the objects' place is the same each time, for by it gcc knows whose counts are whose
    command.build_lib, command.build_temp, command.force = str(folder / name), str(folder / "o"), True
    command.ensure_finalized()
    command.run()
    for extension, (compile_args, link_args) in zip(extensions, own, strict=True):
        extension.extra_compile_args, extension.extra_link_args = compile_args, link_args
    return folder / name


def _put(built: Path, target: Path) -> None:
    """Move what was built to where it is looked for; its digest last, for without it nothing is used."""
    shutil.rmtree(target, ignore_errors=True)
    for library in built.glob(f"{_GROUP}__mypyc*"):
        shutil.move(library, target.parent / library.name)
    shutil.move(built, target)
    (target / "digest").write_text(digest(), "ascii")


if __name__ == "__main__":
    sys.exit(main())
