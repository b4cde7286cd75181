"""A route is built once, at its first request, whichever attribute is read first."""

from copy import copy
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.core.late_route import LateRoute
from tests.core.throwaway import TRY, only
from tests.support.racing import at_once


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


class Counted(LateRoute):
    """A route that counts how often it is built, and whether it is complete then."""

    built = 0

    def build(self, *arguments: Any, **options: Any) -> None:
        """Count and build."""
        self.built += 1
        super().build(*arguments, **options)


def endpoint(number: int) -> int:
    """Return the double."""
    return 2 * number


def is_built(route: Any) -> bool:
    """Return whether a route is built, without a look at its attributes."""
    return "dependant" in vars(route)


def test_only_a_request_for_its_path_builds_a_route() -> None:
    app = only(endpoint)
    [route] = [each for each in app.routes if isinstance(each, LateRoute)]
    client = TestClient(app)

    before = is_built(route)
    elsewhere = client.post("/elsewhere").status_code
    still = is_built(route)
    reply = client.post(TRY, params={"number": 4})

    assert (before, elsewhere, still) == (False, 404, False)
    assert (reply.status_code, reply.json(), is_built(route)) == (200, 8, True)


def test_a_refused_value_at_the_first_request_is_422() -> None:
    reply = TestClient(only(endpoint)).post(TRY, params={"number": "x"})

    assert reply.status_code == 422


def test_threads_that_read_different_attributes_at_once_build_one_route() -> None:
    names = ["app", "dependant", "response_field", "unique_id", "description", "name"]
    route = Counted(TRY, endpoint)

    found = at_once(12, lambda number: getattr(route, names[number % len(names)]))

    assert route.built == 1
    assert found[0] is found[6] is route.app
    assert found[1] is found[7] is route.dependant


def test_a_copy_shares_what_is_built_and_keeps_the_methods_that_it_was_given() -> None:
    route = Counted(TRY, endpoint, methods=["GET"])
    other = copy(route)
    other.methods = {"HEAD"}
    other.include_in_schema = False

    apps = [other.app, route.app]

    assert apps[0] is apps[1]
    assert (route.methods, route.include_in_schema) == ({"GET"}, True)
    assert (other.methods, other.include_in_schema) == ({"HEAD"}, False)


def test_an_attribute_that_no_route_has_is_missing() -> None:
    route = Counted(TRY, endpoint)

    with pytest.raises(AttributeError, match="nothing"):
        _ = route.nothing
    with pytest.raises(AttributeError, match="nothing"):
        _ = route.nothing


def test_a_route_that_cannot_be_built_says_so_each_time() -> None:
    def impossible(one: Counted) -> None:
        """Take a type that FastAPI knows no field for."""

    route = LateRoute(TRY, impossible)

    for _ in range(2):
        with pytest.raises(Exception, match="Invalid args for response field"):
            _ = route.app
