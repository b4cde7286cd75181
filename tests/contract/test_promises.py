"""The service keeps what its specification promises."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis

from backend.core.config import settings
from backend.core.rate_limit import RateLimit
from main import app
from tests.support.accounts import bearer, begin, code_for, confirm, log_in
from tests.support.each import each
from tests.support.environment import valkey
from tests.support.operations import (
    OPERATIONS,
    Operation,
    example_of,
    new_caller,
    stored_caller,
    token_for,
)

each_operation = each("operation", OPERATIONS)
PROTECTED = [operation for operation in OPERATIONS if operation.is_protected]
PUBLIC = [operation for operation in OPERATIONS if not operation.is_protected]


@pytest.fixture
def counts() -> Iterator[Redis]:
    """Return a connection to the Redis that has the counts of all limits."""
    with Redis.from_url(valkey.url) as counts:
        yield counts


def called(dependant: Dependant) -> Iterator[Any]:
    """Return all dependencies that FastAPI calls before an endpoint."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from called(dependency)


# The limits of each operation as the service enforces them.
LIMITS = {
    context.unique_id: [
        call for call in called(context.dependant) if isinstance(call, RateLimit)
    ]
    for context in iter_route_contexts(app.routes)
    if isinstance(context.original_route, APIRoute) and context.include_in_schema
}
LIMITED = [operation for operation in OPERATIONS if LIMITS[operation.id]]
# Limits that count every call; limits that count only some calls have their own tests.
COUNTED = {
    name: [
        limit.times
        for limit in limits
        if not limit.failures_only and limit.identify.__name__ != "by_some"
    ]
    for name, limits in LIMITS.items()
}


def codes(operation: Operation, status: int) -> set[str]:
    """Return the error codes that an operation documents for a status."""
    response = operation.responses.get(status, {})
    return set(re.findall(r"`([a-z0-9_]+)`:", response.get("description", "")))


def date_times(part: Any) -> Iterator[str]:
    """Return all strings in a reply that begin like a date and time."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from date_times(each)
    elif isinstance(part, str) and re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:", part):
        yield part


@each("operation", PROTECTED)
def test_a_protected_operation_refuses_a_caller_without_a_token(
    client: TestClient, operation: Operation
) -> None:
    reply = operation.call(client, json=operation.example())

    assert reply.status_code == 401, f"{reply.status_code} without a token, not 401"
    if operation.method != "HEAD":
        assert codes(operation, 401) == {reply.json()["code"]}
    assert operation.spec["security"] in ([{"Bearer": []}], [{"PendingTwoFa": []}])


@each("operation", PUBLIC)
def test_a_public_operation_needs_no_token(
    client: TestClient, operation: Operation
) -> None:
    reply = operation.call(client, json=operation.example())

    assert reply.status_code in set(operation.responses) - {
        401
    }, f"answers {reply.status_code}, which it does not declare: @raises(...)"
    assert 401 not in operation.responses


@each("operation", PROTECTED)
def test_an_operation_for_verified_users_declares_that(
    client: TestClient, operation: Operation
) -> None:
    token = stored_caller(is_verified=False)

    reply = operation.call(client, json=operation.example(), headers=token)

    assert (
        reply.status_code in operation.responses
    ), f"answers {reply.status_code}, which it does not declare: @raises(...)"
    refused = reply.status_code == 403
    if operation.method != "HEAD":
        refused = refused and reply.json()["code"] == "email_not_verified"
    assert ("email_not_verified" in codes(operation, 403)) is refused


@each_operation
def test_the_limits_of_an_operation_are_documented(operation: Operation) -> None:
    told = operation.spec["description"].partition("**Rate limit:** ")[2]

    for limit in LIMITS[operation.id]:
        assert re.search(
            rf"\b{limit.times} (calls|failures) per \w+", told
        ), f"a limit of {limit.times} is not in its description: use rate_limit(...)"
        for status in (429, 503):
            header = operation.responses[status]["headers"]["Retry-After"]
            assert header["schema"] == {"type": "integer"}
    if operation.spec.get("security") == [{"Bearer": []}]:
        assert f"{settings.DEFAULT_LIMIT_PER_MINUTE} calls per minute and user" in told
        assert 429 in operation.responses


@each_operation
def test_every_operation_has_a_limit(operation: Operation) -> None:
    told = operation.spec["description"].partition("**Rate limit:** ")[2]

    # Orchestrators call the probes every second from one address.
    assert (told == "none.") is (operation.spec["tags"] == ["Health"])


@each("operation", [o for o in LIMITED if COUNTED[o.id]])
def test_a_documented_limit_is_enforced(
    client: TestClient, counts: Redis, operation: Operation
) -> None:
    times = min(COUNTED[operation.id])
    caller = new_caller() | token_for(operation)

    def call() -> Response:
        return operation.call(client, json={}, headers=caller)

    replies = [call() for _ in range(min(times, 3) - 1)]
    if times > 3:
        # What hundreds of equal calls would count.
        [name] = counts.scan_iter(f"limit:*:{times}/*")
        counts.incrby(name, times - 3)
    replies += [call(), call()]
    counts.flushdb()

    statuses = [reply.status_code for reply in replies]
    # 401: the first logout ended the token that is sent again. 412: not the version.
    assert set(statuses[:-1]) <= {200, 204, 400, 401, 403, 404, 412, 422}, statuses
    assert statuses[-1] == 429, f"{times + 1} calls and no 429: is the limit kept?"
    assert replies[-1].headers["Retry-After"].isdecimal()


@each(
    "operation", [o for o in OPERATIONS if "{" in o.path and not o.takes_more_than_ids]
)
def test_a_malformed_id_is_an_unknown_path(
    client: TestClient, operation: Operation
) -> None:
    token = token_for(operation)

    replies = [
        operation.call(client, url=operation.url(value), headers=token)
        for value in ("no-id", "0" * 31, "g" * 32, "%00", "1e2", "\N{DIGIT ONE}" * 33)
    ]

    # 405: the last part of the path may be the name of another route.
    assert {reply.status_code for reply in replies} <= {
        404,
        405,
    }, f"write the ids of {operation.path} as {{name:uuid}}: others are another path"


@each("operation", [o for o in OPERATIONS if o.fields])
def test_the_examples_of_a_request_are_valid(
    client: TestClient, operation: Operation
) -> None:
    body = {name: example_of(name, each) for name, each in operation.fields.items()}
    token = token_for(operation)

    reply = operation.call(client, json=body, headers=token)

    assert reply.status_code in set(operation.responses) - {
        422
    }, f"its examples are refused, or {reply.status_code} is not declared: {reply.text}"


def test_date_times_end_in_z(client: TestClient) -> None:
    attempt = begin(client)
    signed_up = confirm(client, attempt, code_for(attempt.email))
    logged_in = log_in(client, attempt.email)
    token = bearer(logged_in["access_token"])

    replies = [
        operation.call(client, headers=token)
        for operation in OPERATIONS
        if operation.method == "GET"
    ]
    read = [r.json() for r in replies if "json" in r.headers["Content-Type"]]

    found = list(date_times([signed_up.json(), logged_in, *read]))
    assert len(found) >= 5
    whole = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
    assert [each for each in found if not re.fullmatch(whole, each)] == []


def test_every_operation_is_in_the_registry() -> None:
    assert {operation.id for operation in OPERATIONS} == set(LIMITS)
