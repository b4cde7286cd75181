"""Reads from a function's signature what it depends on, once for each function."""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from fastapi import params


@cache
def parameters_of(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    """Return the parameters of a function, their annotations evaluated."""
    return tuple(inspect.signature(function, eval_str=True).parameters.values())


def dependency_of(parameter: inspect.Parameter) -> Any:
    """Return the function that a parameter depends on, or None."""
    if get_origin(parameter.annotation) is Annotated:
        for extra in get_args(parameter.annotation)[1:]:
            if isinstance(extra, params.Depends):
                return extra.dependency
    return None


def all_dependencies_of(function: Callable[..., Any]) -> Iterator[Any]:
    """Return what a function depends on, and what that depends on in its turn."""
    for parameter in parameters_of(function):
        dependency = dependency_of(parameter)
        if dependency is not None:
            yield dependency
            if inspect.isfunction(dependency):
                yield from all_dependencies_of(dependency)
