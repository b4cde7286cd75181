"""HEAD is answered wherever GET is, with the same headers and without a body."""

import httpx
from fastapi.testclient import TestClient

from tests.support.each import each
from tests.support.live import Live
from tests.support.operations import OPERATIONS, Operation, token_for

# HEAD of a resumable upload is an operation of its own (tus 1.0).
_OWN_HEAD = {operation.path for operation in OPERATIONS if operation.method == "HEAD"}
GETS = [o for o in OPERATIONS if o.method == "GET" and o.path not in _OWN_HEAD]
# They differ in each reply: a time, an id, a random order.
_VARYING = {"x-request-id", "x-process-time", "content-length", "ratelimit"}


@each("operation", GETS)
def test_head_is_answered_as_get_is(client: TestClient, operation: Operation) -> None:
    token = token_for(operation, is_admin=True)

    get = operation.call(client, headers=token)
    head = operation.call(client, headers=token, method="HEAD")

    assert head.status_code == get.status_code
    assert head.content == b""
    for name in set(get.headers) - _VARYING:
        assert head.headers[name] == get.headers[name]


def test_a_path_without_get_does_not_answer_head(client: TestClient) -> None:
    reply = client.head("/api/v1/users/login")

    assert (reply.status_code, reply.headers["Allow"]) == (405, "POST")


def test_no_body_is_sent_after_the_headers(service: Live) -> None:
    with httpx.Client(base_url=service.url) as http:
        replies = [
            http.head("/health/live"),
            http.head("/nothing"),
            http.get("/health/live"),
        ]

    assert [reply.status_code for reply in replies] == [200, 404, 200]
    assert replies[0].headers["Content-Length"] == str(len(replies[2].content))
