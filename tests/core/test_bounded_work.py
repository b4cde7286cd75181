"""A request can cause only a bounded amount of computation."""

import time

import pytest
from fastapi.testclient import TestClient

from backend.core import validation
from backend.core.config import settings
from tests.support.accounts import API, assert_error, new_email
from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation, new_caller, token_for

BOOK = f"{API}/book-demo/book"
SLOTS = f"{API}/book-demo/slots"
WRITING = [operation for operation in OPERATIONS if operation.fields]


@each("operation", WRITING)
def test_very_many_unknown_fields_are_one_error(
    client: TestClient, operation: Operation
) -> None:
    body = {f"{number:x}": 1 for number in range(5000)}
    caller = new_caller() | token_for(operation)

    reply = operation.call(client, json=body, headers=caller)

    assert_error(reply, 422, "invalid_input")
    assert len(reply.json()["errors"]) == 1
    assert len(reply.content) < 1000


def test_the_largest_json_is_small_enough_to_parse_at_once() -> None:
    # json.loads and its garbage take 50 ms for each mebibyte of brackets.
    assert settings.MAX_BODY_BYTES <= 64 * 1024


def cpu_seconds(text: str) -> float:
    """Return the CPU seconds that the thread needs to reject a text as a number."""
    found = []
    for _ in range(5):
        started = time.thread_time()
        for _ in range(10):
            assert validation._NUMBER.fullmatch(text) is None
        found.append(time.thread_time() - started)
    return min(found)


@pytest.mark.parametrize("odd", ["{}x", "1.{}x", "1{}.x", "1e{}x", "-{}-", " {}e"])
def test_a_long_number_takes_linear_time(odd: str) -> None:
    short, long = odd.format("1" * 2000), odd.format("1" * 32_000)

    # The long text is 16 times as long. Quadratic time would be 256 times as much.
    assert cpu_seconds(long) < 64 * cpu_seconds(short)


@pytest.mark.parametrize("odd", ["{}x", "{}.{}x", "1e{}x", "[{}]"])
def test_a_long_number_in_place_of_a_time_is_refused(
    client: TestClient, odd: str
) -> None:
    start = odd.format("1" * 20_000, "1" * 20_000)
    body = {"name": "Ada", "email": new_email(), "start": start, "timezone": "UTC"}
    days = {"date_from": start[:7_000], "date_to": "2027-03-01", "timezone": "UTC"}

    booking = client.post(BOOK, json=body, headers=new_caller())
    slots = client.get(SLOTS, params=days, headers=new_caller())

    assert_error(booking, 422, "invalid_input")
    assert_error(slots, 422, "invalid_input")
