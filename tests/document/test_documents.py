"""Tests of listing, reading and changing documents."""

from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from backend.core import clock
from backend.core.collation import sort_key
from backend.core.pagination import Position
from backend.modules.document.lib import clean_tag
from tests.document.steps import DOCUMENTS, PDF, PNG, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error
from tests.support.each import each
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


def cursor_of(key: str) -> str:
    """Return a cursor that a caller forged."""
    return Position(key, UUID(int=1)).encode()


@pytest.fixture
def many(client: TestClient, owner: Account, time: Time) -> list[str]:
    """Upload seven documents; return their titles in the order of upload."""
    names = ["file 10", "Alpha", "Zoë", "Bravo", "file 9", "Äther", "İstanbul"]
    for number, name in enumerate(names):
        time.advance(seconds=1)
        uploaded(client, owner, b"text %d" % number, title=name)
    return names


@each("sort", ["newest", "oldest", "updated", "title"])
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


@pytest.fixture
def files(client: TestClient, owner: Account, time: Time) -> None:
    """Upload five files of three sizes."""
    for number, name in enumerate(["b10.txt", "A.txt", "c.txt", "Zoë.txt", "ä.txt"]):
        time.advance(seconds=1)
        uploaded(client, owner, b"%d" % number * (number % 3 + 1), name=name)


@pytest.mark.usefixtures("files")
@each("order", product(["name", "size", "title", "newest"], [False, True]))
def test_each_order_can_be_reversed(
    client: TestClient, owner: Account, order: tuple[str, bool]
) -> None:
    sort, reverse = order
    query = {"sort": sort, "reverse": reverse}
    found = all_pages(client, DOCUMENTS, owner.headers, limit=2, **query)

    keys: dict[str, Any] = {
        "name": lambda d: d["name"].encode().lower(),
        "size": lambda d: (-d["size"], -UUID(d["id"]).int),
        "title": lambda d: sort_key(d["title"]),
        "newest": _newer,
    }
    assert len(found) == 5
    assert found == sorted(found, key=keys[sort], reverse=reverse)


def _newer(document: dict[str, Any]) -> float:
    return -datetime.fromisoformat(document["created_at"]).timestamp()


def test_documents_are_filtered_by_the_times_of_creation_and_of_the_last_update(
    client: TestClient, owner: Account, time: Time
) -> None:
    time.travel_to(clock.now().replace(hour=12) + timedelta(days=1))
    made = []
    for number in range(3):
        made.append(uploaded(client, owner, b"%d" % number, title=str(number)))
        time.advance(hours=1)
    path = f"{DOCUMENTS}/{made[0]['id']}"
    client.patch(path, json={"title": "first"}, headers=owner.headers)
    at, day = made[1]["created_at"], made[1]["created_at"][:10]

    def found(**query: str) -> list[str]:
        return titles(listed(client, owner, sort="oldest", **query))

    assert found(created_from=at) == ["1", "2"]
    assert found(created_to=at) == ["first"]
    assert found(updated_from=at) == ["first", "1", "2"]
    assert found(updated_to=at) == []
    assert found(created_from=day, created_to=day, updated_to="9999-12-31")[-1] == "2"
    assert found(created_to="0001-01-01") == []
    assert found(search="first", created_from=at) == []


@pytest.mark.parametrize(
    "value", ["2026-13-01", "1", "2026-W48-4", "2026-11-26T10:00:00", "0000-01-01", ""]
)
def test_a_malformed_time_is_refused(
    client: TestClient, owner: Account, value: str
) -> None:
    for name in ("created_to", "updated_from"):
        reply = client.get(DOCUMENTS, params={name: value}, headers=owner.headers)

        assert_error(reply, 422, "invalid_input")


def test_a_list_and_a_search_count_the_shares_that_can_be_used(
    client: TestClient, owner: Account, time: Time
) -> None:
    document = uploaded(client, owner, title="Paper")
    path = f"{DOCUMENTS}/{document['id']}/shares"
    for hours in (1, 3, 3):
        made = client.post(
            path, json={"expires_in_hours": hours}, headers=owner.headers
        ).json()
    client.delete(f"{path}/{made['id']}", headers=owner.headers)
    time.advance(hours=2)

    for query in ({}, {"search": "paper"}):
        [item] = listed(client, owner, **query)["items"]
        assert item["active_shares"] == 1


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


def test_a_list_takes_three_queries_and_a_search_of_one_word_eight(
    client: TestClient, owner: Account, many: list[str], work: Work
) -> None:
    with work.counted() as plain:
        listed(client, owner, limit=100)
    with work.counted() as searched:
        listed(client, owner, limit=100, search="alpha")

    assert len(plain.statements) == 3
    # One sets options, one asks what Postgres expects, and three find candidates.
    assert len(searched.statements) == 8


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "x"},
        {"cursor": "é"},
        {"cursor": "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwIHg="},
        {"cursor": "x", "search": "a"},
        {"cursor": cursor_of("9" * 19), "sort": "size"},
        {"cursor": cursor_of("9" * 5000)[:2000], "sort": "size"},
        {"cursor": cursor_of("a\0"), "sort": "name"},
        {"cursor": cursor_of("a\0"), "sort": "title"},
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
