"""The name of a file, as real clients send it."""

import base64

from fastapi.testclient import TestClient

from tests.document.raw_forms import part, post
from tests.support.accounts import Account


def word(text: str, charset: str = "utf-8") -> str:
    """Return an encoded word (RFC 2047)."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


NAMES: list[tuple[str | bytes, str]] = [
    # Browsers, curl and httpx: UTF-8, with only three characters escaped.
    ('filename="größe €.txt"', "größe €.txt"),
    ('filename="a%22b%22.txt"', 'a"b".txt'),
    ('filename="100%25 %41.txt"', "100%25 %41.txt"),
    # Older clients escape with a backslash, or not at all.
    ('filename="a\\"b.txt"', 'a"b.txt'),
    ('filename="a"b.txt"', 'a"b.txt'),
    (
        "filename=\"a; filename*=UTF-8''b.exe; c.txt\"",
        "a; filename*=UTF-8''b.exe; c.txt",
    ),
    ("filename=plain.txt", "plain.txt"),
    ("FileName = plain.txt ", "plain.txt"),
    ('filename="C:\\Users\\ada\\note.txt"', "note.txt"),
    ('filename="\\\\server\\share\\note.txt"', "note.txt"),
    ("filename=C:\\temp\\note.txt", "note.txt"),
    # .NET and PowerShell: an encoded word, often with the extended name beside it.
    (f'filename="{word("größe €.txt")}"', "größe €.txt"),
    (f"filename={word('größe.txt', 'iso-8859-1')}", "größe.txt"),
    ('filename="=?UTF-8?Q?gr=C3=B6=C3=9Fe_1.txt?="', "größe 1.txt"),
    (f'filename="{word("grö")} {word("ße.txt")}"', "größe.txt"),
    (f'filename="{word("x")}"; filename*=utf-8\'\'gr%C3%B6%C3%9Fe.txt', "größe.txt"),
    # The extended name wins, before or after the other.
    ("filename*=UTF-8''%e2%82%ac%20%22.txt; filename=\"_.txt\"", '€ ".txt'),
    ("filename=\"_.txt\"; filename*=iso-8859-1'en'%A3.txt", "£.txt"),
    ("filename*=UTF-8''only.txt", "only.txt"),
    ("filename*=\"UTF-8''quoted.txt\"", "quoted.txt"),
    # A malformed one does not.
    ("filename=\"a.txt\"; filename*=UTF-8''%FF.txt", "a.txt"),
    ("filename=\"a.txt\"; filename*=idna''b.txt", "a.txt"),
    ('filename="a.txt"; filename*=b.txt', "a.txt"),
    # Newer than Unicode 14, and for private use.
    (
        'filename="\U0001fae8\U0001f426\u200d\U0001f525 \ue000.txt"',
        "\U0001fae8\U0001f426\u200d\U0001f525 \ue000.txt",
    ),
]


def test_the_name_of_a_file_is_understood_as_its_client_meant_it(
    client: TestClient, owner: Account
) -> None:
    for disposition, name in NAMES:
        if isinstance(disposition, str):
            disposition = disposition.encode()
        body = part(b'name="file"; ' + disposition) + b"--x--\r\n"

        reply = post(client, owner, body)

        assert reply.status_code == 201, (disposition, reply.text)
        assert reply.json()["name"] == name


REFUSED_NAMES = [
    b"",
    b'filename=""',
    b"filename=",
    b'filename="dir/"',
    b"filename*=UTF-8''",
    b"filename*=UTF-8''a%00.txt",
    b"filename*=idna''a.txt",
    b'filename="a%0D%0Ab.txt"',
    b'filename="a\xff.txt"',
]


def test_a_file_without_a_name_is_refused_with_a_reason(
    client: TestClient, owner: Account
) -> None:
    for disposition in REFUSED_NAMES:
        reply = post(client, owner, part(b'name="file"; ' + disposition) + b"--x--")

        assert reply.status_code == 422, disposition
        [fault] = reply.json()["errors"]
        assert fault["field"] == "file"
        assert fault["message"].startswith("must ")
