"""The text fields of a form, and the encodings of texts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.modules.document.background import read_text
from tests.document.raw_forms import FILE, part, post
from tests.document.steps import DOCUMENTS, uploaded
from tests.document.test_search import search
from tests.support.accounts import Account

TITLE = 'name="title"'


FIELDS: list[tuple[str, bytes, dict[str, Any]]] = [
    ("before the file", part(TITLE, "Größe".encode()) + FILE, {"title": "Größe"}),
    ("after the file", FILE + part(TITLE, "Größe".encode()), {"title": "Größe"}),
    (
        "a charset of its own",
        FILE
        + part(TITLE, b"Gr\xf6\xdfe", b"Content-Type: text/plain;charset=ISO-8859-1"),
        {"title": "Größe"},
    ),
    (
        "the charset of the form",
        FILE + part(TITLE, b"\x80 5") + part('name="_charset_"', b"windows-1252"),
        {"title": "€ 5"},
    ),
    (
        "its own charset wins",
        part('name="_charset_"', b"windows-1252")
        + part(TITLE, "€ 5".encode(), b'Content-Type: text/plain; charset="utf-8"')
        + FILE,
        {"title": "€ 5"},
    ),
    (
        "base64",
        FILE + part(TITLE, b"SGk=", b"Content-Transfer-Encoding: base64"),
        {"title": "Hi"},
    ),
    (
        "quoted-printable",
        FILE
        + part(
            TITLE, b"Gr=C3=B6=C3=9Fe", b"content-transfer-encoding:quoted-printable"
        ),
        {"title": "Größe"},
    ),
    (
        "several parts",
        part('name="tags"', b"home") + FILE + part('name="tags"', b"2026"),
        {"tags": ["home", "2026"]},
    ),
    (
        "brackets, as axios and PHP name lists",
        part('name="tags[]"', b"home") + part('name="tags[]"', b"2026") + FILE,
        {"tags": ["home", "2026"]},
    ),
    (
        "one part, as a form without `explode`",
        part('name="tags"', b"home,2026, tax ") + FILE,
        {"tags": ["home", "2026", "tax"]},
    ),
    ("empty fields", part(TITLE, b"") + part('name="tags"', b"") + FILE, {"tags": []}),
    (
        "a name without quotation marks",
        part("name=title", b"Hi") + FILE,
        {"title": "Hi"},
    ),
    (
        "new emoji and private characters",
        part(TITLE, "\U0001fae8".encode())
        + part('name="tags"', "\U0001fae8 \ue000".encode())
        + FILE,
        {"title": "\U0001fae8", "tags": ["\U0001fae8 \ue000"]},
    ),
]


def test_text_fields_are_understood_in_every_form(
    client: TestClient, owner: Account
) -> None:
    for what, body, expected in FIELDS:
        reply = post(client, owner, body + b"--x--")

        assert reply.status_code == 201, (what, reply.text)
        assert {name: reply.json()[name] for name in expected} == expected, what


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        (b"\xff", []),
        (b"a", [b"Content-Type: text/plain; charset=klingon"]),
        (b"a", [b"Content-Type: text/plain; charset=idna"]),
        (b"a", [b"Content-Type: text/plain; charset=iso-8859-12"]),
        (b"\x81", [b"Content-Type: text/plain; charset=windows-1252"]),
        (b"a", [b"Content-Transfer-Encoding: x-none"]),
    ],
)
def test_text_in_no_known_encoding_is_refused(
    client: TestClient, owner: Account, text: bytes, headers: list[bytes]
) -> None:
    reply = post(client, owner, FILE + part(TITLE, text, *headers) + b"--x--")

    assert reply.status_code == 422, reply.text


def test_text_as_excel_writes_it_is_served_with_its_encoding(
    client: TestClient, owner: Account
) -> None:
    table = "Größe;€\r\n"
    for charset in "windows-1252", "utf-16", "utf-8":
        data = table.encode(charset)
        made = post(
            client, owner, part('name="file"; filename="a.csv"', data) + b"--x--"
        )
        assert made.status_code == 201, made.text
        url = f"{DOCUMENTS}/{made.json()['id']}/download"

        reply = client.get(url, headers=owner.headers)

        assert made.json()["media_type"] == "text/csv"
        assert reply.headers["Content-Type"] == f"text/csv; charset={charset}"
        assert (reply.content, reply.text) == (data, table)


def test_a_refused_text_is_told_which_encodings_are_taken(
    client: TestClient, owner: Account
) -> None:
    reply = post(
        client, owner, part('name="file"; filename="a.csv"', b"a\0") + b"--x--"
    )

    assert reply.status_code == 415
    assert "UTF-8" in reply.json()["detail"]
    assert "Windows-1252" in reply.json()["detail"]


def test_texts_in_all_encodings_of_uploads_are_found(
    client: TestClient, db: Session, owner: Account
) -> None:
    made = {
        charset: uploaded(client, owner, f"Größe {charset}".encode(charset))["id"]
        for charset in ("utf-8", "utf-8-sig", "utf-16", "windows-1252")
    }

    while read_text(db):
        pass

    found = {document["id"] for document in search(client, owner, "größe")}
    assert found == set(made.values())
