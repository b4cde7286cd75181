"""File storage: the same tests for a folder and for an S3 server."""

import socket
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from anyio import run
from moto.server import ThreadedMotoServer

from backend.core import storage
from backend.core.bucket_storage import BucketStorage
from backend.core.exceptions import ServiceUnavailable
from backend.core.storage import Storage

LARGE = bytes(range(256)) * 48 * 1024  # 12 MiB: several parts
_KEYS = "region=us-east-1&access_key_id=key&secret_access_key=secret"


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here uses the database."""


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Start an S3 server with a bucket, and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    client(endpoint).create_bucket(Bucket="documents")
    yield endpoint
    server.stop()


def client(endpoint: str) -> Any:
    """Return an S3 client that is independent of the code under test."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, s3: str) -> Storage:
    """Return an empty store of each kind."""
    if request.param == "folder":
        return storage.at(f"{tmp_path.as_uri()}/some%20folder")
    prefix = storage.new_name().replace("/", "")
    return storage.at(f"s3://documents/{prefix}?endpoint={s3}&{_KEYS}")


def write(store: Storage, name: str, *pieces: bytes, fail: bool = False) -> None:
    """Write a file; with `fail`, raise in the middle."""

    async def writing() -> None:
        async with store.writing(name) as write:
            for piece in pieces:
                await write(piece)
            if fail:
                raise KeyError

    run(writing)


def read(store: Storage, name: str, start: int, end: int) -> bytes:
    """Read a part of a file."""

    async def reading() -> bytes:
        return b"".join([piece async for piece in store.read(name, start, end)])

    return run(reading)


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_a_file_can_be_read_in_whole_and_in_part(
    store: Storage, content: bytes
) -> None:
    name = storage.new_name()
    middle = len(content) // 2

    write(store, name, content[:middle], content[middle:])

    assert read(store, name, 0, len(content)) == content
    assert read(store, name, middle, len(content)) == content[middle:]
    assert b"".join(store.chunks(name, len(content))) == content
    assert store.exists(name)


def test_pieces_are_large_only_while_few_read(tmp_path: Path) -> None:
    folder = storage.at(tmp_path.as_uri())
    name = storage.new_name()
    write(folder, name, LARGE)

    async def first_pieces(readers: int) -> list[int]:
        reading = [folder.read(name, 0, len(LARGE)) for _ in range(readers)]
        sizes = [len(await anext(pieces)) for pieces in reading]
        for pieces in reading:
            assert isinstance(pieces, AsyncGenerator)
            await pieces.aclose()
        return sizes

    large, small = 2 * 2**20, 2**19
    assert run(first_pieces, 10) == [large] * 8 + [small] * 2
    assert run(first_pieces, 1) == [large]


def test_a_file_that_lost_its_end_is_not_sent_as_if_it_were_whole(
    tmp_path: Path,
) -> None:
    folder = storage.at(tmp_path.as_uri())
    name = storage.new_name()
    write(folder, name, b"0123456789")
    (tmp_path / name).write_bytes(b"01234")

    with pytest.raises(ServiceUnavailable):
        read(folder, name, 0, 10)


@pytest.mark.parametrize("content", [b"x", LARGE], ids=["small", "large"])
def test_an_unfinished_file_does_not_exist(store: Storage, content: bytes) -> None:
    name = storage.new_name()

    with pytest.raises(KeyError):
        write(store, name, content, fail=True)

    assert not store.exists(name)
    assert store.names(name[:2]) == set()
    with pytest.raises(FileNotFoundError):
        read(store, name, 0, 1)


def test_a_file_that_a_killed_process_left_is_listed_and_deleted(
    tmp_path: Path,
) -> None:
    folder = storage.at(tmp_path.as_uri())
    name = storage.new_name()

    async def killed() -> None:
        async with folder.writing(name) as write:
            await write(LARGE)
            assert folder.names(name[:2]) == {name}
            assert not folder.exists(name)
            folder.delete(name)
            assert list((tmp_path / name[:2]).iterdir()) == []
            raise KeyError

    with pytest.raises(KeyError):
        run(killed)


def test_an_aborted_upload_to_s3_leaves_no_parts(s3: str) -> None:
    store = storage.at(f"s3://documents?endpoint={s3}&{_KEYS}")

    with pytest.raises(KeyError):
        write(store, storage.new_name(), LARGE, fail=True)

    uploads = client(s3).list_multipart_uploads(Bucket="documents")
    assert uploads.get("Uploads", []) == []


def test_files_are_listed_by_shard_and_deleted(store: Storage) -> None:
    names = {storage.new_name() for _ in range(3)}
    for name in names:
        write(store, name, b"x")

    shards = {name[:2] for name in names}
    assert set().union(*map(store.names, shards)) == names
    for name in names:
        store.delete(name)
        store.delete(name)

    assert set().union(*map(store.names, shards)) == set()


def test_an_unreachable_store_is_reported_as_unavailable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = storage.at(f"s3://documents?endpoint=http://127.0.0.1:{port}&{_KEYS}")

    with pytest.raises(ServiceUnavailable):
        store.exists("ab/abc")
    with pytest.raises(ServiceUnavailable):
        write(store, "ab/abc", b"x")


def test_the_url_alone_selects_azure() -> None:
    store = storage.at("az://container/prefix?account_name=a&account_key=a2V5")

    assert isinstance(store, BucketStorage)
    assert "Azure" in repr(store._store)


def test_only_the_owner_can_read_the_folder(tmp_path: Path) -> None:
    storage.at(f"file://{tmp_path}/files")

    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


def test_a_folder_knows_its_disk_and_a_bucket_has_none(tmp_path: Path, s3: str) -> None:
    disk = storage.at(f"file://{tmp_path}").disk()

    assert disk is not None
    assert 0 < disk.free_bytes <= disk.total_bytes
    assert storage.at(f"s3://documents?endpoint={s3}&{_KEYS}").disk() is None


def test_the_disk_of_a_folder_that_is_gone_does_not_answer(tmp_path: Path) -> None:
    store = storage.at(f"file://{tmp_path}/files")
    (tmp_path / "files").rmdir()

    with pytest.raises(ServiceUnavailable):
        store.disk()
