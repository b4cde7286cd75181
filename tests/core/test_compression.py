"""Large JSON replies and the documentation are compressed; files of users are not."""

import gzip
import json

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response as Reply
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from backend.core.compression import JsonCompression
from tests.support.accounts import assert_error

LARGE = ["a text that repeats"] * 1000
LARGER = ["a text that repeats"] * 10_000
REPLIES = {
    "large": JSONResponse(LARGE),
    "larger": JSONResponse(LARGER),
    "small": JSONResponse("ok"),
    "problem": JSONResponse(LARGE, 422, media_type="application/problem+json"),
    "tagged": JSONResponse(LARGE, headers={"ETag": '"1"'}),
    "text": Response(b"a" * 20_000, media_type="text/plain"),
    "packed": JSONResponse(LARGE, headers={"Content-Encoding": "br"}),
}


async def answer(request: Request) -> Response:
    """Return the reply that the path names."""
    kind = request.path_params["kind"]
    if kind == "streamed":
        return StreamingResponse(iter([b"[1,", b"2]"]), media_type="application/json")
    return REPLIES[kind]


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def get(kind: str, accept: str = "gzip") -> Reply:
    """Request a reply with this Accept-Encoding, without decoding it."""
    app = Starlette(routes=[Route("/{kind}", answer)])
    app.add_middleware(JsonCompression)
    client = TestClient(app)
    with client.stream("GET", f"/{kind}", headers={"Accept-Encoding": accept}) as reply:
        reply.read_raw = b"".join(reply.iter_raw())  # type: ignore[attr-defined]
    return reply


@pytest.mark.parametrize(
    ("kind", "content"), [("large", LARGE), ("larger", LARGER), ("problem", LARGE)]
)
def test_large_json_is_compressed(kind: str, content: list[str]) -> None:
    reply = get(kind)

    packed = reply.read_raw  # type: ignore[attr-defined]
    assert json.loads(gzip.decompress(packed)) == content
    assert len(packed) < 2000
    assert reply.headers["Content-Encoding"] == "gzip"
    assert reply.headers["Content-Length"] == str(len(packed))
    assert reply.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("kind", ["small", "tagged", "text", "streamed", "packed"])
def test_other_replies_stay_as_they_are(kind: str) -> None:
    reply, plain = get(kind), get(kind, "identity")

    assert reply.read_raw == plain.read_raw  # type: ignore[attr-defined]
    assert reply.headers == plain.headers


@pytest.mark.parametrize(
    ("accept", "packs"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("*;q=0, gzip", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        (";;q=,,gzip;q=", False),
    ],
)
def test_only_clients_that_accept_gzip_get_it(accept: str, packs: bool) -> None:
    reply = get("large", accept)

    assert ("Content-Encoding" in reply.headers) is packs


@pytest.mark.parametrize(
    ("path", "at_most"),
    [
        ("/openapi.json", 60_000),
        ("/static-offline-docs/swagger-ui-bundle.js", 500_000),
        ("/static-offline-docs/swagger-ui.css", 40_000),
    ],
)
def test_the_documentation_is_compressed(
    client: TestClient, path: str, at_most: int
) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})

    assert packed.content == plain.content
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < at_most
    assert packed.headers["Vary"] == plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("name", ["..%2fcore.py", "none.js", ".", "%00"])
def test_only_the_files_of_the_documentation_are_served(
    client: TestClient, name: str
) -> None:
    reply = client.get(f"/static-offline-docs/{name}")

    assert_error(reply, 404, "not_found")
