"""Copies of the app with one more route, for what no real route does."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from redis.asyncio import Redis

from backend.core.routing import Route, Router
from main import create_app
from tests.support.environment import PROXY

TRY = "/try"


def serving(
    endpoint: Callable[..., Any], *, method: str = "GET", caller: str = PROXY
) -> TestClient:
    """Return a client, at the address `caller`, of an app that has it at /try.

    The app's lifespan does not run: the route can use the database, not the limits.
    """
    router = APIRouter(route_class=Route)
    router.add_api_route(TRY, endpoint, methods=[method])
    app = create_app()
    app.state.redis = Redis.from_url("redis://127.0.0.1:1/0")
    app.include_router(router)
    return TestClient(app, client=(caller, 50000), raise_server_exceptions=False)


def only(endpoint: Callable[..., Any], path: str = TRY, **options: Any) -> FastAPI:
    """Return an app that has this endpoint and nothing else, for POST."""
    router = Router()
    router.post(path, **options)(endpoint)
    app = FastAPI()
    router.add_to(app, prefix="", tag="Try")
    return app
