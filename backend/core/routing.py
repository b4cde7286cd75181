"""Routes with one thread hop per request, and with documented limits and errors."""

import copy
import inspect
from collections.abc import Callable, Collection, Iterable
from typing import Any, Self, TypeVar

from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from backend.core.direct import direct
from backend.core.error_docs import responses_for
from backend.core.exceptions import (
    ApiTokenRefused,
    AppException,
    BodyTooLarge,
    HeadersTooLarge,
    InsufficientScope,
    InvalidFields,
    InvalidRequest,
    RequestTooSlow,
    ServiceUnavailable,
    TargetTooLong,
)
from backend.core.in_thread import in_one_thread, is_in_thread
from backend.core.late_route import LateRoute
from backend.core.signatures import all_dependencies_of, dependency_of, parameters_of

Function = TypeVar("Function", bound=Callable[..., Any])
Endpoint = Callable[..., Any]


def raises(*errors: type[AppException]) -> Callable[[Function], Function]:
    """Declare the errors that a dependency or an endpoint raises, to document them."""

    def declare(function: Function) -> Function:
        function.RAISES = errors  # type: ignore[attr-defined]
        return function

    return declare


def api_scope(scope: str | None) -> Callable[[Function], Function]:
    """Let API tokens with this scope call an endpoint; None: no API token may.

    This replaces the scope of the router. `documents` is short for `documents:read` if
    the route is a GET, and for `documents:write` otherwise.
    """

    def declare(endpoint: Function) -> Function:
        endpoint.API_SCOPE = scope  # type: ignore[attr-defined]
        return endpoint

    return declare


def sessions_only(dependency: Function) -> Function:
    """Mark a dependency that refuses API tokens, whatever a route or router says."""
    dependency.SESSIONS_ONLY = True  # type: ignore[attr-defined]
    return dependency


class Route(LateRoute):
    """A route whose endpoint and database dependencies run in one thread.

    Its limits, the errors it can return and the scope that lets API tokens in are added
    to its documentation. `api_scope` is None if it takes no API token. `depends` are all
    functions that it depends on.
    """

    def build(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        """Add what a route declares to its documentation, and build it."""
        depends = [d.dependency for d in options.get("dependencies") or ()]
        depends += all_dependencies_of(endpoint)
        uses_database = any(map(is_in_thread, depends))
        needs_token = any(getattr(each, "TAKES_API_TOKENS", False) for each in depends)
        scope = _api_scope(endpoint, options.get("methods") or (), depends)
        self.api_scope = scope if needs_token else None
        self.depends = frozenset(depends)
        if self.api_scope:
            extra = {"x-api-token-scope": self.api_scope}
            options["openapi_extra"] = (options.get("openapi_extra") or {}) | extra
        more: list[type[AppException]] = []
        notes: list[str] = []
        if needs_token:
            more = [InsufficientScope if self.api_scope else ApiTokenRefused]
            lets_in = f"`{self.api_scope}`" if self.api_scope else "refused"
            notes = [f"**API token:** {lets_in}."]
        options["description"] = _description(endpoint, depends, notes)
        errors = _error_responses(path, endpoint, depends, uses_database, more)
        options["responses"] = (options.get("responses") or {}) | errors
        if uses_database:
            endpoint = in_one_thread(endpoint)
        super().build(path, endpoint, **options)
        self.app = direct(self)


class Router(APIRouter):
    """The routes of a module, which the app mounts.

    Each route is built once, with its full path, in the app's own list. With
    `include_router`, FastAPI would build all routes twice and match every request
    twice.

    `api_scope` lets API tokens call the routes, as the decorator of that name does.
    Without it they are refused.
    """

    def __init__(self, *, prefix: str = "", api_scope: str | None = None) -> None:
        super().__init__(prefix=prefix)
        self._api_scope = api_scope
        self._declared: list[tuple[str, Endpoint, dict[str, Any]]] = []

    def add_api_route(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        """Remember a route; `get`, `post` and the other decorators call this."""
        if not hasattr(endpoint, "API_SCOPE"):
            endpoint = api_scope(self._api_scope)(endpoint)
        self._declared.append((self.prefix + path, endpoint, options))

    def include_router(self, router: Self) -> None:  # type: ignore[override]
        """Add the routes of another part of the module."""
        self._declared += router._declared

    def add_to(self, app: FastAPI, *, prefix: str, tag: str) -> None:
        """Add all routes to an app."""
        for path, endpoint, options in self._declared:
            more = {"tags": [tag], "route_class_override": Route}
            app.router.add_api_route(prefix + path, endpoint, **options | more)


def answer_head(app: FastAPI) -> None:
    """Answer HEAD wherever GET is answered (RFC 9110, section 9.1).

    FastAPI does not do this. The added routes are copies, which share all that a route
    is built from, and come last, so that they slow down no other request. uvicorn
    leaves out the body; backend.core.prepared does not even read it.
    """
    for route in list(app.routes):
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            head = copy.copy(route)
            head.methods = {"HEAD"}
            head.include_in_schema = False
            app.routes.append(head)


def _api_scope(
    endpoint: Endpoint, methods: Collection[str], depends: list[Any]
) -> str | None:
    if any(getattr(each, "SESSIONS_ONLY", False) for each in depends):
        return None
    scope: str | None = getattr(endpoint, "API_SCOPE", None)
    if scope is None or ":" in scope:
        return scope
    return f"{scope}:read" if set(methods) <= {"GET", "HEAD"} else f"{scope}:write"


def _description(endpoint: Endpoint, depends: list[Any], notes: list[str]) -> str:
    text = inspect.getdoc(endpoint) or ""
    limits = filter(None, (getattr(each, "LIMIT", None) for each in depends))
    # Several dependencies may read the token, each with the same limit.
    stated = ", ".join(dict.fromkeys(limits))
    return "\n\n".join([text, *notes, f"**Rate limit:** {stated or 'none'}."])


def _error_responses(
    path: str,
    endpoint: Endpoint,
    depends: list[Any],
    uses_database: bool,
    more: Iterable[type[AppException]],
) -> dict[int | str, Any]:
    errors: list[type[AppException]] = [TargetTooLong, HeadersTooLarge, *more]
    for function in (endpoint, *depends):
        errors += getattr(function, "RAISES", ())
    if uses_database:
        errors.append(ServiceUnavailable)
    # A Response parameter is no input: the endpoint sets headers on it.
    inputs = [
        p
        for p in parameters_of(endpoint)
        if dependency_of(p) is None and p.annotation is not Response
    ]
    if any(_is_body(p) for p in inputs):
        errors += [InvalidRequest, RequestTooSlow, BodyTooLarge]
    # A path with `:uuid` does not match another text: that is a 404, not a 422.
    if any(f"{{{p.name}:uuid}}" not in path for p in inputs):
        errors.append(InvalidFields)
    return responses_for(errors)


def _is_body(parameter: inspect.Parameter) -> bool:
    annotation = parameter.annotation
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
