"""Encodings, entity tags and headers of the files, and files too large for memory."""

import gzip
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backend.frontend import export as exports
from tests.frontend.conftest import CHUNK, html, serving
from tests.frontend.test_pages import HTML, varied_by
from tests.support.accounts import assert_error

LARGE = bytes(range(256)) * 4096  # more than one piece


def raw(
    client: TestClient, path: str, accept: str, **headers: str
) -> tuple[bytes, ...]:
    """Return the coding, the ETag and the body as it is sent."""
    sent = {"Accept-Encoding": accept, **headers}
    with client.stream("GET", path, headers=sent) as reply:
        body = b"".join(reply.iter_raw())
        found = reply.headers
    assert found["Content-Length"] == str(len(body))
    return found.get("Content-Encoding", "").encode(), found["ETag"].encode(), body


@pytest.mark.parametrize("path", ["/login", CHUNK])
def test_an_encoded_file_is_sent_as_the_client_prefers(
    web: TestClient, path: str
) -> None:
    coding, etag, body = raw(web, path, "gzip, deflate, br")
    zipped, zipped_etag, zipped_body = raw(web, path, "br;q=0.1, gzip")
    none, plain_etag, plain = raw(web, path, "identity")

    assert (coding, zipped, none) == (b"br", b"gzip", b"")
    assert body.startswith(b"brotli of ")
    assert gzip.decompress(zipped_body) == plain
    assert len({etag, zipped_etag, plain_etag}) == 3
    assert all(tag.startswith(b'"') for tag in (etag, zipped_etag, plain_etag))
    assert "Accept-Encoding" in varied_by(web.head(path))


def test_a_page_of_the_404_is_encoded_too(web: TestClient) -> None:
    assert raw(web, "/nowhere", "gzip", **HTML)[0] == b"gzip"


def test_a_file_without_encodings_does_not_vary(web: TestClient) -> None:
    reply = web.get("/favicon.ico")

    assert varied_by(reply) == {"Origin"}
    assert "Content-Encoding" not in reply.headers


@pytest.mark.parametrize("spelled", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("accept", ["br", "gzip", "identity"])
def test_a_known_file_is_not_sent_again(
    web: TestClient, spelled: str, accept: str
) -> None:
    first = web.head("/login", headers={"Accept-Encoding": accept})
    known = {"If-None-Match": spelled.format(first.headers["ETag"])}

    again = web.get("/login", headers={"Accept-Encoding": accept, **known})

    assert (again.status_code, again.content) == (304, b"")
    # A cache replaces its stored headers by these (RFC 9111, section 3.2).
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    assert not {"content-type", "content-length", "content-encoding"} & set(
        again.headers
    )


def test_the_tag_of_another_encoding_is_not_known(web: TestClient) -> None:
    tag = web.head("/login", headers={"Accept-Encoding": "br"}).headers["ETag"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": tag}

    assert web.get("/login", headers=headers).status_code == 200


def test_an_unknown_page_is_never_a_304(web: TestClient) -> None:
    headers = HTML | {"If-None-Match": "*"}

    assert web.get("/nowhere", headers=headers).status_code == 404


def test_pages_have_the_security_headers(web: TestClient) -> None:
    for path in ("/", "/nowhere"):
        headers = web.get(path, headers=HTML).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_pages_of_other_origins_may_read_the_files(web: TestClient) -> None:
    reply = web.head(CHUNK, headers={"Origin": "http://localhost:3000"})

    assert reply.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert varied_by(reply) == {"Accept-Encoding", "Origin"}


class TestLargeFiles:
    """A file that is not held in memory is read from the disk."""

    @pytest.fixture
    def client(self, export: Path) -> TestClient:
        (export / "large.bin").write_bytes(LARGE)
        return serving(export)

    def test_it_is_sent_in_pieces(self, client: TestClient) -> None:
        _, etag, body = raw(client, "/large.bin", "gzip")
        head = client.head("/large.bin")
        known = client.get("/large.bin", headers={"If-None-Match": etag.decode()})

        assert body == LARGE
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Length"] == str(len(LARGE))
        assert known.status_code == 304

    def test_one_that_was_changed_or_deleted_is_unknown(
        self, client: TestClient, export: Path
    ) -> None:
        (export / "large.bin").write_bytes(LARGE[:-1])
        changed = client.get("/large.bin")
        (export / "large.bin").unlink()
        deleted = client.get("/large.bin")

        assert_error(changed, 404, "not_found")
        assert_error(deleted, 404, "not_found")
        assert client.get("/login").text == html("login")


def test_the_memory_for_files_is_bounded(
    export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_HELD_FILE_BYTES", 1000)
    monkeypatch.setattr(exports, "_HELD_BYTES", 1200)

    files = exports.read(export).files.values()

    contents = [content for file in files for content in file.values()]
    held = [content.body for content in contents if content.body is not None]
    assert 600 < sum(map(len, held)) <= 1200
    assert max(map(len, held)) <= 1000
    assert len(held) < len(contents)
