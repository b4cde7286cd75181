"""Slots: they bound the number of working requests, and none is ever lost."""

import asyncio
import threading
import time
from typing import Any

import pytest

from backend.core import threads
from backend.core.threads import Slots, run_with_slot, slot_lent


@pytest.fixture(autouse=True)
def two_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_slots", threads._Slots(2))


def state() -> tuple[int, int]:
    """Return how many slots are in use, and how many callers wait."""
    found = threads.slots()
    return found.in_use, found.waiting


async def settled(expected: tuple[int, int]) -> None:
    async with asyncio.timeout(10):
        while state() != expected:  # noqa: ASYNC110 (there is no event)
            await asyncio.sleep(0)


def test_work_never_exceeds_the_slots_and_all_of_it_is_done() -> None:
    running, most = set[int](), list[int]()

    def work(number: int) -> int:
        running.add(number)
        most.append(len(running))
        time.sleep(0.0005)
        running.remove(number)
        return number

    async def many() -> list[int]:
        return await asyncio.gather(
            *(run_with_slot(lambda n=n: work(n)) for n in range(300))  # type: ignore[misc]
        )

    assert asyncio.run(many()) == list(range(300))
    assert max(most) == 2
    assert threads.slots() == Slots(total=2, in_use=0, waiting=0)


def test_the_caller_that_waits_longest_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_slots", threads._Slots(1))
    order: list[int] = []

    async def many() -> None:
        await asyncio.gather(
            *(run_with_slot(lambda n=n: order.append(n)) for n in range(50))  # type: ignore[misc]
        )

    asyncio.run(many())

    assert order == list(range(50))


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_an_error_reaches_the_caller(error: BaseException) -> None:
    def fail() -> None:
        raise error

    async def call() -> None:
        with pytest.raises(type(error)) as found:
            await run_with_slot(fail)
        assert found.value is error

    asyncio.run(call())
    assert state() == (0, 0)


def test_an_error_that_a_coroutine_may_not_raise_does_not_hang_it() -> None:
    def fail() -> None:
        raise StopIteration

    async def call() -> None:
        async with asyncio.timeout(10):
            with pytest.raises(RuntimeError, match="StopIteration"):
                await run_with_slot(fail)

    asyncio.run(call())
    assert state() == (0, 0)


def test_a_cancelled_waiter_leaves_the_queue() -> None:
    go_on = threading.Event()

    async def call() -> list[str]:
        holders = [asyncio.create_task(run_with_slot(go_on.wait)) for _ in range(2)]
        tired = asyncio.create_task(run_with_slot(lambda: "tired"))
        next_one = asyncio.create_task(run_with_slot(lambda: "next"))
        await settled((2, 2))

        tired.cancel()
        await settled((2, 1))
        go_on.set()
        await asyncio.gather(*holders)

        with pytest.raises(asyncio.CancelledError):
            await tired
        return [await next_one]

    assert asyncio.run(call()) == ["next"]
    assert state() == (0, 0)


def test_a_slot_does_not_go_to_a_waiter_that_was_just_cancelled() -> None:
    ran: list[str] = []
    go_on = threading.Event()

    async def call() -> None:
        holders = [asyncio.create_task(run_with_slot(go_on.wait)) for _ in range(2)]
        tired = asyncio.create_task(run_with_slot(lambda: ran.append("tired")))
        await settled((2, 1))

        tired.cancel()
        # The thread looks into the queue before the loop has run again.
        go_on.set()
        while threads.slots().in_use == 2:
            time.sleep(0)  # noqa: ASYNC251 (the loop must not run meanwhile)

        with pytest.raises(asyncio.CancelledError):
            await tired
        await asyncio.gather(*holders)

    asyncio.run(call())
    assert ran == []
    assert state() == (0, 0)


def test_work_that_waited_runs_though_its_neighbour_failed() -> None:
    go_on = threading.Event()

    def fail() -> None:
        go_on.wait(10)
        raise LookupError

    async def call() -> list[Any]:
        failing = [asyncio.create_task(run_with_slot(fail)) for _ in range(2)]
        waiting = asyncio.create_task(run_with_slot(lambda: "done"))
        await settled((2, 1))
        go_on.set()
        return await asyncio.gather(*failing, waiting, return_exceptions=True)

    *failures, done = asyncio.run(call())

    assert [type(error) for error in failures] == [LookupError, LookupError]
    assert done == "done"
    assert state() == (0, 0)


def test_a_loop_that_has_ended_loses_no_slot() -> None:
    go_on = threading.Event()

    async def leave() -> None:
        begun = [asyncio.create_task(run_with_slot(go_on.wait)) for _ in range(2)]
        await settled((2, 0))
        assert not any(task.done() for task in begun)

    asyncio.run(leave())

    async def call() -> str:
        later = asyncio.create_task(run_with_slot(lambda: "later"))
        await settled((2, 1))
        go_on.set()
        async with asyncio.timeout(10):
            return await later

    assert asyncio.run(call()) == "later"
    asyncio.run(settled((0, 0)))


def test_work_whose_caller_is_cancelled_keeps_its_slot_to_its_end() -> None:
    go_on = threading.Event()
    faults: list[dict[str, Any]] = []

    async def call() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, fault: faults.append(fault))
        task = asyncio.create_task(run_with_slot(go_on.wait))
        await settled((1, 0))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert state() == (1, 0)

        go_on.set()
        await settled((0, 0))

    asyncio.run(call())
    assert faults == []


def test_a_lent_slot_serves_another_caller_and_is_taken_back() -> None:
    lent, go_on = threading.Event(), threading.Event()
    after: list[tuple[int, int]] = []

    def lend() -> None:
        with slot_lent():
            lent.set()
            go_on.wait(10)
        after.append(state())

    async def call() -> None:
        lenders = [asyncio.create_task(run_with_slot(lend)) for _ in range(2)]
        await asyncio.to_thread(lent.wait, 10)
        await settled((0, 0))
        assert await run_with_slot(lambda: "meanwhile") == "meanwhile"
        go_on.set()
        await asyncio.gather(*lenders)

    asyncio.run(call())

    assert [in_use >= 1 for in_use, _ in after] == [True, True]
    assert state() == (0, 0)


def test_a_lender_waits_for_a_slot_like_all_others() -> None:
    lent, take_back, go_on = (threading.Event() for _ in range(3))
    taken_back = threading.Event()

    def lend() -> None:
        with slot_lent():
            lent.set()
            take_back.wait(10)
        taken_back.set()

    async def call() -> None:
        lender = asyncio.create_task(run_with_slot(lend))
        await asyncio.to_thread(lent.wait, 10)
        await settled((0, 0))
        holders = [asyncio.create_task(run_with_slot(go_on.wait)) for _ in range(2)]
        await settled((2, 0))

        take_back.set()
        await settled((2, 1))
        assert not taken_back.is_set()

        go_on.set()
        await asyncio.gather(lender, *holders)

    asyncio.run(call())
    assert taken_back.is_set()
    assert state() == (0, 0)


def test_outside_a_request_no_slot_is_lent() -> None:
    with slot_lent():
        inside = state()

    assert inside == state() == (0, 0)
