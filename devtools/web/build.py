"""Builds the web app if its sources have changed: `python -m devtools.web.build`.

A build is a folder of .web/site that is named by the hash of its sources. It appears
when it is complete, so a service never serves half a build.
"""

import hashlib
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from devtools.console import say
from devtools.process import ChildError
from devtools.venv import ROOT
from devtools.web.node import FOLDER, FRONTEND, alone, node, run
from devtools.web.packages import install, pnpm

SITES = FOLDER / "site"
_GENERATED = {"node_modules", "out", ".next", "client", "test-results", "dist"}


def sources_hash() -> str:
    """Return the hash of everything that a build is made from."""
    digest = hashlib.sha256()
    for file in _sources():
        name, content = str(file.relative_to(ROOT)).encode(), file.read_bytes()
        for part in (name, content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:32]


def _sources() -> Iterator[Path]:
    yield ROOT / "openapi.json"
    for folder in (FRONTEND, ROOT / "clients" / "typescript"):
        yield from _files(folder)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _GENERATED:
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def built() -> Path | None:
    """Return the folder of the web app, or None if it must be built."""
    site = SITES / sources_hash()
    return site if site.is_dir() else None


def build() -> Path:
    """Build the web app unless it is built, and return its folder.

    Raise ChildError with the reason if that is impossible.
    """
    if site := built():
        return site
    with alone():
        # Another run may have built it meanwhile.
        return built() or _build()


def _build() -> Path:
    started = time.monotonic()
    site = SITES / sources_hash()
    its_node = node()
    install(its_node)
    say("Web app: building ...")
    # The pages ask the server that they came from.
    env = its_node.environment(NEXT_PUBLIC_API_URL="")
    run([*pnpm(its_node), "run", "build"], env=env, cwd=FRONTEND)
    _publish(FRONTEND / "out", site)
    say(f"Web app: built in {time.monotonic() - started:.0f} s.")
    return site


def _publish(out: Path, site: Path) -> None:
    """Copy a build to its place, and delete all others but the last one.

    A service that started with the last one still serves it.
    """
    SITES.mkdir(exist_ok=True)
    others = sorted(SITES.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in others[:-1]:
        shutil.rmtree(old)
    unfinished = SITES / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(out, unfinished)
    unfinished.rename(site)


def main() -> int:
    """Build, and print why there is no web app if that fails."""
    try:
        build()
    except (ChildError, OSError) as error:
        say(f"No web app: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
