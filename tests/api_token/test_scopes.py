"""Each route refuses API tokens, or names the scope that lets them in."""

from typing import get_args

from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.modules.api_token.lib import ADMIN_SCOPES, Scope
from tests.api_token.steps import made, program, read
from tests.document.steps import uploaded
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    new_email,
    verified,
)
from tests.support.operations import OPERATIONS, SCHEMAS, Operation
from tests.upload.steps import created, offset_of, patch
from tests.user.steps import promote

SCOPES: set[str] = set(get_args(Scope))
PROTECTED = [o for o in OPERATIONS if o.spec["security"] == [{"Bearer": []}]]
# What belongs to the owner alone: a stolen token must not take the account over.
OWNERS = (
    *("/passkeys", "/two-fa", "/api-tokens", "/users/sessions", "/users/logout"),
    *("/users/change-", "/users/verify-email", "/users/reauthenticate"),
    *("/users/export", "/users/delete-account", "/users/security-log", "/users/oidc"),
)


def scope_of(operation: Operation) -> str | None:
    """Return the scope that an operation documents, or None."""
    scope: str | None = operation.spec.get("x-api-token-scope")
    return scope


def ask(client: TestClient, account: Account, operation: Operation) -> str:
    """Call an operation about nothing, and return the error code, if there is one."""
    options = {"json": operation.example()} if operation.fields else {}
    reply = operation.call(client, headers=account.headers, **options)
    if reply.is_success or not reply.content:
        return ""
    return str(reply.json()["code"])


def test_every_route_refuses_tokens_or_wants_the_scope_that_it_documents(
    client: TestClient, db: Session
) -> None:
    admin = verified(client)
    promote(db, admin)
    every = program(client, admin, *SCOPES)
    only = {s: program(client, admin, s) for s in SCOPES}
    without = {s: program(client, admin, *SCOPES - {s}) for s in SCOPES}

    for operation in PROTECTED:
        scope = scope_of(operation)
        description = operation.spec["description"]
        if scope is None:
            assert ask(client, every, operation) == "api_token_refused", operation
            assert "**API token:** refused." in description
        else:
            lacking = ask(client, without[scope], operation)
            assert lacking in ("insufficient_scope", ""), operation
            assert lacking or operation.method == "HEAD"
            allowed = ask(client, only[scope], operation)
            assert allowed not in ("insufficient_scope", "api_token_refused"), operation
            assert f"**API token:** `{scope}`." in description


def test_the_scopes_are_those_that_open_a_route() -> None:
    opened = {scope_of(operation) for operation in PROTECTED} - {None}

    assert opened == SCOPES
    items = SCHEMAS["ApiTokenPublic"]["properties"]["scopes"]["items"]
    assert set(items["enum"]) == SCOPES


def test_reading_opens_no_route_that_writes() -> None:
    reading = {
        o.id
        for o in PROTECTED
        if o.method not in ("GET", "HEAD") and str(scope_of(o)).endswith(":read")
    }

    # It reads, but takes too many ids for a URL.
    assert reading == {"Documents-download_zip"}


def test_the_security_of_the_account_is_closed_to_tokens() -> None:
    closed = [o for o in PROTECTED if o.path.removeprefix(API).startswith(OWNERS)]

    assert len(closed) > 25
    assert {scope_of(operation) for operation in closed} == {None}


def test_administration_needs_a_scope_that_only_administrators_give() -> None:
    for operation in PROTECTED:
        if "/admin/" in operation.path:
            assert scope_of(operation) in {None, *ADMIN_SCOPES}, operation
            assert operation.method == "GET" or scope_of(operation) is None, operation
        else:
            assert scope_of(operation) not in ADMIN_SCOPES, operation


def test_a_missing_scope_is_named(client: TestClient) -> None:
    robot = program(client, verified(client), "documents:read")

    reply = client.delete(API + "/documents/trash", headers=robot.headers)

    assert_error(reply, 403, "insufficient_scope")
    assert "documents:write" in reply.json()["detail"]
    challenge = reply.headers["WWW-Authenticate"]
    assert challenge == 'Bearer error="insufficient_scope", scope="documents:write"'


def test_a_program_stores_and_reads_documents(client: TestClient) -> None:
    account = verified(client)
    robot = program(client, account, "documents:read", "documents:write")

    document = uploaded(client, robot, b"of a program")
    upload = created(client, robot, 5)
    assert offset_of(client, robot, upload) == 0
    assert patch(client, robot, upload, b"Hello").status_code == 204

    assert len(read(client, account).json()["items"]) == 2
    url = f"{API}/documents/{document['id']}/download"
    assert client.get(url, headers=robot.headers).content == b"of a program"
    assert client.head(url, headers=robot.headers).status_code == 200


def test_a_retry_by_a_program_has_no_second_effect(client: TestClient) -> None:
    robot = program(client, verified(client), "documents:read", "documents:write")
    url = f"{API}/documents/{uploaded(client, robot)['id']}/shares"
    headers = robot.headers | {"Idempotency-Key": "0123456789abcdef"}

    first = client.post(url, json={}, headers=headers)
    second = client.post(url, json={}, headers=headers)

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()


def test_a_program_reads_and_changes_the_profile(client: TestClient) -> None:
    account = verified(client)
    token = made(client, account, "account:read", "account:write")
    headers = bearer(token["token"])
    lasting = program(client, account, "account:read", expires_in_days=None)

    changed = client.patch(
        f"{API}/users/me", json={"full_name": "Ada Lovelace"}, headers=headers
    )
    me = client.get(f"{API}/users/me", headers=headers).json()

    assert changed.status_code == 200
    assert (me["email"], me["full_name"]) == (account.email, "Ada Lovelace")
    assert (me["session_expires_at"], me["proved_at"]) == (token["expires_at"], None)
    other = client.get(f"{API}/users/me", headers=lasting.headers).json()
    assert other["session_expires_at"] is None


def test_a_public_route_ignores_tokens(client: TestClient) -> None:
    robot = program(client, verified(client), "documents:read")

    assert client.get(f"{API}/config", headers=robot.headers).status_code == 200
    body = {"email": "nobody@example.com"}
    url = f"{API}/users/resend-code"
    with_token = client.post(url, json=body, headers=robot.headers)
    without = client.post(url, json=body)
    assert with_token.status_code == without.status_code
    assert with_token.json()["code"] == without.json()["code"]
    headers = robot.headers | {"Idempotency-Key": "0123456789abcdef"}
    person = {"email": new_email(), "password": PASSWORD}
    signup = client.post(f"{API}/users/signup", json=person, headers=headers)
    assert signup.status_code == 202
