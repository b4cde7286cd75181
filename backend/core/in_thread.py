"""Runs an endpoint and its database dependencies in one thread.

Dependencies that use the database are marked with `in_thread`. FastAPI would run each
of them in a thread hop of its own (80 to 100 us each, three for GET /users/me). Here
they run in the endpoint's thread, in the same order, with the same database session.
The calls are planned once, when the route is built. benchmarks/README.md has the
measurements.
"""

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self, TypeVar

from fastapi import Request, Response

from backend.core.signatures import dependency_of, parameters_of
from backend.core.threads import run_with_slot

Function = TypeVar("Function", bound=Callable[..., Any])
Endpoint = Callable[..., Any]


def in_thread(dependency: Function) -> Function:
    """Mark a dependency that must run in the endpoint's thread.

    A generator is entered before the endpoint and left after it. Its own parameters
    must be dependencies, the Request or the Response.
    """
    dependency.__in_thread__ = True  # type: ignore[attr-defined]
    return dependency


def is_in_thread(dependency: Any) -> bool:
    """Return whether a dependency is marked with `in_thread`."""
    return getattr(dependency, "__in_thread__", False)


def in_one_thread(endpoint: Endpoint) -> Endpoint:
    """Return an async endpoint that runs `endpoint` after a single thread hop.

    FastAPI resolves only the dependencies of the event loop (body, parameters, tokens,
    limits). The marked dependencies are called in the thread, each once.
    """
    outer: dict[str, inspect.Parameter] = {}
    plan = _Call.planned(endpoint, "", outer)

    def run(values: dict[str, Any]) -> Any:
        with ExitStack() as stack:
            return plan.run(values, {}, stack)

    async def one_hop(**values: Any) -> Any:
        return await run_with_slot(partial(run, values))

    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(one_hop, name, getattr(endpoint, name))
    # For backend.core.direct, which does more in the same thread.
    one_hop.run = run  # type: ignore[attr-defined]
    one_hop.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        list(outer.values()),
        return_annotation=inspect.signature(endpoint, eval_str=True).return_annotation,
    )
    return one_hop


@dataclass(frozen=True, slots=True)
class _Call:
    """A planned call of a function in the thread: made once, run for every request."""

    function: Endpoint
    # Pairs: a parameter's name, and the name under which FastAPI passes its value.
    given: tuple[tuple[str, str], ...]
    # Pairs: a parameter's name, and the call that returns its value.
    needed: tuple[tuple[str, "_Call"], ...]

    @classmethod
    def planned(
        cls, function: Endpoint, prefix: str, outer: dict[str, inspect.Parameter]
    ) -> Self:
        """Plan a call, and add to `outer` the parameters that FastAPI must resolve.

        Parameters of nested dependencies get a prefix, so that all names differ.
        """
        given, needed = [], []
        for parameter in parameters_of(function):
            dependency = dependency_of(parameter)
            name = _shared_name(parameter, outer) or prefix + parameter.name
            if is_in_thread(dependency):
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
        """Call the dependencies that were not called yet, then the function."""
        arguments = {parameter: values[name] for parameter, name in self.given}
        for parameter, call in self.needed:
            if call.function not in solved:
                solved[call.function] = call.run(values, solved, stack)
            arguments[parameter] = solved[call.function]
        entered = _as_context(self.function)
        if entered is not None:
            return stack.enter_context(entered(**arguments))
        return self.function(**arguments)


def _shared_name(
    parameter: inspect.Parameter, outer: dict[str, inspect.Parameter]
) -> str | None:
    """Return the name under which FastAPI already passes the Request or Response.

    FastAPI passes each of the two to one parameter only.
    """
    if parameter.annotation not in (Request, Response):
        return None
    return next(
        (n for n, p in outer.items() if p.annotation is parameter.annotation), None
    )


@cache
def _as_context(
    function: Endpoint,
) -> Callable[..., AbstractContextManager[Any]] | None:
    """Return a generator function as a context manager, None for other functions."""
    return contextmanager(function) if inspect.isgeneratorfunction(function) else None
