"""No odd input causes a 500, and no refused value is in the reply.

A normal run sends a part of the odd values to each field, another part for each field, so
that every value reaches many fields. `-m nightly` sends every value to every field.
"""

import json
import zlib
from collections.abc import Sequence
from typing import Any, TypeVar

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation, token_for

WRITES = [o for o in OPERATIONS if o.method in ("POST", "PATCH", "PUT")]
WITH_FIELDS = [o for o in WRITES if o.fields]
CANARY = "canary-93ab"
CANARIES: list[Any] = [
    *(CANARY, CANARY + "\0", CANARY * 1000),
    *([CANARY], {"inside": CANARY}, {CANARY: 1}),
]
BODIES = [
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 50_000,
    b'{"a":' * 10_000,
    b"[]",
    b"null",
    b"1e999",
    b"9" * 5000,
    b'{"\\ud800": "\\udfff"}',
    b'{"a\\u0000b": "\\u0000"}',
    "{}".encode("utf-16"),
    b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--\r\n",
]
OTHER_TYPES = ["text/plain", "multipart/form-data; boundary=x", "a\xff"]
KINDS = [("application/json", body) for body in BODIES]
KINDS += [(other, body) for other in OTHER_TYPES for body in (b"{}", BODIES[-1])]
# JSON texts.
VALUES = [
    "NaN",
    "-Infinity",
    "1e999",
    "1e308",
    "-1",
    "9223372036854775808",
    "18446744073709551616",
    "1" + "0" * 400,
    "true",
    "null",
    "{}",
    "[" * 500 + "]" * 500,
    '"\\ud800"',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\r\\nX: y"',
    '"\\u202e\\ufeff"',
    '""',
    '" "',
    f'"{"x" * 100_000}"',
    '"9999-12-31T23:59:60Z"',
    '"10000-01-01T00:00:00Z"',
    '"0000-00-00"',
    '"-infinity"',
    '"P99999999999D"',
]


T = TypeVar("T")
WHOLE = pytest.param(1, marks=pytest.mark.nightly)
# The run sends one of this many odd values to each place.
each_share = pytest.mark.parametrize("one_in", [10, WHOLE])
# The run sends one of this many odd bodies to each operation.
each_share_of_bodies = pytest.mark.parametrize("one_in", [5, WHOLE])


def part_of(values: Sequence[T], one_in: int, *place: object) -> Sequence[T]:
    """Return the values that this place gets; it is the same part in every run."""
    start = zlib.crc32(repr([str(each) for each in place]).encode()) % one_in
    return values[start::one_in]


def faults(replies: dict[str, Response]) -> dict[str, str]:
    """Return the replies that are a 5xx, or an error without the common schema."""
    return {
        sent: f"{reply.status_code}: {reply.text[:200]}"
        for sent, reply in replies.items()
        if reply.status_code >= 500
        or (reply.status_code >= 400 and not is_error(reply))
    }


def is_error(reply: Response) -> bool:
    if reply.request.method == "HEAD":
        return reply.content == b""
    body: dict[str, Any] = reply.json()
    return {"detail", "code", "request_id"} <= set(body)


@each_share_of_bodies
@each("operation", WRITES)
def test_an_odd_body_is_refused_and_never_a_500(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    token = token_for(operation)

    replies = {
        f"{kind} {body[:40]!r}": operation.call(
            client,
            content=body,
            headers=token | {"Content-Type": kind.encode("latin-1")},
        )
        for kind, body in part_of(KINDS, one_in, operation)
    }

    assert faults(replies) == {}
    if operation.fields:
        expected = {400, 422}
        if not operation.body or not operation.body.get("required"):
            expected.add(200)  # an empty object asks for no change
        if "/admin/" in operation.path:
            expected.add(403)
        if "{" in operation.path:
            expected.add(404)
        assert {reply.status_code for reply in replies.values()} <= expected


def test_every_run_sends_every_value_to_some_field() -> None:
    places = [(each, field) for each in WITH_FIELDS for field in each.fields]

    sent = {value for place in places for value in part_of(VALUES, 10, *place)}
    bodies = {kind for each in WITH_FIELDS for kind in part_of(KINDS, 5, each)}

    assert sent == set(VALUES)
    assert bodies == set(KINDS)


@each_share
@each("operation", WITH_FIELDS)
def test_an_odd_value_in_any_field_is_never_a_500(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    token = token_for(operation) | {"Content-Type": "application/json"}
    replies = {}
    for field in operation.fields:
        for value in part_of(VALUES, one_in, operation, field):
            others = {k: v for k, v in operation.example().items() if k != field}
            start = json.dumps(others).removesuffix("}") + (", " if others else "")
            replies[f"{field}: {value[:40]}"] = operation.call(
                client, content=f'{start}"{field}": {value}}}', headers=token
            )

    assert faults(replies) == {}
    assert 422 in {reply.status_code for reply in replies.values()}


@pytest.mark.parametrize("one_in", [3, WHOLE])
@each("operation", WITH_FIELDS)
def test_the_reply_never_contains_a_refused_value(
    client: TestClient, operation: Operation, one_in: int
) -> None:
    token = token_for(operation)
    values = part_of(CANARIES, one_in, operation)

    replies = [
        operation.call(client, json=operation.example() | body, headers=token)
        for value in values
        for body in [dict.fromkeys(operation.fields, value), {"extra": value}]
    ]

    refused = [reply for reply in replies if reply.status_code == 422]
    assert len(refused) > len(values)
    assert not [reply.text for reply in refused if CANARY in reply.text]


@each("operation", WITH_FIELDS)
def test_the_reply_names_an_unknown_field(
    client: TestClient, operation: Operation
) -> None:
    body = operation.example() | {"pasword": CANARY}

    reply = operation.call(client, json=body, headers=token_for(operation))

    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == ["pasword"]
