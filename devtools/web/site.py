"""The built web app: which sources it was made from, and where a service finds it.

A build is a folder of .web/site that is named by the hash of its sources. It appears
when it is complete, so a service never serves half a build. FRONTEND_DIR is a link that
leads to it, or to a page that says that the web app is not built yet.
"""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from devtools.venv import ROOT
from devtools.web.node import FOLDER

_SITES = FOLDER / "site"
# Generated files, and files that only tests and tools read.
_LEFT_OUT = {
    *("frontend/node_modules", "frontend/out", "frontend/app/client"),
    *("frontend/e2e", "frontend/test-results", "frontend/playwright-report"),
    *("frontend/screenshots", "frontend/next-env.d.ts"),
    *("clients/typescript/node_modules", "clients/typescript/dist"),
    *("clients/typescript/examples", "clients/typescript/test"),
    "clients/typescript/src/generated",
}
_PAGES = ("index.html", "404.html")
_LOCAL = ("localhost", "127.0.0.1", "::1")


def sources_hash(root: Path = ROOT) -> str:
    """Return the hash of everything that a build is made from."""
    digest = hashlib.sha256()
    for file in _sources(root):
        for part in (os.fsencode(file.relative_to(root)), file.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:32]


def _sources(root: Path) -> Iterator[Path]:
    left_out = {root / name for name in _LEFT_OUT}
    yield root / "openapi.json"
    for name in ("frontend", "clients/typescript"):
        yield from _files(root / name, left_out)


def _files(folder: Path, left_out: Collection[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        # Next reads .env files; other hidden files are those of editors and tools.
        is_hidden = path.name.startswith(".") and not path.name.startswith(".env")
        is_other = ".test." in path.name or path.suffix in (".md", ".tsbuildinfo")
        if is_hidden or is_other or path in left_out:
            continue
        if path.is_dir():
            yield from _files(path, left_out)
        else:
            yield path


def built() -> Path | None:
    """Return the folder of the web app, or None if it must be built."""
    site = _SITES / sources_hash()
    return site if site.is_dir() else None


def publish(out: Path, name: str, sites: Path = _SITES) -> Path:
    """Copy a build to its place, and return that; keep only the last one beside it.

    A service that started with the last one still serves it.
    """
    sites.mkdir(exist_ok=True)
    unfinished = sites / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    others = sorted(sites.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in others[:-1]:
        shutil.rmtree(old)
    shutil.copytree(out, unfinished)
    # copytree copies the time, too, which tells which build is the last one.
    os.utime(unfinished)
    return unfinished.rename(sites / name)


def point(link: Path, site: Path | None) -> None:
    """Let a link lead to a build; None: to the page that says to wait.

    A service in development notices that within a second.
    """
    fresh = link.with_name(f"{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(_waiting() if site is None else site, target_is_directory=True)
    fresh.replace(link)


def _waiting() -> Path:
    folder = FOLDER / "waiting"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _PAGES:
        shutil.copyfile(Path(__file__).with_name("waiting.html"), folder / name)
    return folder


def public_url(settings: Mapping[str, str], port: int) -> dict[str, str]:
    """Return APP_PUBLIC_URL as run.py changes it, so that links in e-mails work.

    If it names this machine, it becomes the address of the web app on this port.
    """
    try:
        host = urlsplit(settings.get("APP_PUBLIC_URL", "")).hostname
    except ValueError:
        host = None  # the service refuses it
    return {"APP_PUBLIC_URL": f"http://localhost:{port}"} if host in _LOCAL else {}
