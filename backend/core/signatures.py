"""Reads the parameters and dependencies of a function from its signature."""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from fastapi import params


@cache
def parameters_of(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    """Return the parameters of a function, with evaluated annotations."""
    return tuple(inspect.signature(function, eval_str=True).parameters.values())


def dependency_of(parameter: inspect.Parameter) -> Any:
    """Return the function that a parameter depends on, or None."""
    if get_origin(parameter.annotation) is Annotated:
        for extra in get_args(parameter.annotation)[1:]:
            if isinstance(extra, params.Depends):
                return extra.dependency
    return None


def all_dependencies_of(function: Callable[..., Any]) -> Iterator[Any]:
    """Return the dependencies of a function, and theirs, recursively."""
    for parameter in parameters_of(function):
        dependency = dependency_of(parameter)
        if dependency is not None:
            yield dependency
            if inspect.isfunction(dependency):
                yield from all_dependencies_of(dependency)
