"""Steps over real sockets, each from a new network address."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import httpx

from tests.support.accounts import PASSWORD, bearer, new_email

_addresses = count(1)


class Caller(AbstractContextManager["Caller"]):
    """A client of one instance of the service."""

    def __init__(self, url: str, *, timeout: float = 10) -> None:
        limits = httpx.Limits(max_connections=100)
        self._client = httpx.Client(timeout=timeout, limits=limits)
        self.url = url

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def call(
        self, method: str, path: str, *, token: str = "", **options: Any
    ) -> httpx.Response:
        """Send a request from a network address with unused limits."""
        number = next(_addresses)
        address = f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"
        headers = {"X-Forwarded-For": address} | options.pop("headers", {})
        headers |= bearer(token) if token else {}
        return self._client.request(method, self.url + path, headers=headers, **options)

    def sign_up(self, email: str, **options: Any) -> httpx.Response:
        """Sign up."""
        body = {"email": email, "password": PASSWORD}
        return self.call("POST", "/users/signup", json=body, **options)

    def log_in(self, email: str, **options: Any) -> httpx.Response:
        """Log in with the right password."""
        body = {"email": email, "password": PASSWORD}
        return self.call("POST", "/users/login", json=body, **options)

    def me(self, token: str) -> httpx.Response:
        """Read the account that a token belongs to."""
        return self.call("GET", "/users/me", token=token)

    def ready(self) -> tuple[int, dict[str, Any]]:
        """Return status and body of the readiness probe."""
        reply = self.call("GET", "/health/ready")
        return reply.status_code, reply.json()

    def token(self) -> str:
        """Sign up and log in; return the token."""
        email = new_email()
        assert self.sign_up(email).status_code == 202
        token: str = self.log_in(email).json()["access_token"]
        return token


def timed(call: Callable[[], httpx.Response]) -> tuple[httpx.Response, float]:
    """Return the reply, and the seconds until it arrived."""
    started = time.monotonic()
    reply = call()
    return reply, time.monotonic() - started


@contextmanager
def load(call: Callable[[], int], *, threads: int) -> Iterator[list[int]]:
    """Call repeatedly from several threads during the block; yield the results."""
    results: list[int] = []
    done = threading.Event()

    def run() -> None:
        # With pauses, or the test itself would take most of the machine.
        while not done.wait(0.01):
            results.append(call())

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    try:
        yield results
    finally:
        done.set()
        for thread in running:
            thread.join()
