"""Tests of listing, reading and changing documents."""

from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.modules.document.lib import clean_tag
from tests.conftest import Time
from tests.document.steps import DOCUMENTS, PDF, PNG, uploaded
from tests.support.accounts import Account, assert_error
from tests.support.paging import all_pages
from tests.support.work import Work


def listed(client: TestClient, account: Account, **query: Any) -> dict[str, Any]:
    """Return a page of the list of documents."""
    reply = client.get(DOCUMENTS, params=query, headers=account.headers)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def titles(page: dict[str, Any]) -> list[str]:
    """Return the titles of the documents on a page."""
    return [item["title"] for item in page["items"]]


@pytest.fixture
def many(client: TestClient, owner: Account, time: Time) -> list[str]:
    """Upload seven documents; return their titles in the order of upload."""
    names = ["file 10", "Alpha", "Zoë", "Bravo", "file 9", "Äther", "İstanbul"]
    for number, name in enumerate(names):
        time.advance(seconds=1)
        uploaded(client, owner, b"text %d" % number, title=name)
    return names


@pytest.mark.parametrize("sort", ["newest", "oldest", "updated", "title"])
def test_pages_have_every_document_once_and_in_order(
    client: TestClient, owner: Account, many: list[str], sort: str
) -> None:
    whole = titles(listed(client, owner, sort=sort))

    found = all_pages(client, DOCUMENTS, owner.headers, sort=sort, limit=2)

    pages = [item["title"] for item in found]
    expected = {
        "newest": many[::-1],
        "oldest": many,
        "updated": many[::-1],
        # As people sort, and as no Postgres without ICU would.
        "title": ["Alpha", "Äther", "Bravo", "file 9", "file 10", "İstanbul", "Zoë"],
    }
    assert whole == pages == expected[sort]


def test_documents_are_filtered_by_tag_and_type(
    client: TestClient, owner: Account
) -> None:
    uploaded(client, owner, PNG, name="a.png", title="a", tags=["home", "cat"])
    uploaded(client, owner, PDF, name="b.pdf", title="b", tags=["home"])
    uploaded(client, owner, title="c")

    assert titles(listed(client, owner, tag="HOME", sort="title")) == ["a", "b"]
    assert titles(listed(client, owner, tag=["home", "cat"])) == ["a"]
    assert titles(listed(client, owner, type="application/pdf")) == ["b"]
    assert titles(listed(client, owner, type="image/*")) == ["a"]
    assert titles(listed(client, owner, type="image/*", tag="none")) == []


def test_the_total_is_counted_only_if_it_is_requested(
    client: TestClient, owner: Account, many: list[str]
) -> None:
    without = listed(client, owner, limit=1)
    with_total = listed(client, owner, limit=1, total=True)

    assert without["total"] is None
    assert with_total["total"] == len(many)


def test_a_list_takes_two_queries_and_a_search_three(
    client: TestClient, owner: Account, many: list[str], work: Work
) -> None:
    with work.counted() as plain:
        listed(client, owner, limit=100)
    with work.counted() as searched:
        listed(client, owner, limit=100, search="alpha")

    assert len(plain.statements) == 2
    # And one that sets options of Postgres.
    assert len(searched.statements) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "x"},
        {"cursor": "é"},
        {"cursor": "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwIHg="},
        {"cursor": "x", "search": "a"},
    ],
)
def test_an_invalid_cursor_is_refused(
    client: TestClient, owner: Account, query: dict[str, str]
) -> None:
    reply = client.get(DOCUMENTS, params=query, headers=owner.headers)

    assert_error(reply, 400, "invalid_cursor")


@pytest.mark.parametrize("tag", ["हिन्दी", "İstanbul", "ไทย", "C++", "a.b/c", "2026"])
def test_a_tag_may_be_in_any_script(
    client: TestClient, owner: Account, tag: str
) -> None:
    document = uploaded(client, owner, tags=[tag])

    page = listed(client, owner, tag=tag)

    assert document["tags"] == [clean_tag(tag)]
    assert [item["id"] for item in page["items"]] == [document["id"]]


def test_title_and_tags_can_be_changed_separately(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner, title="Old", tags=["a"])
    path = f"{DOCUMENTS}/{document['id']}"

    title = client.patch(path, json={"title": " New "}, headers=owner.headers)
    tags = client.patch(path, json={"tags": ["B", "b", "c"]}, headers=owner.headers)
    nothing = client.patch(path, json={}, headers=owner.headers)

    assert (title.json()["title"], title.json()["tags"]) == ("New", ["a"])
    assert (tags.json()["title"], tags.json()["tags"]) == ("New", ["b", "c"])
    assert (
        nothing.json() == tags.json() == client.get(path, headers=owner.headers).json()
    )


def test_a_change_with_an_outdated_etag_is_refused(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    path = f"{DOCUMENTS}/{document['id']}"

    def change(title: str, if_match: str) -> Any:
        headers = owner.headers | {"If-Match": if_match}
        return client.patch(path, json={"title": title}, headers=headers)

    first = change("first", document["etag"])
    second = change("second", document["etag"])
    third = change("third", f'"x", {first.headers["ETag"]}')
    whatever = change("fourth", "*")

    assert first.status_code == 200
    assert_error(second, 412, "document_changed")
    assert third.json()["title"] == "third"
    assert whatever.json()["title"] == "fourth"
    etags = [document["etag"], *(r.json()["etag"] for r in (first, third, whatever))]
    assert all(old != new for old, new in pairwise(etags))


def test_the_usage_counts_files_and_bytes(client: TestClient, owner: Account) -> None:
    first = uploaded(client, owner)
    second = uploaded(client, owner, PNG, name="cat.png")

    usage = client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()

    assert usage["files"] == 2
    assert usage["used_bytes"] == first["size"] + second["size"]
    assert usage["limit_bytes"] > usage["used_bytes"]
