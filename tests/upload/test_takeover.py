"""The newest request of an upload stops older ones, in whatever order they begin to wait."""

import asyncio
from uuid import uuid4

import pytest
from anyio import run

from backend.modules.upload.exceptions import OffsetMismatch
from backend.modules.upload.parts.takeover import newest


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here uses the database."""


def test_a_newer_request_stops_an_older_one_and_not_the_other_way_round() -> None:
    upload = uuid4()
    ended: list[int] = []

    async def wait(generation: int) -> None:
        try:
            async with newest(upload, generation):
                await asyncio.Event().wait()
        except OffsetMismatch:
            ended.append(generation)

    async def race() -> None:
        first = asyncio.create_task(wait(1))
        await asyncio.sleep(0)
        third = asyncio.create_task(wait(3))
        await first
        await wait(2)
        assert ended == [1, 2]
        assert not third.done()
        third.cancel()

    run(race)
