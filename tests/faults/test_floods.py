"""Bodies of 100 MB and more are refused by the running service."""

import pytest

from tests.faults.hostile import flood
from tests.faults.steps import Caller
from tests.support.live import Live
from tests.support.operations import OPERATIONS, Operation, stored_token
from tests.support.processes import forget_peak, memory

MEGABYTE = 2**20
WRITES = [o for o in OPERATIONS if o.method != "GET"]
# Bytes in the kernel's buffers on both sides count as sent, although nobody read them.
SENT_AT_MOST = 16 * MEGABYTE


@pytest.fixture(scope="module")
def live(service: Live) -> Live:
    """Return the service on the servers of all tests, which no test here breaks."""
    return service


@pytest.fixture
def token() -> str:
    """Return the token of an account."""
    return stored_token()


def head(operation: Operation, token: str, kind: str) -> str:
    """Return the head of a request from a logged-in user."""
    return (
        f"{operation.method} {operation.url()} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: {kind}\r\nAuthorization: Bearer {token}\r\n"
    )


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_every_operation_refuses_100_megabytes_of_json_early_in_little_memory(
    live: Live, caller: Caller, token: str, chunked: bool
) -> None:
    # The first requests of a service import more modules, which stay in memory.
    other = stored_token()
    for operation in WRITES:
        flood(live, head(operation, other, "text/plain"), size=0, chunked=False)
    before = memory(live.process.pid, "VmRSS")
    forget_peak(live.process.pid)

    answers = {
        str(operation): flood(
            live,
            head(operation, token, "application/json"),
            size=100 * MEGABYTE,
            chunked=chunked,
        )
        for operation in WRITES
    }

    wrong = {
        name: status
        for name, (status, _) in answers.items()
        if status >= 500 or status in (400, 422, 429)
    }
    with_body = {str(operation) for operation in WRITES if operation.fields}
    assert wrong == {}
    assert {answers[name][0] for name in with_body} == {413}
    assert max(sent for _, sent in answers.values()) < SENT_AT_MOST
    assert memory(live.process.pid, "VmHWM") - before < 16 * MEGABYTE
    assert caller.me(token).status_code in (200, 401)  # 401: logged out by now


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
@pytest.mark.parametrize("token", ["", "x.y.z"])
@pytest.mark.parametrize(
    "path", ["upload", "00000000-0000-4000-8000-000000000000/versions"]
)
def test_an_anonymous_upload_of_200_megabytes_is_refused_early(
    live: Live, path: str, token: str, chunked: bool
) -> None:
    start = (
        f"POST /api/v1/documents/{path} HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        f"Authorization: Bearer {token}\r\n"
    )
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    before = memory(live.process.pid, "VmRSS")
    forget_peak(live.process.pid)

    status, sent = flood(live, start, size=200 * MEGABYTE, chunked=chunked, first=part)

    assert status == 401
    assert sent < SENT_AT_MOST
    assert memory(live.process.pid, "VmHWM") - before < 8 * MEGABYTE
