"""The routes of all modules: one thread hop a request, limits and errors documented."""

import inspect
from collections.abc import Callable
from typing import Any, Self, TypeVar

from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from backend.core.error_docs import responses_for
from backend.core.exceptions import (
    AppException,
    BodyTooLarge,
    InvalidFields,
    InvalidRequest,
    RequestTooSlow,
    ServiceUnavailable,
)
from backend.core.in_thread import in_one_thread, is_in_thread
from backend.core.signatures import all_dependencies_of, dependency_of, parameters_of

Function = TypeVar("Function", bound=Callable[..., Any])
Endpoint = Callable[..., Any]


def raises(*errors: type[AppException]) -> Callable[[Function], Function]:
    """Declare what a dependency or an endpoint raises, for the documentation."""

    def declare(function: Function) -> Function:
        function.RAISES = errors  # type: ignore[attr-defined]
        return function

    return declare


class Route(APIRoute):
    """A route whose endpoint shares one thread with its database dependencies.

    Its limits and the errors it can give are added to its documentation.
    """

    def __init__(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        depends = [d.dependency for d in options.get("dependencies") or ()]
        depends += all_dependencies_of(endpoint)
        uses_database = any(map(is_in_thread, depends))
        options["description"] = _description(endpoint, depends)
        errors = _error_responses(path, endpoint, depends, uses_database)
        options["responses"] = (options.get("responses") or {}) | errors
        if uses_database:
            endpoint = in_one_thread(endpoint)
        super().__init__(path, endpoint, **options)


class Router(APIRouter):
    """The routes of a module, which are built when the app mounts them.

    Each is built once, at its full path and in the app's own list. Of routers that are
    included FastAPI builds all routes again and matches every request twice.
    """

    def __init__(self, *, prefix: str = "") -> None:
        super().__init__(prefix=prefix)
        self._declared: list[tuple[str, Endpoint, dict[str, Any]]] = []

    def add_api_route(self, path: str, endpoint: Endpoint, **options: Any) -> None:
        """Note a route; all its decorators end here."""
        self._declared.append((self.prefix + path, endpoint, options))

    def include_router(self, router: Self) -> None:  # type: ignore[override]
        """Take the routes of another part of the module."""
        self._declared += router._declared

    def add_to(self, app: FastAPI, *, prefix: str, tag: str) -> None:
        """Add all routes to an app."""
        for path, endpoint, options in self._declared:
            more = {"tags": [tag], "route_class_override": Route}
            app.router.add_api_route(prefix + path, endpoint, **options | more)


def _description(endpoint: Endpoint, depends: list[Any]) -> str:
    text = inspect.getdoc(endpoint) or ""
    limits = filter(None, (getattr(each, "LIMIT", None) for each in depends))
    # The token may be asked for by several dependencies.
    stated = ", ".join(dict.fromkeys(limits))
    return f"{text}\n\n**Rate limit:** {stated or 'none'}."


def _error_responses(
    path: str, endpoint: Endpoint, depends: list[Any], uses_database: bool
) -> dict[int | str, Any]:
    errors: list[type[AppException]] = []
    for function in (endpoint, *depends):
        errors += getattr(function, "RAISES", ())
    if uses_database:
        errors.append(ServiceUnavailable)
    # A Response is not sent, but where the endpoint puts its headers.
    inputs = [
        p
        for p in parameters_of(endpoint)
        if dependency_of(p) is None and p.annotation is not Response
    ]
    if any(_is_body(p) for p in inputs):
        errors += [InvalidRequest, RequestTooSlow, BodyTooLarge]
    # What is not an id matches no such path: that is a 404.
    if any(f"{{{p.name}:uuid}}" not in path for p in inputs):
        errors.append(InvalidFields)
    return responses_for(errors)


def _is_body(parameter: inspect.Parameter) -> bool:
    annotation = parameter.annotation
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
