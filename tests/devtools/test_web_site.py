"""The built web app: what makes it out of date, and how a service finds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.web.site import point, public_url, publish, sources_hash


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Leave the database alone: nothing here uses it."""
    return iter([None])


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with some sources of a web app."""
    for name in ("openapi.json", "frontend/app/page.tsx", "frontend/package.json"):
        write(tmp_path / name, "old")
    write(tmp_path / "clients/typescript/src/connect.ts", "old")
    return tmp_path


def write(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    "name",
    [
        "openapi.json",
        "frontend/package.json",
        "frontend/app/page.tsx",
        "frontend/app/new/page.tsx",
        "frontend/.env.local",
        "clients/typescript/src/connect.ts",
    ],
)
def test_a_changed_source_needs_a_new_build(tree: Path, name: str) -> None:
    before = sources_hash(tree)

    write(tree / name, "new")

    assert sources_hash(tree) != before


@pytest.mark.parametrize(
    "name",
    [
        "frontend/node_modules/next/index.js",
        "frontend/out/index.html",
        "frontend/.next/trace",
        "frontend/app/client/sdk.ts",
        "frontend/app/.page.tsx.swp",
        "frontend/e2e/login.spec.ts",
        "frontend/lib/auth.test.ts",
        "frontend/STRUCTURE.md",
        "clients/typescript/src/generated/sdk.ts",
        "backend/core/errors.py",
    ],
)
def test_other_files_do_not(tree: Path, name: str) -> None:
    before = sources_hash(tree)

    write(tree / name, "new")

    assert sources_hash(tree) == before


def test_a_renamed_source_needs_a_new_build(tree: Path) -> None:
    before = sources_hash(tree)

    (tree / "frontend/app/page.tsx").rename(tree / "frontend/app/pag.tsx")

    assert sources_hash(tree) != before


def test_the_last_build_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    for name in ("first", "second", "third"):
        write(tmp_path / "out" / "index.html", name)

        site = publish(tmp_path / "out", name, sites)

        assert (site / "index.html").read_text() == name

    assert {path.name for path in sites.iterdir()} == {"second", "third"}


def test_a_link_leads_to_a_page_until_there_is_a_build(tmp_path: Path) -> None:
    link, site = tmp_path / "web-app", tmp_path / "site"
    write(site / "index.html", "the web app")

    point(link, None)

    assert "is being built" in (link / "index.html").read_text()
    assert "is being built" in (link / "404.html").read_text()
    point(link, site)
    assert (link / "index.html").read_text() == "the web app"


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("http://localhost:3000", "http://localhost:8001"),
        ("http://127.0.0.1:8000/", "http://localhost:8001"),
        ("http://[::1]:8000", "http://localhost:8001"),
        ("https://app.example.com", None),
        ("http://localhost.example.com", None),
        ("http://[x:y]", None),
        ("", None),
    ],
)
def test_links_in_emails_lead_to_the_web_app(url: str, public: str | None) -> None:
    changed = public_url({"APP_PUBLIC_URL": url}, 8001)

    assert changed.get("APP_PUBLIC_URL") == public
