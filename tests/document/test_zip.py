"""ZIPs of documents: their names, and what happens when a file changes or is lost."""

import io
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.modules.document.downloads.archive import portable_name
from tests.document.steps import DOCUMENTS, PNG, TEXT, stored_files, upload, uploaded
from tests.support.accounts import Account, assert_error

LONG = "x" * 300
NAMES = {
    "note.txt": "note.txt",
    "Größe €.txt": "Größe €.txt",
    'a<b>c:d"e|f?g*h.txt': "a_b_c_d_e_f_g_h.txt",
    "CON": "_CON",
    "aux.txt": "_aux.txt",
    "Nul .tar.gz": "_Nul .tar.gz",
    "com1.txt": "_com1.txt",
    "LPT\u00b2.txt": "_LPT\u00b2.txt",
    "conout$": "_conout$",
    "console.txt": "console.txt",
    "com10.txt": "com10.txt",
    "trailing.txt. .": "trailing.txt",
    "...": "_",
    f"{LONG}.txt": f"{'x' * 146}.txt",
    f"{'ш' * 200}.pdf": f"{'ш' * 125}.pdf",
    f"{'😀' * 90}.pdf": f"{'😀' * 62}.pdf",
    f"a.{LONG}": f"a.{'x' * 148}",
}


def test_names_are_changed_so_that_windows_can_unpack_them() -> None:
    assert {name: portable_name(name) for name in NAMES} == NAMES


def test_names_in_an_archive_differ_by_more_than_their_case() -> None:
    taken: set[str] = set()
    names = [
        "A.txt",
        "a.TXT",
        "a (2).txt",
        "Maße",
        "MASSE",
        f"{LONG}.txt",
        f"{LONG}.txt",
    ]

    found = [portable_name(name, taken) for name in names]

    assert found == [
        "A.txt",
        "a (2).TXT",
        "a (2) (2).txt",
        "Maße",
        "MASSE (2)",
        f"{'x' * 146}.txt",
        f"{'x' * 142} (2).txt",
    ]


def fetch(client: TestClient, owner: Account, *ids: Any) -> Any:
    return client.post(f"{DOCUMENTS}/zip", json={"ids": ids}, headers=owner.headers)


def test_names_beyond_ascii_are_marked_as_utf_8(
    client: TestClient, owner: Account
) -> None:
    made = [
        uploaded(client, owner, name="Größe?.txt"),
        uploaded(client, owner, PNG, name="nul.png"),
    ]

    reply = fetch(client, owner, *(document["id"] for document in made))

    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        assert archive.testzip() is None
        first, second = archive.infolist()
    assert (first.filename, bool(first.flag_bits & 0x800)) == ("Größe_.txt", True)
    assert second.filename == "_nul.png"


def test_a_zip_has_the_file_that_was_current_in_one_moment(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size must not be that of another version than the bytes."""
    from backend.modules.document.versions.db import VersionDB

    document = uploaded(client, owner)
    read = VersionDB.current

    def changed_before(*arguments: Any, **more: Any) -> Any:
        monkeypatch.setattr(VersionDB, "current", read)
        path = f"/{document['id']}/versions"
        assert upload(client, owner, PNG, "cat.png", path=path).is_success
        return read(*arguments, **more)

    monkeypatch.setattr(VersionDB, "current", changed_before)
    reply = fetch(client, owner, document["id"])

    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("cat.png") == PNG


def test_a_lost_file_is_503_before_the_zip_begins(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner, TEXT)
    stored_files()[0].unlink()

    reply = fetch(client, owner, document["id"])

    assert_error(reply, 503, "service_unavailable")
