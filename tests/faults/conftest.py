"""Servers of their own, because these tests break them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.sockets import HastyLive
from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.live import Live


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Start the servers; each test leaves them running."""
    data: Path = tmp_path_factory.mktemp("world")
    with World(data) as world:
        yield world


@pytest.fixture(scope="module")
def world(servers: World) -> World:
    """Return the servers, empty for each file."""
    servers.empty()
    return servers


@pytest.fixture(scope="session")
def shared_live(servers: World) -> Iterator[Live]:
    """Start the service on these servers; no fault may end it."""
    with Live(**servers.variables(POSTGRES_POOL_SIZE="5")) as live:
        yield live
        assert live.process.poll() is None


@pytest.fixture(scope="module")
def live(world: World, shared_live: Live) -> Live:
    """Return the service on these servers."""
    return shared_live


@pytest.fixture(scope="session")
def hasty_live() -> Iterator[HastyLive]:
    """Start the service with limits of one second; no client may end it."""
    with HastyLive(TRUSTED_PROXIES="127.0.0.1/32") as live:
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
