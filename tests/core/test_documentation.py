"""The specification takes half a second to write, which no other request waits for."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from main import create_app


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def test_requests_at_once_write_the_specification_once_and_in_a_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = create_app()
    callers: list[int] = []

    def openapi(write: Callable[[], Any] = app.openapi) -> Any:
        callers.append(threading.get_ident())
        return write()

    async def ask() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport) as http:
            asked = (http.get("http://test/openapi.json") for _ in range(3))
            return await asyncio.gather(*asked)

    monkeypatch.setattr(app, "openapi", openapi)
    replies = asyncio.run(ask())

    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert len({reply.content for reply in replies}) == 1
    # Then FastAPI reads on the event loop what is there.
    written, read = callers
    assert written != threading.get_ident()
    assert read == threading.get_ident()
