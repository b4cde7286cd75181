"""Copies of the app with an extra route, for behaviour that no real route has."""

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
    """Return a client of an app with this endpoint at /try, called from `caller`.

    The lifespan does not run, so the route can use the database but no limits.
    """
    router = APIRouter(route_class=Route)
    router.add_api_route(TRY, endpoint, methods=[method])
    app = create_app()
    app.state.redis = Redis.from_url("redis://127.0.0.1:1/0")
    app.include_router(router)
    return TestClient(app, client=(caller, 50000), raise_server_exceptions=False)


def only(endpoint: Callable[..., Any], path: str = TRY, **options: Any) -> FastAPI:
    """Return an app whose only route is this endpoint, for POST."""
    router = Router()
    router.post(path, **options)(endpoint)
    app = FastAPI()
    router.add_to(app, prefix="", tag="Try")
    return app
