"""Compile the parser with mypyc: `python -m crawler.compiling`. Without a C compiler it stays in Python, and slower."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from crawler.compiled import PACKAGE, digest, place, sources, usable

_GROUP = "tinso_parser"
"""What the library is called that all compiled modules share."""

_SMALL = ["-flto=2", "-fno-inline-functions"]
"""Little code in few places: beside other work in one process the parser's own code is fetched anew for each page."""


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
    print("tinso: compiling the parser, half a minute", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="tinso-compile-") as folder:
        built = Path(folder) / "built"
        try:
            _build(Path(folder), built)
            _put(built)
        except (OSError, SystemExit) as error:
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


def _build(folder: Path, built: Path) -> None:
    """Compile all modules into `built`, with what is made on the way in `folder`."""
    from mypyc.build import mypycify
    from setuptools import Distribution

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
    if "gcc" in str(sysconfig.get_config_var("CC")):
        for extension in extensions:
            extension.extra_compile_args += _SMALL
            extension.extra_link_args += [*_SMALL, "-Os"]
    command = Distribution({"name": _GROUP, "ext_modules": extensions}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(built), str(folder / "o")
    command.ensure_finalized()
    command.run()


def _put(built: Path) -> None:
    """Move what was built to where it is looked for; its digest last, for without it nothing is used."""
    target = place()
    shutil.rmtree(target, ignore_errors=True)
    for library in built.glob(f"{_GROUP}__mypyc*"):
        shutil.move(library, target.parent / library.name)
    shutil.move(built, target)
    (target / "digest").write_text(digest(), "ascii")


if __name__ == "__main__":
    sys.exit(main())
