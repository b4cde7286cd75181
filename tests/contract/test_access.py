"""Every route, called by every kind of caller, lets in whom docs/access.md says."""

import pytest
from fastapi.testclient import TestClient

from devtools import access
from tests.fixtures import Time
from tests.support.accounts import API, bearer
from tests.support.operations import OPERATIONS, Operation, stored_token
from tests.two_fa.steps import guarded, pending

ROWS = {(row.method, row.path): row for row in access.rows()}
# With all others, a caller was let in, whatever the reply is.
REFUSING = {*access.REFUSALS, "api_token_refused", "insufficient_scope"}
# Without a body, the status says what it can.
HEAD = {401: "invalid_token", 403: "one of the 403s"}


def caller(kind: str) -> dict[str, str]:
    """Return the headers of a new caller of this kind."""
    if kind == "nobody":
        return {}
    return bearer(
        stored_token(
            is_admin=kind.startswith("administrator"),
            is_verified=kind != "unverified",
            proved=kind in ("user", "administrator"),
        )
    )


def answer(client: TestClient, operation: Operation, headers: dict[str, str]) -> str:
    """Call an operation and return the code that refused the caller, or ""."""
    options = {"json": operation.example()} if operation.fields else {}
    reply = operation.call(client, headers=headers, **options)
    if operation.method == "HEAD":
        return HEAD.get(reply.status_code, "")
    is_problem = reply.headers.get("Content-Type") == "application/problem+json"
    code = reply.json()["code"] if is_problem else ""
    return code if code in REFUSING else ""


def expected(operation: Operation, kind: str) -> str:
    """Return what the table says, as `answer` does."""
    told = ROWS[operation.method, operation.path].refusals[kind]
    if operation.method != "HEAD" or told in ("", "invalid_token"):
        return told
    return HEAD[403]


@pytest.mark.parametrize("kind", access.KINDS)
def test_a_route_lets_in_whom_the_table_says(
    client: TestClient, time: Time, kind: str
) -> None:
    told = {str(o): expected(o, kind) for o in OPERATIONS}
    # A pending login can call everything: nothing that it may do uses it up.
    waiting = kind == "pending login" and pending(client, guarded(client, time))

    answered = {str(o): answer(client, o, waiting or caller(kind)) for o in OPERATIONS}

    assert answered == told


def test_each_kind_is_refused_somewhere_and_let_in_somewhere() -> None:
    for kind in access.KINDS:
        codes = {row.refusals[kind] for row in ROWS.values()}
        assert "" in codes
        assert len(codes) > 1


def test_routes_below_admin_are_for_administrators() -> None:
    for row in ROWS.values():
        below = "/admin/" in row.path.removeprefix(API)
        assert (row.refusals["user"] == "admin_required") is below, row.path
