"""Answers requests of most routes without FastAPI's own handler.

That handler enters three exit stacks and walks over the tree of dependencies for every
request: a fifth of the CPU time of GET users/me. Here the calls are planned once, when the
route is built. FastAPI still reads the signatures, checks parameters and body, and writes
the OpenAPI. The order of the calls, the errors and the bytes of the replies are the same:
tests/core/test_direct.py compares both.

FastAPI's handler stays for what this leaves out: forms and files, streams, replies without
a model, what is not async, and requests that are traced.
"""

import email.message
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cached_property, lru_cache, partial
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args, request_params_to_args
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.params import Form
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.threads import run_with_slot

# The attributes of a Dependant with parameters, and where a request has their values.
_PLACES = {
    "path_params": "path_params",
    "query_params": "query_params",
    "header_params": "headers",
    "cookie_params": "cookies",
}


class _Step:
    """A function to call, and where its arguments come from."""

    call: Any
    uses_reply: bool

    def __init__(self, route: APIRoute, dependant: Dependant) -> None:
        self.call = dependant.call
        is_generator = _is(isasyncgenfunction, self.call)
        self.enter = asynccontextmanager(self.call) if is_generator else None
        self.needs: list[tuple[str | None, _Step]] = [
            (each.name, _Step(route, each)) for each in dependant.dependencies
        ]
        self.parameters = [
            (fields, place)
            for name, place in _PLACES.items()
            if (fields := getattr(dependant, name))
        ]
        self.body = dependant.body_params
        self.embeds = route._embed_body_fields
        self.request = dependant.request_param_name
        self.reply = dependant.response_param_name
        self.uses_reply = bool(self.reply) or any(s.uses_reply for _, s in self.needs)
        # Most need the request and nothing else.
        self.is_plain = not (self.needs or self.parameters or self.body or self.reply)

    async def arguments(self, call: "_Call") -> dict[str, Any]:
        """Return the arguments; the request's faults are added to those of the call."""
        values: dict[str, Any] = {}
        if self.request is not None:
            values[self.request] = call.request
        if self.is_plain:
            return values
        for name, step in self.needs:
            # Each function is called once, and not without its arguments.
            if id(step.call) not in call.results:
                faults = len(call.faults)
                arguments = await step.arguments(call)
                if len(call.faults) > faults:
                    continue
                call.results[id(step.call)] = await step.result(call, arguments)
            if name is not None:
                values[name] = call.results[id(step.call)]
        for fields, place in self.parameters:
            received = getattr(call.request, place)
            found, wrong = request_params_to_args(fields, received)
            values |= found
            call.faults += wrong
        if self.body:
            found, wrong = await request_body_to_args(self.body, call.body, self.embeds)
            values |= found
            call.faults += wrong
        if self.reply is not None:
            values[self.reply] = call.reply
        return values

    async def result(self, call: "_Call", arguments: dict[str, Any]) -> Any:
        """Call the function; a generator ends when the reply has been sent."""
        if self.enter is None:
            return await self.call(**arguments)
        return await call.stack.enter_async_context(self.enter(**arguments))

    def all_steps(self) -> list["_Step"]:
        """Return this step and all that it needs."""
        return [self, *(each for _, step in self.needs for each in step.all_steps())]


class _Call:
    """The state of one request."""

    def __init__(self, request: Request, body: Any, stack: AsyncExitStack) -> None:
        self.request = request
        self.body = body
        self.stack = stack
        self.results: dict[int, Any] = {}
        self.faults: list[Any] = []

    @cached_property
    def reply(self) -> Response:
        """The reply on which dependencies and the endpoint set headers and status."""
        reply = Response()
        del reply.headers["content-length"]
        reply.status_code = None  # type: ignore[assignment]
        return reply


def direct(route: APIRoute) -> ASGIApp:
    """Return the app of a route: a direct one if this can answer it, or FastAPI's."""
    handled = route.app
    step = _Step(route, route.dependant)
    if not _can_answer(route, step):
        return handled
    run: Callable[[dict[str, Any]], Any] | None = getattr(route.endpoint, "run", None)
    field: Any = route.response_field
    status = route.status_code or 200

    def serialized(result: Any) -> Any:
        if isinstance(result, Response):
            return result
        value, faults = field.validate(result, {}, loc=("response",))
        if faults:
            raise ResponseValidationError(faults, body=result)
        return field.serialize_json(value, by_alias=True)

    def run_and_serialize(arguments: dict[str, Any]) -> Any:
        return serialized(run(arguments))  # type: ignore[misc]

    async def answer(request: Request, send: Send, stack: AsyncExitStack) -> None:
        body = await _body(request) if route.body_field else None
        call = _Call(request, body, stack)
        arguments = await step.arguments(call)
        if call.faults:
            raise RequestValidationError(call.faults, body=body)
        if run is not None:
            # The endpoint's thread writes the JSON, too, so that the loop is free.
            result = await run_with_slot(partial(run_and_serialize, arguments))
        else:
            result = serialized(await step.call(**arguments))
        if not isinstance(result, Response):
            reply = Response(result, status, media_type="application/json")
            if step.uses_reply:
                reply.headers.raw.extend(call.reply.headers.raw)
                reply.status_code = call.reply.status_code or status
            result = reply
        await result(request.scope, request.receive, send)

    has_generators = any(each.enter for each in step.all_steps())

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if "fastapi.telemetry" in scope:
            await handled(scope, receive, send)
        elif has_generators:
            async with AsyncExitStack() as stack:
                await answer(Request(scope, receive, send), send, stack)
        else:
            await answer(Request(scope, receive, send), send, _NO_STACK)

    return app


_NO_STACK = AsyncExitStack()
_OPTIONS = ("include", "exclude", "exclude_unset", "exclude_defaults", "exclude_none")


def _can_answer(route: APIRoute, step: _Step) -> bool:
    return (
        route.response_field is not None
        and route.response_model_by_alias
        and not any(getattr(route, f"response_model_{name}") for name in _OPTIONS)
        and isinstance(route.response_class, DefaultPlaceholder)
        and not (route.body_field and isinstance(route.body_field.field_info, Form))
        and all(_is(iscoroutinefunction, e.call) or e.enter for e in step.all_steps())
        and step.enter is None
    )


def _is(kind: Callable[[Any], bool], function: Any) -> bool:
    return kind(function) or kind(type(function).__call__)


async def _body(request: Request) -> Any:
    """Return the body as FastAPI's handler reads it: JSON as its value, else bytes."""
    try:
        body = await request.body()
        if not body:
            return PydanticUndefined
        is_json = _is_json(request.headers.get("content-type", ""))
        return json.loads(body) if is_json else body
    except json.JSONDecodeError as error:
        fault = {"type": "json_invalid", "loc": ("body", error.pos), "msg": error.msg}
        raise RequestValidationError([fault], body=error.doc) from error
    except HTTPException:
        raise
    except Exception as error:
        raise HTTPException(400, "There was an error parsing the body") from error


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    message = email.message.Message()
    message["content-type"] = content_type
    subtype = message.get_content_subtype()
    is_json = subtype == "json" or subtype.endswith("+json")
    return message.get_content_maintype() == "application" and is_json
