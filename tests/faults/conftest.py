"""Servers for each file, because these tests break them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.live import Live


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Start the servers for a file."""
    data: Path = tmp_path_factory.mktemp("world")
    with World(data) as world:
        yield world


@pytest.fixture(scope="module")
def live(world: World) -> Iterator[Live]:
    """Start the service on these servers; no fault may end it."""
    with Live(**world.variables(POSTGRES_POOL_SIZE="5")) as live:
        yield live
        assert live.process.poll() is None


@pytest.fixture(scope="module")
def caller(live: Live) -> Iterator[Caller]:
    """Return a client of the service."""
    with Caller(live.url) as caller:
        yield caller


@pytest.fixture(scope="module")
def token(caller: Caller) -> str:
    """Return the token of an account that signed up before any fault."""
    return caller.token()
