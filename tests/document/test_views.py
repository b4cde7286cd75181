"""Tests of links that show a file in the browser instead of saving it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.core.config import settings
from backend.modules.document.downloads import links
from tests.document.steps import DOCUMENTS, PDF, PNG, TEXT, uploaded
from tests.document.test_shares import share
from tests.support.accounts import Account, assert_error
from tests.support.operations import new_caller

FRAMED = f"frame-ancestors 'self' {settings.APP_PUBLIC_URL}"


def view_link(client: TestClient, owner: Account, document: dict[str, Any]) -> Any:
    """Return the reply to a request for a view link."""
    path = f"{DOCUMENTS}/{document['id']}/view-link"
    return client.get(path, headers=owner.headers)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "sandboxed"),
    [
        (TEXT, "a.txt", "text/plain; charset=utf-8", True),
        (PNG, "a.png", "image/png", True),
        (PDF, "a.pdf", "application/pdf", False),
    ],
)
def test_a_view_link_shows_the_file_in_frames_of_the_app_only(
    client: TestClient,
    owner: Account,
    content: bytes,
    name: str,
    media_type: str,
    sandboxed: bool,
) -> None:
    link = view_link(client, owner, uploaded(client, owner, content, name=name)).json()

    shown = client.get(link["url"])
    part = client.get(link["url"], headers={"Range": "bytes=0-3"})
    known = client.get(link["url"], headers={"If-None-Match": shown.headers["ETag"]})

    assert shown.content == content
    assert (part.status_code, part.content) == (206, content[:4])
    assert known.status_code == 304
    assert shown.headers["Content-Type"] == media_type
    for reply in (shown, part, known):
        policy = reply.headers["Content-Security-Policy"].split("; ")
        assert "default-src 'none'" in policy
        assert FRAMED in policy
        assert ("sandbox" in policy) is sandboxed
        assert "X-Frame-Options" not in reply.headers
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    for reply in (shown, part):
        assert reply.headers["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("name", ["a.md", "a.csv"])
def test_a_file_of_another_type_cannot_be_viewed(
    client: TestClient, owner: Account, name: str
) -> None:
    document = uploaded(client, owner, name=name)
    token = share(client, owner, document, max_downloads=1)["token"]

    own = view_link(client, owner, document)
    body = {"token": token}
    shared = client.post(
        f"{DOCUMENTS}/shared/view-link", json=body, headers=new_caller()
    )
    download = client.post(
        f"{DOCUMENTS}/shared/download-link", json=body, headers=new_caller()
    )

    assert_error(own, 409, "not_viewable")
    assert_error(shared, 409, "not_viewable")
    assert download.status_code == 200  # the refusal counted no download


def test_a_signed_view_of_another_type_is_still_an_attachment(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = uploaded(client, owner, TEXT, name="a.md")
    monkeypatch.setattr(
        "backend.modules.document.downloads.downloads.check_viewable", lambda _: None
    )
    link = view_link(client, owner, document).json()

    reply = client.get(link["url"])

    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Frame-Options"] == "DENY"
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_a_download_link_cannot_be_made_a_view_link(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    path = f"{DOCUMENTS}/{document['id']}/download-link"
    link = client.get(path, headers=owner.headers).json()

    saved = client.get(link["url"])
    forged = client.get(link["url"].replace("document.", "document-view."))

    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["X-Frame-Options"] == "DENY"
    assert_error(forged, 404, "link_not_found")


def test_a_view_of_a_share_counts_as_a_download_and_ends_with_the_share(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    created = share(client, owner, document, max_downloads=1)
    path = f"{DOCUMENTS}/shared/view-link"
    body = {"token": created["token"]}

    link = client.post(path, json=body, headers=new_caller()).json()
    again = client.post(path, json=body, headers=new_caller())
    shown = client.get(link["url"])
    own = f"{DOCUMENTS}/{document['id']}/shares/{created['id']}"
    client.delete(own, headers=owner.headers)

    assert_error(again, 404, "link_not_found")
    assert (shown.content, links.is_view(link["url"].partition("=")[2])) == (TEXT, True)
    assert_error(client.get(link["url"]), 404, "link_not_found")
