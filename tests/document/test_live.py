"""Tests of documents in a running service: memory, a full disk, two instances, S3."""

import hashlib
import re
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.models import Document
from tests.document.steps import DOCUMENTS
from tests.support.accounts import Account, verified
from tests.support.live import Live, http
from tests.support.processes import forget_peak, memory
from tests.support.s3 import bucket

_MEGABYTE = 2**20
_SIZE = 32 * _MEGABYTE
Full = Callable[[Live, Path], AbstractContextManager[None]]


@pytest.fixture
def account(client: TestClient) -> Account:
    """The account that uploads."""
    return verified(client)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A text file of 32 MB."""
    path = tmp_path / "large.txt"
    path.write_bytes(b"0123456789abcde\n" * (_SIZE // 16))
    return path


def upload(live: Live, account: Account, path: Path) -> httpx.Response:
    """Upload a file from disk, and return the reply."""
    with path.open("rb") as file:
        return http.post(
            f"{live.url}/documents/upload",
            files={"file": file},
            headers=account.headers,
            timeout=60,
        )


def download(live: Live, account: Account, document_id: str) -> str:
    """Download a file and return its SHA-256."""
    return fetch(live, account, f"/documents/{document_id}/download")


def fetch(live: Live, account: Account, path: str) -> str:
    """Read the body of a reply piece by piece and return its SHA-256."""
    digest = hashlib.sha256()
    url = live.url + path
    with http.stream("GET", url, headers=account.headers, timeout=60) as reply:
        for piece in reply.iter_bytes():
            digest.update(piece)
    return digest.hexdigest()


def test_a_large_file_is_uploaded_downloaded_and_exported_in_little_memory(
    service: Live, account: Account, large: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.txt"
    small.write_bytes(b"x" * _MEGABYTE)
    download(service, account, upload(service, account, small).json()["id"])
    # The first export imports modules that stay in memory, so it comes before.
    fetch(service, account, "/users/export")
    before = memory(service.process.pid, "VmRSS")
    forget_peak(service.process.pid)

    document = upload(service, account, large).json()
    after_upload = memory(service.process.pid, "VmHWM")
    digest = download(service, account, document["id"])
    after_download = memory(service.process.pid, "VmHWM")
    fetch(service, account, "/users/export")
    after_export = memory(service.process.pid, "VmHWM")

    assert digest == document["sha256"]
    assert after_upload - before < 16 * _MEGABYTE
    assert after_download - before < 16 * _MEGABYTE
    assert after_export - before < 16 * _MEGABYTE


def may_mount() -> bool:
    """Return whether the test has CAP_SYS_ADMIN; root in a container often lacks it."""
    found = re.search(r"CapEff:\s*(\w+)", Path("/proc/self/status").read_text())
    return found is not None and bool(int(found[1], 16) >> 21 & 1)


@contextmanager
def small_disk(live: Live, folder: Path) -> Iterator[None]:
    """Mount a disk of 8 MB on the storage folder; this needs CAP_SYS_ADMIN."""
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607


@contextmanager
def small_files(live: Live, folder: Path) -> Iterator[None]:
    """Limit the size of each file to 8 MB by RLIMIT_FSIZE; this needs no rights."""
    limit = 8 * _MEGABYTE
    before = resource.prlimit(live.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(live.process.pid, resource.RLIMIT_FSIZE, (limit, before[1]))
    yield
    resource.prlimit(live.process.pid, resource.RLIMIT_FSIZE, before)


FULL = (
    [small_disk, pytest.param(small_files, marks=pytest.mark.nightly)]
    if may_mount()
    else [small_files]
)


@pytest.mark.parametrize("full", FULL)
def test_a_full_disk_is_507_and_leaves_no_file(
    db: Session, account: Account, large: Path, tmp_path: Path, full: Full
) -> None:
    small = tmp_path / "small.txt"
    small.write_bytes(b"x")
    folder = tmp_path / "disk"
    folder.mkdir()
    with Live(STORAGE_URL=folder.as_uri()) as live, full(live, folder):
        refused = upload(live, account, large)
        fits = upload(live, account, small)

        assert (refused.status_code, refused.json()["code"]) == (507, "storage_full")
        assert fits.status_code == 201
        sizes = [p.stat().st_size for p in folder.rglob("*") if p.is_file()]
        assert sizes == [1]
    assert db.exec(select(func.count(col(Document.id)))).one() == 1


def test_two_instances_share_their_files(
    service: Live, client: TestClient, account: Account, tmp_path: Path
) -> None:
    small = tmp_path / "small.txt"
    small.write_bytes(b"shared")
    document = upload(service, account, small).json()

    # This process is the other instance.
    path = f"{DOCUMENTS}/{document['id']}/download"
    assert client.get(path, headers=account.headers).content == b"shared"


def test_files_can_be_stored_in_s3(account: Account, tmp_path: Path) -> None:
    parts = tmp_path / "parts.txt"
    parts.write_bytes(b"0123456789abcde\n" * (11 * _MEGABYTE // 16))
    with bucket() as stored, Live(STORAGE_URL=stored.url) as live:
        document = upload(live, account, parts).json()
        digest = download(live, account, document["id"])
        sizes = stored.sizes()

    assert digest == document["sha256"]
    assert sizes == [11 * _MEGABYTE]
