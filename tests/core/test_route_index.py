"""The index finds the route that Starlette would find."""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Match

from backend.core.route_index import RouteIndex
from main import app
from tests.support.accounts import assert_error

INDEX = app.routes[0]
OTHERS = app.routes[1:]
ID = "01990000-0000-7000-8000-000000000001"


def scope_of(method: str, path: str) -> dict[str, Any]:
    """Return the scope of a request without headers."""
    return {"type": "http", "method": method, "path": path, "headers": []}


def found_in_order(scope: dict[str, Any]) -> BaseRoute | None:
    """Return the first route that matches, as Starlette does."""
    return next((r for r in OTHERS if r.matches(scope)[0] == Match.FULL), None)


def found_by_index(scope: dict[str, Any]) -> BaseRoute | None:
    """Return the route that the index finds."""
    match, child = INDEX.matches(scope)
    route: BaseRoute | None = child.get("route")
    assert (match == Match.FULL) is (route is not None)
    return route


def test_the_index_is_first_and_finds_each_route_as_the_order_does() -> None:
    assert isinstance(INDEX, RouteIndex)
    calls = [
        (method, re.sub(r"\{\w+:uuid\}", ID, re.sub(r"\{\w+\}", "x.y", route.path)))
        for route in OTHERS
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    ]

    assert len(calls) > 150
    for call in calls:
        scope = scope_of(*call)
        found = found_by_index(scope)
        assert found is not None, call
        assert found is found_in_order(scope), call
        assert (
            INDEX.matches(scope)[1]["path_params"]
            == found.matches(scope)[1]["path_params"]
        )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/api/v1/users/me/"),
        ("GET", "/api/v1/users/nothing"),
        ("DELETE", "/api/v1/users/me"),
        ("GET", "/api/v1/documents/no-uuid"),
        ("GET", f"/api/v1/documents/{ID}/nothing"),
        ("BREW", "/api/v1/users/me"),
    ],
)
def test_what_no_route_answers_is_not_in_the_index(method: str, path: str) -> None:
    assert found_by_index(scope_of(method, path)) is None


def test_a_traced_request_is_found_in_order() -> None:
    scope = scope_of("GET", "/api/v1/users/me") | {"fastapi.telemetry": object()}

    assert found_by_index(scope) is None


def test_the_path_of_a_proxy_is_left_out() -> None:
    scope = scope_of("GET", "/proxy/api/v1/users/me") | {"root_path": "/proxy"}

    assert found_by_index(scope) is found_in_order(scope)


def test_other_methods_are_still_405(client: TestClient) -> None:
    reply = client.delete("/api/v1/users/me")

    assert_error(reply, 405, "method_not_allowed")
    assert reply.headers["Allow"] == "GET, HEAD, PATCH"
