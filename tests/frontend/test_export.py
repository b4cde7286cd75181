"""What a folder must have, and what in it is never served."""

import json
import os
from pathlib import Path

import pytest

from backend.core.config import settings
from backend.frontend import frontend
from backend.frontend.export import UnusableExport, read
from main import create_app
from tests.frontend.conftest import html


def test_hidden_files_and_links_are_left_out(export: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/secret.txt").write_text("secret")
    (export / ".env").write_text("secret")
    (export / ".git").mkdir()
    (export / ".git/config").write_text("secret")
    (export / "out.txt").symlink_to(tmp_path / "secret.txt")
    (export / "out").symlink_to(tmp_path / "folder")
    (export / "within.txt").symlink_to(export / "favicon.ico")
    os.mkfifo(export / "pipe")

    files = read(export).files

    assert sorted(files)[:3] == [
        "/",
        "/_next/static/chunks/main-0123456789abcdef.js",
        "/book-demo/manage",
    ]
    assert len(files) == 9
    bodies = [content.body for file in files.values() for content in file.values()]
    assert b"secret" not in bodies


def test_the_folder_may_be_a_link(export: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(export)

    page = read(tmp_path / "current").files["/login"][b"identity"]

    assert page.body == html("login").encode()


def test_an_index_in_a_folder_is_the_page_of_the_folder(export: Path) -> None:
    (export / "help").mkdir()
    (export / "help/index.html").write_text(html("help"))

    assert "/help" in read(export).files


@pytest.mark.parametrize(
    "text",
    ["", "{}", "null", "[1]", '["/nowhere"]', '["/login/"]', '["/favicon"]', "\xff"],
)
def test_deep_links_must_be_pages(export: Path, text: str) -> None:
    (export / "deep-links.json").write_bytes(text.encode("latin-1"))

    with pytest.raises(UnusableExport, match=r"deep-links\.json (must|names)"):
        read(export)


def test_deep_links_are_optional(export: Path) -> None:
    (export / "deep-links.json").unlink()

    assert read(export).find("/book-demo/manage/token") is None


@pytest.mark.parametrize("missing", ["index.html", "404.html"])
def test_the_pages_of_every_export_are_needed(export: Path, missing: str) -> None:
    (export / missing).unlink()
    (export / missing).symlink_to(export / "login.html")

    with pytest.raises(UnusableExport, match=r"index\.html and 404\.html"):
        read(export)


@pytest.mark.parametrize("name", ["docs.html", "docs/x.txt", "api/v1/users.html"])
def test_a_page_with_a_path_of_the_api_prevents_the_start(
    export: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (export / name).parent.mkdir(parents=True, exist_ok=True)
    (export / name).touch()
    changed = settings.model_copy(update={"FRONTEND_DIR": export})
    monkeypatch.setattr(frontend, "settings", changed)

    with pytest.raises(SystemExit) as stopped:
        create_app()

    path = "/" + name.removesuffix(".html")
    assert str(stopped.value) == (
        f"Cannot start: FRONTEND_DIR: {path} is a path of the API."
    )


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableExport, match="cannot be read"):
        read(tmp_path / "nowhere")


def test_every_deep_link_is_listed_once(export: Path) -> None:
    links = json.dumps(["/book-demo/manage", "/settings", "/settings"])
    (export / "deep-links.json").write_text(links)

    found = read(export)

    assert found.find("/settings/sessions") is found.files["/settings/sessions"]
    assert found.find("/settings/other") is found.files["/settings"]
