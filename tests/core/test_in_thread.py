"""The dependencies of an endpoint are called in its thread."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import Depends, Request, Response
from fastapi.testclient import TestClient

from backend.core.in_thread import in_thread
from tests.core.throwaway import TRY, only

steps: list[str] = []


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Delete the steps of the previous test; no test here uses the database."""
    steps.clear()


def generator(name: str) -> Callable[[], Iterator[str]]:
    """Return a dependency that records when it is entered and how it is left."""

    @in_thread
    def dependency() -> Iterator[str]:
        steps.append(f"enter {name}")
        try:
            yield name
        except LookupError as error:
            steps.append(f"{name} sees {error.args[0]}")
            raise
        finally:
            steps.append(f"leave {name}")

    return dependency


def post(endpoint: Callable[..., Any]) -> Any:
    """Call this endpoint and return its reply."""
    return TestClient(only(endpoint)).post(TRY).json()


class TestOrder:
    """The order in which dependencies are entered and left."""

    def test_dependencies_are_entered_in_the_order_of_the_parameters(self) -> None:
        one, two = generator("one"), generator("two")

        def endpoint(
            second: Annotated[str, Depends(two)], first: Annotated[str, Depends(one)]
        ) -> str:
            steps.append("endpoint")
            return f"{first} {second}"

        assert post(endpoint) == "one two"
        assert steps[:3] == ["enter two", "enter one", "endpoint"]

    def test_the_dependencies_of_a_dependency_are_entered_before_it(self) -> None:
        inner = generator("inner")

        @in_thread
        def outer(needed: Annotated[str, Depends(inner)]) -> str:
            steps.append("outer")
            return f"outer of {needed}"

        def endpoint(value: Annotated[str, Depends(outer)]) -> str:
            return value

        assert post(endpoint) == "outer of inner"
        assert steps == ["enter inner", "outer", "leave inner"]

    def test_generators_exit_in_reverse_order_after_the_endpoint(self) -> None:
        one, two = generator("one"), generator("two")

        def endpoint(
            first: Annotated[str, Depends(one)], second: Annotated[str, Depends(two)]
        ) -> None:
            steps.append("endpoint")

        post(endpoint)

        assert steps[2:] == ["endpoint", "leave two", "leave one"]

    def test_dependencies_and_endpoint_share_one_thread(self) -> None:
        threads: list[int] = []

        @in_thread
        def dependency() -> Iterator[None]:
            threads.append(threading.get_ident())
            yield
            threads.append(threading.get_ident())

        def endpoint(_: Annotated[None, Depends(dependency)]) -> None:
            threads.append(threading.get_ident())

        post(endpoint)

        assert len(threads) == 3
        assert len(set(threads)) == 1

    def test_a_dependency_without_the_mark_stays_on_the_event_loop(self) -> None:
        loops: list[bool] = []

        async def on_the_loop() -> str:
            loops.append(asyncio.get_running_loop().is_running())
            return "loop"

        @in_thread
        def marked(given: Annotated[str, Depends(on_the_loop)]) -> str:
            with pytest.raises(RuntimeError, match="no running event loop"):
                asyncio.get_running_loop()
            return f"thread after {given}"

        def endpoint(value: Annotated[str, Depends(marked)]) -> str:
            return value

        assert post(endpoint) == "thread after loop"
        assert loops == [True]

    def test_an_endpoint_without_such_a_dependency_is_called_by_fastapi(self) -> None:
        async def endpoint() -> bool:
            return asyncio.get_running_loop().is_running()

        assert post(endpoint) is True


class TestOnce:
    """A dependency that several others use."""

    def test_a_shared_dependency_is_called_once_per_request(self) -> None:
        shared = generator("shared")

        @in_thread
        def left(value: Annotated[str, Depends(shared)]) -> str:
            return f"left of {value}"

        @in_thread
        def right(value: Annotated[str, Depends(shared)]) -> str:
            return f"right of {value}"

        def endpoint(
            one: Annotated[str, Depends(left)],
            two: Annotated[str, Depends(right)],
            three: Annotated[str, Depends(shared)],
        ) -> list[str]:
            return [one, two, three]

        assert post(endpoint) == ["left of shared", "right of shared", "shared"]
        assert steps == ["enter shared", "leave shared"]

    def test_a_shared_dependency_is_called_again_for_the_next_request(self) -> None:
        shared = generator("shared")

        def endpoint(value: Annotated[str, Depends(shared)]) -> None:
            """Use the dependency."""

        client = TestClient(only(endpoint))
        client.post(TRY)
        client.post(TRY)

        assert steps == ["enter shared", "leave shared"] * 2


