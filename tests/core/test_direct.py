"""The direct app of a route answers as FastAPI's own handler does."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response as Reply
from pydantic import BaseModel, Field

from backend.core.direct import direct
from backend.core.errors import add_handlers
from backend.core.exceptions import AppException, InvalidToken
from backend.core.in_thread import in_one_thread, in_thread

steps: list[str] = []


class Note(BaseModel):
    """A body, and a reply."""

    title: str = Field(max_length=10, examples=["x"])
    pages: int = Field(default=1, ge=1)


class Wide(Note):
    """A reply with more than the model says."""

    secret: str = "secret"


async def caller(authorization: Annotated[str | None, Header()] = None) -> str:
    """Record the call."""
    steps.append("caller")
    return authorization or "nobody"


async def shout(who: Annotated[str, Depends(caller)]) -> str:
    """Need another dependency."""
    steps.append("shout")
    return who.upper()


class Limit:
    """A dependency that is an object with a generator, as limits are."""

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        steps.append(f"begin {request.url.path}")
        try:
            yield
        except AppException as error:
            steps.append(f"saw {error.CODE}")
            raise
        finally:
            steps.append("end")


async def tagged(response: Response) -> None:
    """Set a header on the reply."""
    response.headers["X-Tag"] = "tag"


@in_thread
def connection() -> str:
    """Stand for what needs the thread of the endpoint."""
    steps.append("connection")
    return "connection"


async def plain(
    who: Annotated[str, Depends(caller)],
    loud: Annotated[str, Depends(shout)],
    number: Annotated[int, Query(ge=0)] = 3,
    words: Annotated[list[str], Query(max_length=2)] = [],  # noqa: B006
) -> dict[str, Any]:
    """Read parameters and two dependencies, of which one needs the other."""
    return {"who": who, "loud": loud, "number": number, "words": words}


async def created(note: Note, _: Annotated[None, Depends(tagged)]) -> Note:
    """Read a body and return more than the model of the reply has."""
    return Wide(**note.model_dump())


async def limited(_: Annotated[None, Depends(Limit())], fails: bool = False) -> Note:
    """Fail within a limit, or do not."""
    if fails:
        raise InvalidToken
    steps.append("endpoint")
    return Note(title="fine")


async def changed(response: Response) -> Note:
    """Choose a status and a header."""
    response.status_code = 202
    response.headers.append("ETag", '"1"')
    return Note(title="later")


async def raw() -> Note:
    """Return a reply of its own."""
    return Response(b"raw", 203, {"X-Raw": "1"})  # type: ignore[return-value]


async def wrong() -> Note:
    """Return what the model of the reply does not allow."""
    return {"title": "much too long for it"}  # type: ignore[return-value]


async def item(number: int, note: Note | None = None) -> list[int]:
    """Read a part of the path, and a body that may be missing."""
    return [number, note.pages if note else 0]


def threaded(
    found: Annotated[str, Depends(connection)], who: Annotated[str, Depends(caller)]
) -> list[str]:
    """Need the thread and the loop."""
    return [found, who]


_ROUTES: dict[str, tuple[str, Callable[..., Any], int | None]] = {
    "/plain": ("GET", plain, None),
    "/created": ("POST", created, 201),
    "/limited": ("GET", limited, None),
    "/changed": ("GET", changed, 200),
    "/raw": ("GET", raw, None),
    "/wrong": ("GET", wrong, None),
    "/items/{number}": ("PUT", item, None),
    "/threaded": ("GET", in_one_thread(threaded), None),
}


class Direct(APIRoute):
    """FastAPI's route with a direct app."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        handled, self.app = self.app, direct(self)
        assert self.app is not handled


def client_of(route_class: type[APIRoute]) -> TestClient:
    """Return a client of an app with these routes."""
    app = FastAPI()
    app.router.route_class = route_class
    add_handlers(app)
    for path, (method, endpoint, status) in _ROUTES.items():
        app.add_api_route(path, endpoint, methods=[method], status_code=status)

    @app.middleware("http")
    async def with_id(request: Request, call_next: Any) -> Any:
        request.state.request_id = "1"
        return await call_next(request)

    return TestClient(app, raise_server_exceptions=False)


