"""Tests of the counts of documents by type and by tag."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.document.steps import DOCUMENTS, PDF, PNG, uploaded
from tests.support.accounts import Account, assert_error
from tests.support.each import each
from tests.support.paging import all_pages


@pytest.fixture
def documents(client: TestClient, owner: Account, other: Account) -> None:
    """Upload documents with tags, one of them to the trash and one of another user."""
    uploaded(client, owner, b"1", tags=["home", "tax"])
    uploaded(client, owner, b"2", tags=["home", "Travel"])
    uploaded(client, owner, PNG, name="a.png", tags=["home"])
    uploaded(client, owner, PDF, name="a.pdf")
    trashed = uploaded(client, owner, b"3", tags=["home", "old"])
    client.delete(f"{DOCUMENTS}/{trashed['id']}", headers=owner.headers)
    uploaded(client, other, b"4", tags=["home", "theirs"])


def get(client: TestClient, account: Account, path: str, **query: Any) -> Any:
    """Return the reply to a GET below the documents."""
    reply = client.get(DOCUMENTS + path, params=query, headers=account.headers)
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.usefixtures("documents")
def test_tags_are_listed_by_frequency_and_name_in_pages(
    client: TestClient, owner: Account
) -> None:
    pages = all_pages(client, f"{DOCUMENTS}/tags", owner.headers, limit=1)

    assert [(each["tag"], each["documents"]) for each in pages] == [
        ("home", 3),
        ("tax", 1),
        ("travel", 1),
    ]


@pytest.mark.usefixtures("documents")
@each("case", [("t", ["tax", "travel"]), (" TR", ["travel"]), ("%", []), ("ome", [])])
def test_tags_are_found_by_their_beginning(
    client: TestClient, owner: Account, case: tuple[str, list[str]]
) -> None:
    prefix, tags = case

    found = get(client, owner, "/tags", prefix=prefix)["items"]

    assert [each["tag"] for each in found] == tags


@pytest.mark.usefixtures("documents")
def test_facets_count_the_documents_that_match_the_filters(
    client: TestClient, owner: Account
) -> None:
    everything = get(client, owner, "/facets")
    tagged = get(client, owner, "/facets", tag="home", type="text/*")

    assert (everything["total"], everything["is_complete"]) == (4, True)
    assert everything["groups"] == [
        {"type": "text/*", "documents": 2},
        {"type": "application/*", "documents": 1},
        {"type": "image/*", "documents": 1},
    ]
    assert everything["types"][0] == {"type": "text/plain", "documents": 2}
    assert everything["tags"] == [
        {"tag": "home", "documents": 3},
        {"tag": "tax", "documents": 1},
        {"tag": "travel", "documents": 1},
    ]
    assert tagged["total"] == 2
    assert get(client, owner, "/facets", created_to="2000-01-01")["total"] == 0


def test_facets_of_a_search_count_its_matches(
    client: TestClient, owner: Account
) -> None:
    uploaded(client, owner, b"1", title="Invoice", tags=["a"])
    uploaded(client, owner, PDF, name="a.pdf", title="Invoice", tags=["b"])
    uploaded(client, owner, b"2", title="Invoyce")  # similar, but no match

    counts = get(client, owner, "/facets", search="invo ice", type="text/*")
    both = get(client, owner, "/facets", search="invoice")

    assert counts["total"] == 0
    assert (both["total"], len(both["groups"])) == (2, 2)
    assert get(client, owner, "/facets", search="invoice", tag="a")["total"] == 1


@pytest.mark.usefixtures("documents")
def test_only_the_newest_documents_are_counted(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("db", "facets"):
        monkeypatch.setattr(f"backend.modules.document.facets.{module}.COUNTED", 2)

    counts = get(client, owner, "/facets")

    assert (counts["total"], counts["is_complete"]) == (2, False)
    assert get(client, owner, "/tags")["items"] == [{"tag": "home", "documents": 1}]


@pytest.mark.parametrize(
    "cursor", ["x", "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwIHg="]
)
def test_an_invalid_cursor_of_tags_is_refused(
    client: TestClient, owner: Account, cursor: str
) -> None:
    query = {"cursor": cursor}

    reply = client.get(f"{DOCUMENTS}/tags", params=query, headers=owner.headers)

    assert_error(reply, 400, "invalid_cursor")
