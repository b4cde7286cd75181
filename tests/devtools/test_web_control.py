"""Tests of the web app stop and start the service through a small server."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from devtools.process import ChildError
from devtools.web.control import Control


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Leave the database alone: nothing here uses it."""
    return iter([None])


def test_an_order_is_carried_out_by_the_thread_that_obeys_and_then_answered() -> None:
    done: list[threading.Thread] = []

    def stop() -> None:
        done.append(threading.current_thread())

    def start() -> None:
        raise ChildError("the port is taken")

    with Control() as control, ThreadPoolExecutor() as pool:
        stopping = pool.submit(httpx.post, f"{control.url}/service/stop")
        control.obey({"stop": stop, "start": start}, seconds=10)
        starting = pool.submit(httpx.post, f"{control.url}/service/start")
        control.obey({"stop": stop, "start": start}, seconds=10)

        assert stopping.result().status_code == 204
        assert starting.result().status_code == 500
        assert starting.result().text == "the port is taken"
    assert done == [threading.current_thread()]


def test_other_orders_do_not_exist() -> None:
    with Control() as control:
        assert httpx.post(f"{control.url}/service/kill").status_code == 404
        assert httpx.post(f"{control.url}/").status_code == 404
        control.obey({}, seconds=0)