_BOTH = client_of(APIRoute), client_of(Direct)


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/plain", {}),
        ("GET", "/plain", {"headers": {"Authorization": "ada"}}),
        ("GET", "/plain?number=7&words=a&words=b", {}),
        ("GET", "/plain?number=-1&words=a&words=b&words=c", {}),
        ("GET", "/plain?number=x", {}),
        ("POST", "/created", {"json": {"title": "a", "pages": 2}}),
        ("POST", "/created", {"json": {"title": "a" * 11, "pages": 0}}),
        ("POST", "/created", {"json": {}}),
        ("POST", "/created", {"json": [1]}),
        ("POST", "/created", {"json": None}),
        ("POST", "/created", {}),
        ("POST", "/created", {"content": b'{"title": "a"}'}),
        ("POST", "/created", {"content": b"{", "type": "application/json"}),
        ("POST", "/created", {"content": b"\xff", "type": "application/json"}),
        ("POST", "/created", {"content": b"[" * 99_999, "type": "application/json"}),
        ("POST", "/created", {"content": b'{"title": "a"}', "type": "text/plain"}),
        ("POST", "/created", {"content": b'{"title": "a"}', "type": "a/b+json"}),
        (
            "POST",
            "/created",
            {"content": b'{"title": "a"}', "type": "application/x+json; charset=utf-8"},
        ),
        ("GET", "/limited", {}),
        ("GET", "/limited?fails=true", {}),
        ("GET", "/limited?fails=maybe", {}),
        ("GET", "/changed", {}),
        ("GET", "/raw", {}),
        ("GET", "/wrong", {}),
        ("PUT", "/items/7", {}),
        ("PUT", "/items/7", {"json": {"title": "a", "pages": 5}}),
        ("PUT", "/items/x", {"json": {"title": ""}}),
        ("PUT", "/items/x", {"json": {"pages": "y"}}),
        ("GET", "/threaded", {}),
    ],
    ids=str,
)
def test_both_answer_alike(method: str, path: str, options: dict[str, Any]) -> None:
    kind = options.get("type")
    sent = {k: v for k, v in options.items() if k != "type"}
    if kind:
        sent["headers"] = {"Content-Type": kind}
    seen: list[tuple[Any, ...]] = []
    for client in _BOTH:
        steps.clear()
        reply: Reply = client.request(method, path, **sent)
        seen.append((reply.status_code, reply.content, dict(reply.headers), [*steps]))

    assert seen[0] == seen[1]


def test_each_dependency_is_called_once_and_in_order() -> None:
    steps.clear()

    _BOTH[1].get("/plain")

    assert steps == ["caller", "shout"]


def test_a_dependency_whose_own_value_is_wrong_is_not_called() -> None:
    async def strict(number: Annotated[int, Query()]) -> int:
        steps.append("strict")
        return number

    async def endpoint(
        number: Annotated[int, Depends(strict)], who: Annotated[str, Depends(caller)]
    ) -> list[Any]:
        steps.append("endpoint")
        return [number, who]

    app = FastAPI()
    app.router.route_class = Direct
    app.add_api_route("/", endpoint)
    steps.clear()

    reply = TestClient(app).get("/?number=x")

    assert (reply.status_code, steps) == (422, ["caller"])


def test_what_is_left_to_fastapi() -> None:
    async def stream() -> AsyncIterator[Note]:
        yield Note(title="one")

    def in_a_pool() -> Note:
        return Note(title="pool")

    async def nothing() -> None:
        return None

    app = FastAPI()
    for endpoint, options in (
        (stream, {}),
        (in_a_pool, {}),
        (nothing, {"status_code": 204}),
        (limited, {"response_model_exclude_none": True}),
        (limited, {"response_model_by_alias": False}),
        (limited, {"response_class": Response}),
    ):
        app.add_api_route("/", endpoint, **options)
    ours = [route for route in app.routes if isinstance(route, APIRoute)]

    assert len(ours) == 6
    assert all(direct(route) is route.app for route in ours)
