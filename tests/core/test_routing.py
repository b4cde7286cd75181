"""The errors, limits and scopes that a route documents, and the routes of a module."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import Depends, FastAPI, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel

from backend.core.exceptions import AdminRequired, EmailNotVerified
from backend.core.in_thread import in_thread
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, api_scope, raises, sessions_only
from backend.core.token import new_id
from tests.core.throwaway import TRY, only

# Any request can have too long a target or too large headers.
EVERYWHERE = {"target_too_long", "headers_too_large"}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def documented(
    endpoint: Callable[..., Any], path: str = TRY, **options: Any
) -> dict[str, Any]:
    """Return the operation that an app documents for this endpoint."""
    [methods] = only(endpoint, path, **options).openapi()["paths"].values()
    operation: dict[str, Any] = methods["post"]
    return operation


def codes_of(operation: dict[str, Any]) -> set[str]:
    """Return the error codes that an operation documents, and not every one does."""
    problems = [
        response["content"]["application/problem+json"]["examples"]
        for response in operation["responses"].values()
        if "application/problem+json" in response.get("content", {})
    ]
    found = {code for examples in problems for code in examples}
    assert found >= EVERYWHERE
    return found - EVERYWHERE


class Body(BaseModel):
    """A request body."""

    name: str


@in_thread
@raises(EmailNotVerified)
def verified() -> None:
    """Raise one error."""


@in_thread
@raises(AdminRequired)
def admin(_: Annotated[None, Depends(verified)]) -> None:
    """Raise one error, and inherit another from the dependency."""


class TestDocumentation:
    """The errors and limits that a route documents."""

    def test_errors_of_the_endpoint_and_its_dependencies_are_documented(self) -> None:
        @raises(AdminRequired)
        def declares() -> None:
            """Declare one error."""

        def needs(_: Annotated[None, Depends(admin)]) -> None:
            """Inherit two errors."""

        assert codes_of(documented(declares)) == {"admin_required"}
        assert codes_of(documented(needs)) == {
            *("admin_required", "email_not_verified"),
            "service_unavailable",  # every endpoint that can use the database
        }

    def test_errors_of_one_status_are_in_one_response(self) -> None:
        def needs(_: Annotated[None, Depends(admin)]) -> None:
            """Inherit two errors."""

        response = documented(needs)["responses"]["403"]

        examples = response["content"]["application/problem+json"]["examples"]
        assert list(examples) == ["admin_required", "email_not_verified"]
        assert all(code in response["description"] for code in examples)

    def test_a_body_can_be_unreadable_too_large_or_invalid(self) -> None:
        def takes(body: Body) -> None:
            """Take a body."""

        codes = codes_of(documented(takes))

        assert codes == {
            *("invalid_request", "body_too_large", "invalid_input"),
            "request_too_slow",
        }

    def test_an_id_in_the_path_is_never_invalid_and_a_query_is(self) -> None:
        def of_id(item_id: UUID) -> None:
            """Take an id: a malformed one is an unknown path."""

        def of_query(item_id: UUID, count: int) -> None:
            """Take an id and a number."""

        path = "/try/{item_id:uuid}"

        assert codes_of(documented(of_id, path)) == set()
        assert codes_of(documented(of_query, path)) == {"invalid_input"}

    def test_a_response_parameter_is_not_an_input(self) -> None:
        def answers(response: Response) -> None:
            """Set a header."""

        assert codes_of(documented(answers)) == set()

    def test_limits_are_in_the_description(self) -> None:
        def endpoint() -> None:
            """Do it."""

        limits = [Depends(rate_limit(2, hours=24)), Depends(rate_limit(5, minutes=1))]
        limited = documented(endpoint, dependencies=limits)
        free = documented(endpoint)

        assert limited["description"] == (
            "Do it.\n\n**Rate limit:** 2 calls per 24 hours and user, "
            "5 calls per minute and user."
        )
        assert codes_of(limited) == {"rate_limited", "service_unavailable"}
        assert free["description"] == "Do it.\n\n**Rate limit:** none."

    def test_the_documented_reply_is_the_endpoints_return_type(self) -> None:
        def endpoint(_: Annotated[None, Depends(verified)]) -> list[int]:
            return [1]

        schema = documented(endpoint)["responses"]["200"]["content"][
            "application/json"
        ]["schema"]

        assert schema["type"] == "array"
        assert schema["items"] == {"type": "integer"}


class Login:
    """A dependency that takes the token of a login, or an API token."""

    TAKES_API_TOKENS = True

    def __call__(self) -> None:
        """Let everybody in."""


LoginDep = Annotated[None, Depends(Login())]


@sessions_only
def fresh(_: LoginDep) -> None:
    """Let no API token in."""


class TestApiTokens:
    """The scope that lets API tokens in."""

    @staticmethod
    def scopes(router: Router) -> dict[str, str | None]:
        """Return the scope of each operation."""
        app = FastAPI()
        router.add_to(app, prefix="", tag="Try")
        operations = app.openapi()["paths"]["/try"]
        assert all(
            ("x-api-token-scope" in each) == ("`" in each["description"])
            for each in operations.values()
        )
        return {
            method: each.get("x-api-token-scope") for method, each in operations.items()
        }

    def test_a_route_that_names_no_scope_refuses_them(self) -> None:
        def endpoint(_: LoginDep) -> None:
            """Do it."""

        operation = documented(endpoint)

        assert "x-api-token-scope" not in operation
        assert "**API token:** refused." in operation["description"]
        assert codes_of(operation) == {"api_token_refused"}

    def test_a_router_lets_them_read_and_write(self) -> None:
        router = Router(api_scope="notes")
        for register in (router.get, router.post, router.delete):

            @register(TRY)
            def endpoint(_: LoginDep) -> None:
                """Do it."""

        assert self.scopes(router) == {
            "get": "notes:read",
            "post": "notes:write",
            "delete": "notes:write",
        }

    def test_a_route_says_otherwise_and_a_dependency_has_the_last_word(self) -> None:
        router = Router(api_scope="notes")

        @router.get(TRY)
        @api_scope(None)
        def closed(_: LoginDep) -> None:
            """Do it."""

        @router.post(TRY)
        @api_scope("notes:read")
        def search(_: LoginDep) -> None:
            """Do it."""

        @router.put(TRY)
        @api_scope("notes:write")
        def replace(_: Annotated[None, Depends(fresh)]) -> None:
            """Do it."""

        @router.delete(TRY)
        def public() -> None:
            """Do it."""

        assert self.scopes(router) == {
            "get": None,
            "post": "notes:read",
            "put": None,
            "delete": None,
        }


class TestRouter:
    """The routes of a module."""

    def test_included_routers_keep_their_prefixes_and_their_order(self) -> None:
        whole, part = Router(prefix="/notes"), Router(prefix="/notes/{note_id:uuid}")

        @whole.get("")
        def listed() -> str:
            return "list"

        @part.get("/read")
        def read(note_id: UUID) -> UUID:
            return note_id

        whole.include_router(part)
        app = FastAPI()
        before = len(app.routes)
        whole.add_to(app, prefix="/api", tag="Notes")
        client, note_id = TestClient(app), str(new_id())

        paths = [getattr(route, "path", "") for route in app.routes[before:]]
        assert paths == ["/api/notes", "/api/notes/{note_id:uuid}/read"]
        assert client.get("/api/notes").json() == "list"
        assert client.get(f"/api/notes/{note_id}/read").json() == note_id
        assert client.get("/api/notes/other/read").status_code == 404
