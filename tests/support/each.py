"""Runs a test with many values, as one test."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

T = TypeVar("T")


def each(
    name: str, values: Iterable[T]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with each value of its argument `name`, and report all that fail.

    It is for quick checks of many values, such as all operations. As
    `pytest.mark.parametrize` does it, each would be a test of its own, and pytest would
    need more time than the checks. All values share one set of fixtures.
    """
    values = list(values)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def test_all(*arguments: Any, **fixtures: Any) -> None:
            assert values, f"there is no {name} to test"
            failed = []
            for value in values:
                try:
                    test(*arguments, **fixtures, **{name: value})
                except Exception as error:  # noqa: BLE001 (reported below)
                    failed.append((value, error))
            if failed:
                told = "\n\n".join(f"{v}: {type(e).__name__}: {e}" for v, e in failed)
                count = f"{len(failed)} of {len(values)} fail"
                raise AssertionError(f"{count}:\n{told}") from failed[0][1]

        # pytest reads from the signature which fixtures the test needs.
        old = signature(test)
        kept = [p for p in old.parameters.values() if p.name != name]
        test_all.__signature__ = old.replace(parameters=kept)  # type: ignore[attr-defined]
        return test_all

    return decorate
