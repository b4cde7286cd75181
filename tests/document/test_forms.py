"""Forms of every kind that RFC 2046 and RFC 7578 allow."""

import itertools
import random
import re

import pytest
from fastapi.testclient import TestClient

from backend.modules.document.uploads.form import FileForm, InvalidForm
from tests.document.raw_forms import FILE, KIND, part, post
from tests.support.accounts import Account

BODIES: list[tuple[str, bytes, str]] = [
    ("plain", FILE + b"--x--\r\n", KIND),
    ("no line end after the last boundary", FILE + b"--x--", KIND),
    ("preamble", b"This is a form.\r\n--xy\r\n--\r\n" + FILE + b"--x--", KIND),
    ("empty preamble", b"\r\n" + FILE + b"--x--", KIND),
    ("epilogue", FILE + b"--x--\r\nThe end.\r\n--x\r\nno: part\r\n", KIND),
    ("blanks after boundaries", FILE.replace(b"--x", b"--x \t") + b"--x--  \r\n", KIND),
    (
        "quoted boundary",
        FILE + b"--x--",
        'Multipart/Form-Data; charset=utf-8; Boundary="x"',
    ),
    (
        "boundary with odd characters",
        FILE.replace(b"--x", b"--'()+_,-./:=? 1") + b"--'()+_,-./:=? 1--",
        'multipart/form-data; boundary="\'()+_,-./:=? 1"',
    ),
    (
        "folded headers",
        FILE.replace(b"; ", b";\r\n\t ").replace(b"Disposition: ", b"Disposition:\r\n ")
        + b"--x--",
        KIND,
    ),
    ("no blank after the colon", FILE.replace(b": ", b":") + b"--x--", KIND),
    ("upper case", FILE.replace(b"Content-D", b"CONTENT-d") + b"--x--", KIND),
    (
        "more headers",
        part(
            'name="file"; filename="a.txt"',
            b"hello",
            *(f"X-Header-{n}: {n}".encode() for n in range(20)),
            b"Content-Type: text/plain; charset=utf-16",
            b"Content-Transfer-Encoding: BINARY",
        )
        + b"--x--",
        KIND,
    ),
    (
        "base64",
        part(
            'name="file"; filename="a.txt"',
            b"aGVs\r\n bG8=\r\n",
            b"Content-Transfer-Encoding: Base64",
        )
        + b"--x--",
        KIND,
    ),
    (
        "quoted-printable",
        part(
            'name="file"; filename="a.txt"',
            b"h=65l=\r\nl=6F",
            b"Content-Transfer-Encoding: quoted-printable",
        )
        + b"--x--",
        KIND,
    ),
]


def pieces(body: bytes, kind: str, *cuts: int) -> bytes:
    """Return the file of a form that arrives in pieces."""
    form = FileForm(kind)
    ends = [0, *sorted(cuts), len(body)]
    found = [p for a, b in itertools.pairwise(ends) for p in form.feed(body[a:b])]
    form.finish()
    return b"".join(found)


def test_every_well_formed_body_is_understood(
    client: TestClient, owner: Account
) -> None:
    for what, body, kind in BODIES:
        reply = post(client, owner, body, kind)
        assert reply.status_code == 201, (what, reply.text)
        assert (reply.json()["name"], reply.json()["size"]) == ("a.txt", 5), what


@pytest.mark.parametrize(
    ("what", "body", "kind"), BODIES, ids=lambda part: str(part)[:20]
)
def test_a_body_is_understood_wherever_its_pieces_end(
    what: str, body: bytes, kind: str
) -> None:
    for cut in range(len(body) + 1):
        assert pieces(body, kind, cut) == b"hello", what
    assert pieces(body, kind, *range(len(body))) == b"hello"


def test_any_content_arrives_unchanged() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(300):
        like = [
            b"\r",
            b"\n",
            b"\r\n",
            b"--",
            b"--x",
            b"\r\n--",
            b"\r\n--x",
            b" ",
            b"y",
            b"-",
        ]
        content = b"".join(chance.choices(like, k=chance.randint(0, 12))) + b"."
        if re.search(rb"(?:\A|\r\n)--x(?:--| *\r\n)", content):
            continue  # a part must not contain a line with the boundary
        body = part('name="file"; filename="a.txt"', content) + b"--x--"
        cuts = chance.choices(range(len(body)), k=chance.randint(0, 5))

        assert pieces(body, KIND, *cuts) == content


@pytest.mark.parametrize(
    "body",
    [
        b"no boundary" * 10_000,
        FILE + b"--x",
        FILE + b"--x-",
        b"--x\r\n folded: from nothing\r\n\r\nhello\r\n--x--",
        b"--x\r\nno colon\r\n\r\nhello\r\n--x--",
        b"--x\r\nBad Name: 1\r\n\r\nhello\r\n--x--",
        b"--x\r\n" + b"A: b\r\n" * 3000,
        part(
            'name="file"; filename="a.txt"', b"a=", b"Content-Transfer-Encoding: base64"
        )
        + b"--x--",
        part(
            'name="file"; filename="a.txt"',
            b"a",
            b"Content-Transfer-Encoding: uuencode",
        )
        + b"--x--",
    ],
    ids=lambda body: str(body[:30]),
)
def test_a_malformed_body_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidForm):
        pieces(body, KIND)
