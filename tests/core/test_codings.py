"""Accept-Encoding: the coding with the greatest weight, and odd headers."""

import pytest

from backend.core.codings import IDENTITY, chosen

BOTH = (b"br", b"gzip", IDENTITY)


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", b"br"),
        ("gzip, deflate", b"gzip"),
        ("BR;Q=1.0,GZIP;q=1", b"br"),
        ("br;q=0.5, gzip;q=0.8", b"gzip"),
        ("br ; q=0.5 , gzip\t;\tq=0.501", b"gzip"),
        ("br;q=0, gzip", b"gzip"),
        ("br;q=0.000, *", b"gzip"),
        ("*", b"br"),
        ("*;q=0", IDENTITY),
        ("gzip;q=0.2", b"gzip"),
        ("gzip;q=0.2, identity;q=0.5", IDENTITY),
        ("identity;q=0, gzip;q=0.1", b"gzip"),
        ("identity;q=0", IDENTITY),
        ("zstd", IDENTITY),
        ("", IDENTITY),
        (",, ,br", b"br"),
        ("br;q=2, gzip;q=x, identity", IDENTITY),
        ("br;q=-1;gzip", IDENTITY),
        ("br;q=1e3", IDENTITY),
        ("br;level=9", IDENTITY),
        ("b r, \xff, gzip", b"gzip"),
    ],
)
def test_the_coding_with_the_greatest_weight_is_chosen(
    header: str, coding: bytes
) -> None:
    assert chosen(header.encode("latin-1"), BOTH) == coding


def test_without_the_header_nothing_is_encoded() -> None:
    assert chosen(None, BOTH) == IDENTITY


def test_only_what_is_available_is_chosen() -> None:
    assert chosen(b"br, gzip;q=0.1", (b"gzip", IDENTITY)) == b"gzip"
    assert chosen(b"br, gzip", (IDENTITY,)) == IDENTITY


def test_a_long_header_is_read_in_linear_time() -> None:
    header = b"a" * 8000 + b";" + b" " * 8000

    assert chosen(header, BOTH) == IDENTITY
