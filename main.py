"""The application: `uvicorn main:app`."""

from backend.core import loading

loading.begin()

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline
from opentelemetry import trace

from backend.api import presence
from backend.api.api_tokens import ApiTokens
from backend.background.jobs import runners
from backend.background.thread import BackgroundThread
from backend.core import (
    documentation,
    errors,
    logging,
    middleware,
    rate_limit,
    routing,
    shutdown,
    specification,
)
from backend.core.config import settings
from backend.core.database import engine
from backend.core.json_client import JsonClient
from backend.core.route_index import RouteIndex
from backend.frontend import frontend
from backend.modules import registry
from backend.modules.oidc.providers import Providers
from backend.monitoring import MetricsServer
from backend.outbox.delivery import Worker

_DESCRIPTION = (
    "User accounts, documents and demo bookings for your product. "
    "Log in with `POST users/login` and send the `access_token` as a bearer token. "
    "Every error has the same body: `detail` for people, `code` for programs and the "
    "`request_id` that is also in the logs."
)

# FastAPI sends traces if OTEL_EXPORTER_OTLP_ENDPOINT names a collector. Metrics and
# logs are our own: FastAPI's would contain the messages of exceptions.
_TELEMETRY: TelemetryConfig = {
    "auto_configure": True,
    "metrics": False,
    "logs": False,
    "exclude": lambda scope: scope["path"].startswith(f"{settings.API_PREFIX}/health/"),
}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        from backend.core import tracing

        tracing.start(engine)
    app.state.redis = rate_limit.new_client()
    app.state.api_tokens = ApiTokens()
    app.state.json_client = JsonClient()
    app.state.providers = Providers(settings.OIDC_PROVIDERS, app.state.json_client)
    threads: list[BackgroundThread] = [presence.Writer()]
    if settings.RUN_WORKER:
        threads += [Worker(), *runners(registry.jobs())]
    with MetricsServer(), shutdown.announced():
        for thread in threads:
            thread.start()
        yield
    for thread in threads:
        thread.request_stop()
    for thread in threads:
        thread.stop()
    await app.state.json_client.aclose()
    await app.state.redis.aclose()
    engine.dispose()


def _operation_id(route: APIRoute) -> str:
    tags = [str(tag).replace(" ", "") for tag in route.tags]
    return "-".join([*tags, route.name])


def create_app() -> FastAPI:
    """Return the application with all modules mounted."""
    logging.configure()
    # FastAPIOffline serves Swagger UI and ReDoc without a CDN.
    new = FastAPIOffline if settings.ENABLE_DOCS else partial(FastAPI, openapi_url=None)
    app = new(
        title=settings.APP_NAME,
        version=settings.APP_VERSION,
        description=_DESCRIPTION,
        contact={"url": settings.APP_PUBLIC_URL},
        license_info={
            "name": "All rights reserved",
            "identifier": "LicenseRef-AllRightsReserved",
        },
        servers=[{"url": "/", "description": "This service"}],
        lifespan=_lifespan,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
        telemetry=_TELEMETRY,
    )
    errors.add_handlers(app)
    frontend.add_to(app)
    middleware.add_middleware(app)
    registry.mount(app, registry.MODULES)
    routing.answer_head(app)
    specification.correct(app)
    documentation.serve_compressed(app)
    app.routes.insert(0, RouteIndex(app.routes))
    return app


app = create_app()
loading.end()
