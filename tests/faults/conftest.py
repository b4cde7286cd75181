"""Servers of their own for each file, as these tests break them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.live import Live


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The servers, whole at the start of each file."""
    data: Path = tmp_path_factory.mktemp("world")
    with World(data) as world:
        yield world


@pytest.fixture(scope="module")
def live(world: World) -> Iterator[Live]:
    """The service on these servers, which no fault may end."""
    with Live(**world.variables(POSTGRES_POOL_SIZE="5")) as live:
        yield live
        assert live.process.poll() is None


@pytest.fixture(scope="module")
def caller(live: Live) -> Iterator[Caller]:
    """A client of the service."""
    with Caller(live.url) as caller:
        yield caller


@pytest.fixture(scope="module")
def token(caller: Caller) -> str:
    """The token of an account that signed up while all was well."""
    return caller.token()