class TestNestedNames:
    """Parameters with the same name in different functions."""

    def test_each_function_gets_its_own(self) -> None:
        async def one() -> int:
            return 1

        async def two() -> int:
            return 2

        @in_thread
        def first(value: Annotated[int, Depends(one)], request: Request) -> str:
            return f"{request.method} {value}"

        @in_thread
        def second(value: Annotated[int, Depends(two)], request: Request) -> str:
            return f"{request.method} {value}"

        def endpoint(
            value: int,
            first_: Annotated[str, Depends(first)],
            second_: Annotated[str, Depends(second)],
        ) -> list[Any]:
            return [value, first_, second_]

        reply = TestClient(only(endpoint)).post(f"{TRY}?value=7")

        assert reply.json() == [7, "POST 1", "POST 2"]

    def test_every_function_can_take_the_request_and_the_response(
        self,
    ) -> None:
        @in_thread
        def dependency(request: Request, response: Response) -> str:
            response.headers["X-Inner"] = request.method
            return request.method

        def endpoint(
            request: Request, response: Response, _: Annotated[str, Depends(dependency)]
        ) -> None:
            response.headers["X-Outer"] = request.method

        headers = TestClient(only(endpoint)).post(TRY).headers

        assert (headers["X-Inner"], headers["X-Outer"]) == ("POST", "POST")

    def test_only_parameters_of_the_endpoint_are_documented(self) -> None:
        @in_thread
        def dependency(request: Request) -> str:
            return request.method

        def endpoint(value: int, method: Annotated[str, Depends(dependency)]) -> None:
            """Use both."""

        operation = only(endpoint).openapi()["paths"][TRY]["post"]
        names = [each["name"] for each in operation["parameters"]]

        assert names == ["value"]


class TestErrors:
    """The exits of dependencies when something raises."""

    def test_generators_exit_in_reverse_order_when_the_endpoint_raises(
        self,
    ) -> None:
        one, two = generator("one"), generator("two")

        def endpoint(
            first: Annotated[str, Depends(one)], second: Annotated[str, Depends(two)]
        ) -> None:
            raise LookupError("nothing")

        with pytest.raises(LookupError, match="nothing"):
            post(endpoint)

        assert steps == [
            *("enter one", "enter two"),
            *("two sees nothing", "leave two", "one sees nothing", "leave one"),
        ]

    def test_after_a_dependency_raised_no_other_is_called(self) -> None:
        one, three = generator("one"), generator("three")

        @in_thread
        def two() -> str:
            raise LookupError("no two")

        def endpoint(
            first: Annotated[str, Depends(one)],
            second: Annotated[str, Depends(two)],
            third: Annotated[str, Depends(three)],
        ) -> None:
            steps.append("endpoint")

        with pytest.raises(LookupError, match="no two"):
            post(endpoint)

        assert steps == ["enter one", "one sees no two", "leave one"]

    def test_an_error_at_exit_reaches_the_dependencies_entered_before(self) -> None:
        one = generator("one")

        @in_thread
        def two() -> Iterator[None]:
            yield
            raise LookupError("left badly")

        def endpoint(
            first: Annotated[str, Depends(one)], second: Annotated[None, Depends(two)]
        ) -> None:
            """Succeed."""

        with pytest.raises(LookupError, match="left badly"):
            post(endpoint)

        assert steps == ["enter one", "one sees left badly", "leave one"]

    def test_a_dependency_can_replace_the_exception_of_the_endpoint(self) -> None:
        @in_thread
        def instead() -> Iterator[None]:
            try:
                yield
            except LookupError as error:
                raise KeyError("replaced") from error

        def endpoint(_: Annotated[None, Depends(instead)]) -> None:
            raise LookupError("nothing")

        with pytest.raises(KeyError, match="replaced"):
            post(endpoint)
