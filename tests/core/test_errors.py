"""Every error has the same body, whatever raised it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from tests.core.conftest import Logs
from tests.core.throwaway import TRY, serving
from tests.support.accounts import assert_error, post, verified

ORIGIN = {"Origin": "http://localhost:3000"}
LOGIN = "/api/v1/users/login"
JSON = {"Content-Type": "application/json"}
CANARY = "canary-4be1"


def test_an_unknown_path_is_not_found(client: TestClient) -> None:
    assert_error(client.get("/api/v1/nothing-here"), 404, "not_found")
    assert_error(client.post("/", json={}), 404, "not_found")


def test_a_wrong_method_is_answered_with_the_allowed_ones(client: TestClient) -> None:
    reply = client.get(LOGIN)

    assert_error(reply, 405, "method_not_allowed")
    assert reply.headers["Allow"] == "POST"


def test_a_refused_field_is_named_with_its_reason(client: TestClient) -> None:
    reply = post(client, "/users/signup", email="nobody", full_name="a\nb", age=7)

    assert_error(reply, 422, "invalid_input")
    errors = reply.json()["errors"]
    assert all(set(error) == {"field", "message", "type"} for error in errors)
    assert {error["field"]: error["type"] for error in errors} == {
        "email": "value_error",
        "password": "missing",
        "full_name": "value_error",
        "age": "extra_forbidden",
    }


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"", JSON, 422, "invalid_input"),
        (b"{", JSON, 400, "invalid_request"),
        (b"{}{}", JSON, 400, "invalid_request"),
        (b"\xff\xfe\xfd", JSON, 400, "invalid_request"),
        (b"[" * 50_000, JSON, 400, "invalid_request"),
        (b'{"email":' * 7000, JSON, 400, "invalid_request"),
        (b"[]", JSON, 422, "invalid_input"),
        (b"null", JSON, 422, "invalid_input"),
        (b'{"email": "a@b.org"}', {}, 422, "invalid_input"),
        (b"email=a@b.org", {"Content-Type": "text/plain"}, 422, "invalid_input"),
        (b"{}", {"Content-Type": "application/xml"}, 422, "invalid_input"),
        (b"{}", {"Content-Type": "multipart/form-data"}, 422, "invalid_input"),
        (b"{}", {"Content-Type": ";;; /"}, 422, "invalid_input"),
    ],
)
def test_a_body_that_cannot_be_read_is_the_callers_fault(
    client: TestClient, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    reply = client.post(LOGIN, content=content, headers=headers)

    assert_error(reply, status, code)
    assert len(reply.content) < 500


def test_an_unexpected_exception_is_a_500_without_details(logs: Logs) -> None:
    def crash() -> None:
        raise RuntimeError(CANARY)

    client = serving(crash)
    reply = client.get(TRY, headers={**ORIGIN, "X-Request-ID": "call-7"})

    assert_error(reply, 500, "internal_error")
    assert "canary" not in reply.text.lower()
    assert "RuntimeError" not in reply.text
    assert reply.json()["request_id"] == "call-7"
    assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN["Origin"]
    [event] = logs.named("unhandled error")
    assert event["request_id"] == "call-7"
    assert CANARY in event["exception"]
    assert client.get("/api/v1/health/live").status_code == 200


def test_a_reply_that_fails_halfway_is_cut_off(logs: Logs) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"first"
        raise RuntimeError(CANARY)

    def stream() -> Any:
        return StreamingResponse(pieces())

    # The server closes the connection when it sees this exception.
    with pytest.raises(RuntimeError, match=CANARY):
        TestClient(serving(stream).app).get(TRY)

    assert len(logs.named("unhandled error")) == 1


def test_a_logged_in_caller_gets_the_same_errors(client: TestClient) -> None:
    account = verified(client)

    reply = client.patch(
        "/api/v1/users/me", json={"full_name": 7}, headers=account.headers
    )

    assert_error(reply, 422, "invalid_input")
    assert reply.json()["errors"][0]["field"] == "full_name"


def test_the_reply_does_not_repeat_the_parsers_message(client: TestClient) -> None:
    account = verified(client)

    reply = client.get("/api/v1/documents?limit=zebra", headers=account.headers)

    assert_error(reply, 422, "invalid_input")
    assert reply.json()["errors"] == [
        {
            "field": "limit",
            "message": "Input should be a valid integer",
            "type": "int_parsing",
        }
    ]
