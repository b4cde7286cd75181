"""What a thief of an API token, or of a password, cannot do with API tokens."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from zlib import crc32

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core import api_tokens, clock, token
from backend.core.exceptions import InvalidToken
from backend.models import ApiToken, User
from tests.api_token.steps import listed, made, program, read, revoke, try_to_make
from tests.forgot_password.steps import reset, ticket
from tests.support.accounts import API, Account, assert_error, bearer, log_in, verified
from tests.support.racing import while_held
from tests.support.work import Work
from tests.user.address_steps import change_password, request_change, undo, undo_token
from tests.user.steps import promote, request_deletion


def test_the_checksum_is_a_crc_32_in_base62_as_in_tokens_of_github() -> None:
    new = api_tokens.new()

    random, checksum = new[-36:-6], new[-6:]
    number = 0
    for digit in checksum:
        number = number * 62 + token.BASE62.index(digit)
    assert number == crc32(random.encode())
    assert len({api_tokens.new() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "mistyped",
    [
        lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"),
        lambda t: t[:20] + ("a" if t[20] != "a" else "b") + t[21:],
        lambda t: t[:-1],
        lambda t: t + "0",
        lambda t: t + "\n",
        lambda t: t[:-1] + "\u0661",
        lambda t: t.replace("sample_pat_", "sample_pat_ "),
        lambda _: "sample_pat_",
        lambda _: "sample_pat_" + "0" * 10_000,
    ],
)
def test_a_mistyped_token_is_no_token(mistyped: Callable[[str], str]) -> None:
    with pytest.raises(InvalidToken):
        api_tokens.digests(mistyped(api_tokens.new()))


def test_a_mistyped_or_invented_token_is_refused(
    client: TestClient, work: Work
) -> None:
    invented = bearer(api_tokens.new())
    mistyped = bearer(invented["Authorization"][7:-1] + "!")
    url = f"{API}/documents"

    with work.counted() as done:
        assert_error(client.get(url, headers=mistyped), 401, "invalid_token")
    assert done.statements == []
    assert_error(client.get(url, headers=invented), 401, "invalid_token")


def test_a_token_outside_of_the_authorization_header_is_ignored(
    client: TestClient,
) -> None:
    new = made(client, verified(client), "documents:read")["token"]
    url = f"{API}/documents"

    replies = [
        client.get(url, params={"token": new, "access_token": new}),
        client.get(url, headers={"Authorization": f"Basic {new}"}),
        client.get(url, headers={"Authorization": new}),
        client.get(url, headers={"Cookie": f"token={new}", "X-API-Key": new}),
    ]

    for reply in replies:
        assert_error(reply, 401, "invalid_token")


def test_a_digest_from_the_database_is_no_token(
    client: TestClient, db: Session
) -> None:
    made(client, verified(client), "documents:read")
    digest = db.exec(select(ApiToken.digest)).one()

    for stolen in (digest.hex(), f"sample_pat_{digest.hex()[:36]}"):
        reply = client.get(f"{API}/documents", headers=bearer(stolen))
        assert_error(reply, 401, "invalid_token")


def _resets_password(client: TestClient, account: Account, _: Account) -> None:
    assert reset(client, ticket(client, account, number=3)).status_code == 204


def _deletes_account(client: TestClient, account: Account, _: Account) -> None:
    assert request_deletion(client, account).status_code == 202


def _undoes_change_of_address(client: TestClient, account: Account, _: Account) -> None:
    request_change(client, account, f"new-{account.email}")
    assert undo(client, undo_token(account.email)).status_code == 200


def _is_disabled(client: TestClient, account: Account, admin: Account) -> None:
    url = f"{API}/users/admin/users/{account.user['id']}"
    for is_active in (False, True):
        body = {"is_active": is_active}
        reply = client.patch(url, json=body, headers=admin.headers)
        assert reply.status_code == 200, reply.text


def _is_logged_out(client: TestClient, account: Account, admin: Account) -> None:
    url = f"{API}/users/admin/users/{account.user['id']}/sessions"
    assert client.delete(url, headers=admin.headers).status_code == 204


@pytest.mark.parametrize(
    "event",
    [
        _resets_password,
        _deletes_account,
        _undoes_change_of_address,
        _is_disabled,
        _is_logged_out,
    ],
)
def test_no_token_of_a_stranger_stays_in_a_recovered_account(
    client: TestClient,
    db: Session,
    event: Callable[[TestClient, Account, Account], None],
) -> None:
    account, admin = verified(client), verified(client)
    promote(db, admin)
    strangers = program(client, account, "documents:read")

    event(client, account, admin)

    assert_error(read(client, strangers), 401, "invalid_token")
    assert db.exec(select(ApiToken)).all() == []


def test_a_token_survives_a_change_of_the_password_and_a_logout(
    client: TestClient,
) -> None:
    account = verified(client)
    robot = program(client, account, "documents:read")

    account = change_password(client, account, "a-quiet-orchard-at-dusk")
    client.post(f"{API}/users/logout", headers=account.headers)

    assert read(client, robot).status_code == 200


def test_a_token_of_an_account_that_lost_its_access_does_nothing(
    client: TestClient, db: Session
) -> None:
    robot = program(client, verified(client), "documents:read")
    owner = db.exec(select(User)).one()

    owner.email_verified_at = None
    db.commit()
    assert_error(read(client, robot), 403, "email_not_verified")
    owner.email_verified_at = clock.now()
    owner.is_active = False
    db.commit()
    assert_error(read(client, robot), 401, "invalid_token")
    owner.is_active, owner.delete_at = True, clock.now()
    owner.undo_delete_digest = b"digest"
    db.commit()
    assert_error(read(client, robot), 401, "invalid_token")
    db.delete(owner)
    db.commit()
    assert_error(read(client, robot), 401, "invalid_token")


def test_of_a_token_and_the_end_of_its_session_none_stays(
    client: TestClient, db: Session
) -> None:
    owner = verified(client)
    login = log_in(client, owner.email)["access_token"]
    thief = Account(owner.email, owner.password, bearer(login), owner.user)

    ended, late = while_held(
        db,
        select(User),
        lambda: client.delete(f"{API}/users/sessions", headers=owner.headers),
        lambda: try_to_make(client, thief, "documents:read"),
    )

    assert ended.status_code == 204
    assert_error(late, 401, "invalid_token")
    assert listed(client, owner) == []


def test_no_request_that_begins_after_the_revocation_succeeds(
    client: TestClient,
) -> None:
    account = verified(client)
    new = made(client, account, "documents:read")
    robot = Account(account.email, "", bearer(new["token"]), account.user)
    revoked, late = threading.Event(), []

    def hammer(_: int) -> None:
        for _ in range(5):
            after = revoked.is_set()
            reply = read(client, robot)
            if after:
                late.append(reply.status_code)

    with ThreadPoolExecutor(8) as pool:
        running = pool.map(hammer, range(8))
        assert revoke(client, account, new["id"]).status_code == 204
        revoked.set()
        list(running)

    assert_error(read(client, robot), 401, "invalid_token")
    assert set(late) <= {401}
