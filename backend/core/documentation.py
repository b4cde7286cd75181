"""Serves the API documentation: the specification and the scripts of its pages.

Together they have 3 MB. Each text is compressed once, and kept only compressed.
"""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from backend.core.compression import accepts_gzip

_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}


def serve_compressed(app: FastAPI) -> None:
    """Replace the routes of /openapi.json and of the files by faster ones."""
    for place, route in enumerate(app.routes):
        if isinstance(route, Route) and route.path == app.openapi_url:
            cached = _specification(app, route.endpoint)
            app.routes[place] = Route(route.path, cached, include_in_schema=False)
        elif isinstance(route, Mount) and isinstance(route.app, StaticFiles):
            files = _files(Path(str(route.app.directory)))
            path = f"{route.path}/{{name}}"
            app.routes[place] = Route(path, files, include_in_schema=False)


def _specification(
    app: FastAPI, render: Callable[[Request], Any]
) -> Callable[[Request], Awaitable[Response]]:
    bodies: dict[str, bytes] = {}
    writing = asyncio.Lock()

    async def openapi(request: Request) -> Response:
        root = request.scope.get("root_path", "")  # FastAPI writes it into the document
        async with writing:
            if root not in bodies:
                # This takes half a second, which other requests must not wait for.
                await run_in_threadpool(app.openapi)
                bodies[root] = (await render(request)).body
        load = partial(bytes, bodies[root])
        return await run_in_threadpool(_reply, request, root, load, "application/json")

    return openapi


def _files(folder: Path) -> Callable[[Request], Awaitable[Response]]:
    files = {file.name: file for file in folder.iterdir() if file.suffix in _TYPES}

    async def asset(request: Request) -> Response:
        file = files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        kind = _TYPES[file.suffix]
        reply = await run_in_threadpool(_reply, request, file, file.read_bytes, kind)
        reply.headers["Cache-Control"] = "public, max-age=3600"
        return reply

    return asset


_compressed: dict[Any, bytes] = {}


def _reply(
    request: Request, key: Any, load: Callable[[], bytes], media_type: str
) -> Response:
    """Return a text that never changes, compressed if the client accepts it."""
    headers = {"Vary": "Accept-Encoding"}
    if not accepts_gzip(request.scope):
        return Response(load(), headers=headers, media_type=media_type)
    if key not in _compressed:
        _compressed[key] = gzip.compress(load())
    headers["Content-Encoding"] = "gzip"
    return Response(_compressed[key], headers=headers, media_type=media_type)
