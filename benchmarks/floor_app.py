"""The ASGI application of the floor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import Route

from benchmarks.floor import create_share, documents, me, pool
from benchmarks.floor_files import download, upload


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    with pool:
        yield


app = Starlette(
    routes=[
        Route("/me", me),
        Route("/documents", documents),
        Route("/documents/upload", upload, methods=["POST"]),
        Route("/documents/{document_id}/download", download),
        Route("/documents/{document_id}/shares", create_share, methods=["POST"]),
    ],
    lifespan=_lifespan,
)
