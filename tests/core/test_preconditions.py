"""If-Match, as RFC 9110 defines it."""

import pytest

from backend.core.preconditions import allows


@pytest.mark.parametrize("header", [None, "*", " * ", '"a"', '"b", "a"', '"b","a" '])
def test_a_matching_or_missing_header_permits_the_change(header: str | None) -> None:
    assert allows(header, '"a"')


@pytest.mark.parametrize("header", ["", "a", 'W/"a"', '"b"', '"b", "c"', '"b", *'])
def test_a_different_tag_does_not_permit_the_change(header: str) -> None:
    assert not allows(header, '"a"')
