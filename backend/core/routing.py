"""The route class of all modules: one thread hop a request, errors documented.

Dependencies that use the database are marked with `in_thread`. FastAPI would give
each its own hop to a thread and back (80 to 100 us each, three for GET /users/me);
this class runs them in the endpoint's own thread instead, in the same order, with
the same session. Measured in benchmarks/README.md.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

from fastapi import APIRouter, FastAPI, Response, params
from fastapi.routing import APIRoute
from pydantic import BaseModel

from backend.core.errors import responses_for
from backend.core.exceptions import (
    AppException,
    BodyTooLarge,
    InvalidFields,
    InvalidRequest,
    RequestTooSlow,
    ServiceUnavailable,
)
from backend.core.rate_limit import RateLimit
from backend.core.threads import run_with_slot

Function = TypeVar("Function", bound=Callable[..., Any])
Endpoint = Callable[..., Any]


def in_thread(dependency: Function) -> Function:
    """Mark a dependency to be run in the thread of the endpoint.

    A generator is entered before the endpoint and left after it. Its own parameters
    must be dependencies or the Request.
    """
    dependency.__in_thread__ = True  # type: ignore[attr-defined]
    return dependency


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
        depends += _all_dependencies(endpoint)
        in_one_thread = any(map(_is_in_thread, depends))
        options["description"] = _description(endpoint, depends)
        errors = _error_responses(path, endpoint, depends, in_one_thread)
        options["responses"] = (options.get("responses") or {}) | errors
        if in_one_thread:
            endpoint = _in_one_thread(endpoint)
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
    limits = [d.description for d in depends if isinstance(d, RateLimit)]
    return f"{text}\n\n**Rate limit:** {', '.join(limits) or 'none'}."


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
        for p in _parameters(endpoint)
        if _dependency(p) is None and p.annotation is not Response
    ]
    if any(_is_body(p) for p in inputs):
        errors += [InvalidRequest, RequestTooSlow, BodyTooLarge]
    # What is not an id matches no such path: that is a 404.
    if any(f"{{{p.name}:uuid}}" not in path for p in inputs):
        errors.append(InvalidFields)
    return responses_for(errors)


def _in_one_thread(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that FastAPI resolves without any hop of its own.

    It asks FastAPI only for what is resolved on the event loop (body, parameters,
    tokens, limits); the rest is called in the thread, each dependency once.
    """
    outer: dict[str, inspect.Parameter] = {}
    plan = _Call.planned(endpoint, "", outer)

    def run(values: dict[str, Any]) -> Any:
        with ExitStack() as stack:
            return plan.run(values, {}, stack)

    async def in_one_thread(**values: Any) -> Any:
        return await run_with_slot(partial(run, values))

    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(in_one_thread, name, getattr(endpoint, name))
    in_one_thread.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        list(outer.values()),
        return_annotation=inspect.signature(endpoint, eval_str=True).return_annotation,
    )
    return in_one_thread


@dataclass(frozen=True, slots=True)
class _Call:
    """How to call a function in the thread: planned once, run for every request."""

    function: Endpoint
    given: tuple[
        tuple[str, str], ...
    ]  # its parameter, and the name FastAPI knows it by
    needed: tuple[tuple[str, "_Call"], ...]  # its parameter, and whose result it is

    @classmethod
    def planned(
        cls, function: Endpoint, prefix: str, outer: dict[str, inspect.Parameter]
    ) -> Self:
        """Plan a call, and add to `outer` what FastAPI must resolve for it.

        Names of nested dependencies get a prefix, so that all are different.
        """
        given, needed = [], []
        for parameter in _parameters(function):
            name = prefix + parameter.name
            dependency = _dependency(parameter)
            if _is_in_thread(dependency):
                call = cls.planned(dependency, f"{name}__", outer)
                needed.append((parameter.name, call))
            else:
                kind = inspect.Parameter.KEYWORD_ONLY
                outer[name] = parameter.replace(name=name, kind=kind)
                given.append((parameter.name, name))
        return cls(function, tuple(given), tuple(needed))

    def run(
        self, values: dict[str, Any], solved: dict[Endpoint, Any], stack: ExitStack
    ) -> Any:
        """Call the dependencies that were not called yet, and then the function."""
        arguments = {parameter: values[name] for parameter, name in self.given}
        for parameter, call in self.needed:
            if call.function not in solved:
                solved[call.function] = call.run(values, solved, stack)
            arguments[parameter] = solved[call.function]
        entered = _as_context(self.function)
        if entered is not None:
            return stack.enter_context(entered(**arguments))
        return self.function(**arguments)


@cache
def _as_context(
    function: Endpoint,
) -> Callable[..., AbstractContextManager[Any]] | None:
    """Return a generator as what a `with` can enter, None for other functions."""
    return contextmanager(function) if inspect.isgeneratorfunction(function) else None


@cache
def _parameters(function: Endpoint) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(function, eval_str=True).parameters.values())


def _dependency(parameter: inspect.Parameter) -> Any:
    """Return the function that a parameter depends on, or None."""
    if get_origin(parameter.annotation) is Annotated:
        for extra in get_args(parameter.annotation)[1:]:
            if isinstance(extra, params.Depends):
                return extra.dependency
    return None


def _is_body(parameter: inspect.Parameter) -> bool:
    annotation = parameter.annotation
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_in_thread(dependency: Any) -> bool:
    return getattr(dependency, "__in_thread__", False)


def _all_dependencies(function: Endpoint) -> Iterator[Any]:
    for parameter in _parameters(function):
        dependency = _dependency(parameter)
        if dependency is not None:
            yield dependency
            if inspect.isfunction(dependency):
                yield from _all_dependencies(dependency)
