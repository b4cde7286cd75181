"""A new build is served without a restart in development, and never in production."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backend.core.config import settings
from backend.frontend import frontend, source
from tests.core.conftest import Logs
from tests.frontend.conftest import html, serving, write


@pytest.fixture
def current(tmp_path: Path) -> Path:
    """Return a link to the first of two exports."""
    write(tmp_path / "first")
    (write(tmp_path / "second") / "settings.html").write_text(html("second"))
    (tmp_path / "current").symlink_to("first")
    return tmp_path / "current"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_SECONDS", 0.0)


def switch(current: Path, name: str) -> None:
    """Let the link lead to another folder, at once."""
    link = current.with_name("link")
    link.symlink_to(name)
    link.replace(current)


def page(client: TestClient) -> str:
    """Return the page /settings, in which the exports differ."""
    return client.get("/settings").raise_for_status().text


def test_a_new_build_is_read_without_a_restart(current: Path) -> None:
    client = serving(current)
    before = page(client)

    switch(current, "second")

    assert (before, page(client)) == (html("settings"), html("second"))


def test_a_build_that_cannot_be_used_is_logged_and_the_last_one_stays(
    current: Path, logs: Logs
) -> None:
    client = serving(current)
    (current.parent / "second/404.html").unlink()
    switch(current, "second")

    pages = [page(client), page(client)]
    current.unlink()
    pages.append(page(client))

    [warning] = logs.named("new build of the web app not used")
    assert warning["reason"] == "it must have the files index.html and 404.html"
    assert pages == [html("settings")] * 3


def test_a_folder_is_looked_at_once_a_second_at_most(
    current: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_SECONDS", 1e9)
    client = serving(current)

    switch(current, "second")

    assert page(client) == html("settings")


def test_production_reads_the_folder_once(
    current: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = settings.model_copy(update={"ENVIRONMENT": "production"})
    monkeypatch.setattr(frontend, "settings", changed)
    client = serving(current)

    switch(current, "second")

    assert page(client) == html("settings")
