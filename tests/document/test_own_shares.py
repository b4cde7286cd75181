"""Tests of a user's list of shares, and of the URLs of shares."""

from urllib.parse import urlsplit

from fastapi.testclient import TestClient

from backend.core.config import settings
from tests.document.steps import DOCUMENTS, uploaded
from tests.document.test_shares import open_share, share
from tests.fixtures import Time
from tests.support.accounts import Account
from tests.support.paging import all_pages


def test_the_url_of_a_share_has_its_token_in_the_fragment(
    client: TestClient, owner: Account
) -> None:
    created = share(client, owner, uploaded(client, owner))

    url = urlsplit(created["url"])

    assert (url.path, url.query, url.fragment) == ("/shared", "", created["token"])
    assert created["url"].startswith(settings.APP_PUBLIC_URL)


def test_a_user_lists_the_shares_of_all_own_documents_by_state(
    client: TestClient, owner: Account, other: Account, time: Time
) -> None:
    documents = {
        name: uploaded(client, owner, name.encode(), title=name)
        for name in ("active", "expired", "revoked", "used_up", "suspended")
    }
    ids = {}
    for name, each in documents.items():
        hours = 1 if name == "expired" else 5
        options = {"expires_in_hours": hours, "max_downloads": 1}
        made = share(client, owner, each, **options)
        ids[name] = made["id"]
        if name == "used_up":
            open_share(client, made["token"])
    path = f"{DOCUMENTS}/{documents['revoked']['id']}/shares/{ids['revoked']}"
    client.delete(path, headers=owner.headers)
    path = f"{DOCUMENTS}/{documents['suspended']['id']}"
    client.delete(path, headers=owner.headers)
    share(client, other, uploaded(client, other, b"theirs"))
    time.advance(hours=2)

    everything = all_pages(client, f"{DOCUMENTS}/shares", owner.headers, limit=2)

    assert [s["id"] for s in everything] == list(ids.values())[::-1]
    assert {s["id"]: s["state"] for s in everything} == {i: n for n, i in ids.items()}
    for name, share_id in ids.items():
        query = {"state": name}
        found = client.get(
            f"{DOCUMENTS}/shares", params=query, headers=owner.headers
        ).json()["items"]
        assert [(s["id"], s["document_title"]) for s in found] == [(share_id, name)]
