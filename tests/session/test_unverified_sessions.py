"""A session of an unverified sign-up sees and ends only sessions of that sign-up."""

import pytest
from fastapi.testclient import TestClient

from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    Attempt,
    assert_error,
    bearer,
    begin,
    confirm,
    log_in,
)
from tests.user.attempts import ME, OWNER, STRANGER, codes_of
from tests.user.steps import sessions


class TestUnverifiedSessions:
    """Sessions of unverified sign-ups."""

    @pytest.fixture
    def stranger(self, client: TestClient) -> Attempt:
        return begin(client, full_name="Eve", **STRANGER)

    @pytest.fixture
    def strangers(self, client: TestClient, stranger: Attempt) -> dict[str, str]:
        """Return the headers of the stranger's session."""
        auth = log_in(client, stranger.email, stranger.password)
        return bearer(auth["access_token"])

    @pytest.fixture
    def owner(
        self, client: TestClient, strangers: object, stranger: Attempt
    ) -> Attempt:
        return begin(client, stranger.email, full_name="Ada", **OWNER)

    @pytest.fixture
    def owners(self, client: TestClient, owner: Attempt) -> dict[str, str]:
        """Return the headers of the owner's session."""
        auth = log_in(client, owner.email, owner.password)
        assert auth["user"]["full_name"] == "Ada"
        return bearer(auth["access_token"])

    def test_sessions_of_two_sign_ups_see_nothing_of_each_other(
        self, client: TestClient, strangers: dict[str, str], owners: dict[str, str]
    ) -> None:
        for headers, name in ((strangers, "Eve"), (owners, "Ada")):
            me = client.get(ME, headers=headers).json()
            log = client.get(API + "/users/security-log", headers=headers).json()
            [session] = sessions(client, headers)

            assert me["full_name"] == name
            assert session["is_current"] is True
            assert {item["session_id"] for item in log["items"]} == {session["id"]}

    def test_sessions_of_two_sign_ups_cannot_end_each_other(
        self, client: TestClient, strangers: dict[str, str], owners: dict[str, str]
    ) -> None:
        [session] = sessions(client, owners)

        one = client.delete(f"{API}/users/sessions/{session['id']}", headers=strangers)
        client.delete(API + "/users/sessions", headers=strangers)

        assert_error(one, 404, "session_not_found")
        assert client.get(ME, headers=owners).status_code == 200

    def test_a_session_can_end_the_others_of_its_sign_up(
        self, client: TestClient, owner: Attempt, owners: dict[str, str]
    ) -> None:
        more = bearer(log_in(client, owner.email, owner.password)["access_token"])
        assert len(sessions(client, owners)) == 2

        client.delete(API + "/users/sessions", headers=owners)

        assert client.get(ME, headers=more).status_code == 401
        assert client.get(ME, headers=owners).status_code == 200

    def test_a_session_replaces_the_token_of_its_sign_up(
        self, client: TestClient, mailbox: Mailbox, time: Time, owners: dict[str, str]
    ) -> None:
        time.advance(minutes=2)
        email = client.get(ME, headers=owners).json()["email"]
        resent = client.post(API + "/users/resend-code", json={}, headers=owners)
        code = mailbox.wait_for(email, count=3)[0].code

        reply = client.post(
            API + "/users/verify-signup", json={"code": code}, headers=owners
        )

        assert (resent.status_code, reply.status_code) == (202, 200)
        assert reply.json()["user"]["full_name"] == "Ada"

    def test_all_sessions_end_when_one_sign_up_verifies(
        self,
        client: TestClient,
        mailbox: Mailbox,
        strangers: dict[str, str],
        owners: dict[str, str],
        owner: Attempt,
    ) -> None:
        confirm(client, owner, codes_of(mailbox, owner.email, 2)[1])

        for headers in (strangers, owners):
            assert_error(client.get(ME, headers=headers), 401, "invalid_token")

    def test_a_session_of_a_deleted_sign_up_cannot_verify(
        self,
        client: TestClient,
        mailbox: Mailbox,
        strangers: dict[str, str],
        owner: Attempt,
    ) -> None:
        first, second = codes_of(mailbox, owner.email, 2)
        confirm(client, owner, second)

        reply = client.post(
            API + "/users/verify-signup", json={"code": first}, headers=strangers
        )

        assert_error(reply, 400, "invalid_code")

    def test_a_session_cannot_delete_the_account(
        self, client: TestClient, owners: dict[str, str]
    ) -> None:
        reply = client.post(
            API + "/users/delete-account", json={"password": "x"}, headers=owners
        )

        assert_error(reply, 403, "email_not_verified")
