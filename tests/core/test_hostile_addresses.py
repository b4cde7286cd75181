"""Odd paths, queries and headers never cause a 500 and never reach another route.

As in test_hostile_input.py, a normal run sends a part of the odd values to each place,
and `-m nightly` sends every value to every place.
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.core.test_hostile_input import (
    WHOLE,
    each_share,
    faults,
    is_error,
    part_of,
)
from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation, new_caller, token_for

# Percent-encoded, as in a URL.
IN_ADDRESSES = [
    *("%00", "a%00b", "%ff", "%ED%A0%80", "%E2%80%AE", "%F4%90%80%80", "%0d%0aX:%20y"),
    *("..%2f..", "'", "%25", "NaN", "1e999", "-1", "9" * 30, "1" + "0" * 400),
    *("9223372036854775808", "9999-12-31T23:59:60Z", "10000-01-01", "[" * 2000),
]
# The values of required parameters while another one is odd.
QUERY = {
    "date_from": "2026-12-01",
    "date_to": "2026-12-02",
    "timezone": "Europe/Berlin",
    "token": "x",
}
IN_HEADERS = [
    *(b"", b"a\0b", b"\xff\xfe", b"9" * 5000, b"NaN", b"1e999", b'"', b"[" * 5000),
    *(b"bytes=0-9223372036854775808", b"Bearer", b"Bearer \xff", b"Bearer a.b.c"),
    *(b"application/json; charset=\xff", b"*/*;q=NaN"),
]
# Headers that any server or browser may send, in addition to those of the route.
COMMON_HEADERS = [
    *("Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Cookie"),
    *("Expect", "Forwarded", "Host", "If-Modified-Since", "Origin", "Referer"),
    *("User-Agent", "X-Forwarded-Proto", "X-Request-ID"),
]


def queries(operation: Operation, one_in: int) -> Iterator[str]:
    """Yield queries with one odd value each, and the required parameters."""
    names = [p["name"] for p in operation.parameters if p["in"] == "query"]
    needed = {p["name"] for p in operation.parameters if p.get("required")}
    for name in names:
        others = [f"{n}={quote(QUERY[n])}" for n in names if n in needed - {name}]
        for value in part_of(IN_ADDRESSES, one_in, operation, name):
            yield "&".join([*others, f"{name}={value}"])
        yield "&".join([*others, f"{name}=a&{name}=b", f"{name}[]=c", f"{name}"])
    yield "&".join(f"unknown={value}" for value in IN_ADDRESSES)


@each_share
@each("operation", OPERATIONS)
def test_an_odd_value_in_a_path_is_never_a_500(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    # An administrator may call all routes.
    headers = token_for(operation, is_admin=True)
    urls = [
        url
        for value in part_of(IN_ADDRESSES, one_in, operation)
        for url in (operation.url(value), f"{operation.url()}/{value}")
    ]

    replies = {
        url: operation.call(client, url=url, headers=headers) for url in set(urls)
    }

    assert faults(replies) == {}
    assert {reply.status_code for reply in replies.values()} & {404, 405, 422}


@each_share
@each("operation", OPERATIONS)
def test_an_odd_value_in_any_query_is_never_a_500(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    # An administrator may call all routes.
    headers = token_for(operation, is_admin=True)

    replies = {
        query: operation.call(client, url=f"{operation.url()}?{query}", headers=headers)
        for query in queries(operation, one_in)
    }

    assert faults(replies) == {}


@pytest.mark.parametrize("one_in", [2 * len(IN_HEADERS), WHOLE])
@each("operation", OPERATIONS)
def test_an_odd_value_in_any_header_is_never_a_500(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    # An administrator may call all routes.
    headers = token_for(operation, is_admin=True)
    own = [p["name"] for p in operation.parameters if p["in"] == "header"]
    sets = [[name] for name in [*own, "Authorization", "X-Forwarded-For"]]

    replies = {
        f"{names}: {value[:40]!r}": operation.call(
            client, headers=headers | new_caller() | dict.fromkeys(names, value)
        )
        for names in [*sets, COMMON_HEADERS]
        for value in part_of(IN_HEADERS, one_in, operation, *names)
    }

    assert faults(replies) == {}


@pytest.mark.parametrize("path", ["/%00", "/%ff", "//example.com", "/..%2f..", "/\\"])
def test_an_odd_path_is_not_found(client: TestClient, path: str) -> None:
    reply = client.get(f"/api/v1{path}", headers=new_caller())

    assert reply.status_code == 404
    assert is_error(reply)
