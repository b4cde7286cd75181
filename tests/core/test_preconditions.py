"""If-Match, as RFC 9110 has it."""

import pytest

from backend.core.preconditions import allows


@pytest.mark.parametrize("header", [None, "*", " * ", '"a"', '"b", "a"', '"b","a" '])
def test_the_present_state_or_any_may_be_changed(header: str | None) -> None:
    assert allows(header, '"a"')


@pytest.mark.parametrize("header", ["", "a", 'W/"a"', '"b"', '"b", "c"', '"b", *'])
def test_another_state_may_not_be_changed(header: str) -> None:
    assert not allows(header, '"a"')
