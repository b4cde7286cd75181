"""Prepared replies: an error before they begin, in their course, and HEAD."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from backend.core import errors, middleware
from backend.core.prepared import PreparedReply

_PIECE = b"x" * 1024
read: list[int] = []


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""
    read.clear()


def served(error: Exception | None, *, after: int) -> TestClient:
    """Return a client of an app that streams 100 KiB, with an error after a piece."""

    def pieces() -> Iterator[bytes]:
        for number in range(100):
            if error is not None and number == after:
                raise error
            read.append(number)
            yield _PIECE

    app = FastAPI()
    errors.add_handlers(app)
    middleware.add_middleware(app)

    @app.api_route("/", methods=["GET", "HEAD"])
    async def stream() -> PreparedReply:
        return PreparedReply(pieces(), headers={"ETag": '"1"'})

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("after", [0, 1, 63])
@pytest.mark.parametrize(
    "error", [FileNotFoundError(), OperationalError("", {}, Exception())]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_error_in_the_first_part_is_a_reply_of_its_own(
    error: Exception, after: int, method: str
) -> None:
    reply = served(error, after=after).request(method, "/")

    assert reply.status_code == 503
    assert "Retry-After" in reply.headers
    assert "ETag" not in reply.headers


def test_a_later_error_ends_the_reply_that_has_begun() -> None:
    client = served(OSError("lost"), after=64)

    with client.stream("GET", "/") as reply:
        assert (reply.status_code, reply.read()) == (200, _PIECE * 64)


def test_the_whole_stream_arrives_in_its_order() -> None:
    reply = served(None, after=0).get("/")

    assert reply.content == _PIECE * 100
    assert read == list(range(100))


def test_head_reads_only_the_first_part() -> None:
    reply = served(None, after=0).head("/")

    assert (reply.status_code, reply.headers["ETag"]) == (200, '"1"')
    assert reply.content == b""
    assert len(read) == 64
