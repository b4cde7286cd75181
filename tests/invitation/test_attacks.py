"""Nobody makes an account by an invitation that is not theirs, or not valid."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import Invitation, User
from tests.fixtures import Time
from tests.invitation.steps import (
    INVITATIONS,
    accept,
    invited,
    listed,
    look_up,
    token_for,
    try_to_invite,
    withdraw,
)
from tests.support.accounts import API, Account, assert_error, new_email, verified
from tests.support.racing import at_once
from tests.user.steps import administrator


def test_only_administrators_invite_list_and_withdraw(
    client: TestClient, admin: Account
) -> None:
    user = verified(client)
    invitation = invited(client, admin)
    path = f"{INVITATIONS}/{invitation['id']}"

    replies = [
        try_to_invite(client, user),
        client.get(INVITATIONS, headers=user.headers),
        client.post(path + "/resend", headers=user.headers),
        client.delete(path, headers=user.headers),
    ]

    for reply in replies:
        assert_error(reply, 403, "admin_required")
    assert client.get(INVITATIONS).status_code == 401
    assert len(listed(client, admin, state="open")) == 1


def test_an_administrator_must_have_entered_the_password_recently(
    client: TestClient, admin: Account, time: Time
) -> None:
    invitation = invited(client, admin)
    time.advance(minutes=30)

    replies = [
        try_to_invite(client, admin),
        withdraw(client, admin, invitation),
        client.post(f"{INVITATIONS}/{invitation['id']}/resend", headers=admin.headers),
    ]

    for reply in replies:
        assert_error(reply, 403, "reauthentication_required")


@pytest.mark.parametrize("change", ["is_admin", "is_active"])
def test_invitations_end_with_the_power_of_the_person_who_sent_them(
    client: TestClient, db: Session, admin: Account, change: str
) -> None:
    other = administrator(client, db)
    token = token_for(invited(client, other, is_admin=True)["email"])
    path = f"{API}/users/admin/users/{other.user['id']}"
    body = {change: False}
    assert client.patch(path, json=body, headers=admin.headers).status_code == 200

    assert_error(look_up(client, token), 400, "invalid_invitation")
    assert_error(accept(client, token), 400, "invalid_invitation")


@pytest.mark.parametrize(
    "token", ["x", "a" * 43, "243df47f-b559-40e1-9650-69c6baefefbd", "ä"]
)
def test_a_made_up_token_is_refused(client: TestClient, token: str) -> None:
    assert_error(look_up(client, token), 400, "invalid_invitation")
    assert_error(accept(client, token), 400, "invalid_invitation")


def test_the_token_is_in_no_reply_and_not_in_the_database(
    client: TestClient, admin: Account, db: Session
) -> None:
    invitation = invited(client, admin)
    token = token_for(invitation["email"])

    row = db.exec(select(Invitation)).one()

    assert token not in str(invitation) + str(listed(client, admin))
    assert token.encode() != row.digest
    assert token not in str(row.model_dump())


def test_of_ten_parallel_uses_one_makes_the_account(
    client: TestClient, admin: Account, db: Session
) -> None:
    email = invited(client, admin, is_admin=True)["email"]
    token = token_for(email)

    replies = at_once(10, lambda _: accept(client, token))

    statuses = Counter(reply.status_code for reply in replies)
    # The address is taken, or the invitation is over: what a request sees first.
    assert statuses[201] == 1
    assert set(statuses) <= {201, 400, 409}
    assert db.exec(select(User).where(User.email == email)).one().is_admin


def test_of_ten_parallel_invitations_of_an_address_one_is_sent(
    client: TestClient, admin: Account, db: Session
) -> None:
    email = new_email()

    replies = at_once(10, lambda _: try_to_invite(client, admin, email=email))

    assert Counter(reply.status_code for reply in replies) == {201: 1, 409: 9}
    assert len(db.exec(select(Invitation)).all()) == 1


def test_accepting_and_withdrawing_at_once_end_in_one_of_both(
    client: TestClient, admin: Account, db: Session
) -> None:
    invitation = invited(client, admin)
    token = token_for(invitation["email"])

    made, withdrawn = at_once(
        2,
        lambda number: (
            withdraw(client, admin, invitation) if number else accept(client, token)
        ),
    )

    assert (made.status_code, withdrawn.status_code) in ((201, 404), (400, 204))
    accounts = db.exec(select(User).where(User.email == invitation["email"])).all()
    assert bool(accounts) == (made.status_code == 201)


def test_an_invitation_outlives_the_account_that_sent_it_only_as_a_row(
    client: TestClient, admin: Account, db: Session
) -> None:
    other = administrator(client, db)
    token = token_for(invited(client, other)["email"])
    db.delete(db.get_one(User, other.user["id"]))
    db.commit()

    assert_error(accept(client, token), 400, "invalid_invitation")
    [row] = listed(client, admin)
    assert row["invited_by"] is None


def test_the_deletion_of_an_account_deletes_its_invitation(
    client: TestClient, admin: Account, db: Session
) -> None:
    email = invited(client, admin)["email"]
    assert accept(client, token_for(email)).status_code == 201
    db.delete(db.exec(select(User).where(User.email == email)).one())
    db.commit()

    assert listed(client, admin) == []
