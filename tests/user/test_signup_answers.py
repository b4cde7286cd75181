"""Nothing tells a sign-up of a new address from one of a taken address."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import OutboxEmail
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Attempt,
    assert_error,
    bearer,
    begin,
    confirm,
    new_email,
    resend,
    signed_up,
)
from tests.support.work import Work


class TestAnswers:
    """The answers for a new and a taken address are the same."""

    @pytest.fixture
    def both(self, client: TestClient, time: Time) -> tuple[Attempt, Attempt]:
        owner = signed_up(client)
        time.advance(minutes=2)
        return begin(client), begin(client, owner.email, password="another-one-99x")

    def test_the_answers_to_wrong_codes_and_resending_are_alike(
        self, client: TestClient, both: tuple[Attempt, Attempt], time: Time, work: Work
    ) -> None:
        counts, replies = [], []
        time.advance(minutes=2)
        for attempt in both:
            with work.counted() as wrong_code:
                refused = confirm(client, attempt, "000000")
            with work.counted() as again:
                resent = resend(client, attempt)
            counts.append(
                [(c.writes, len(c.statements), c.hashes) for c in (wrong_code, again)]
            )
            replies.append([(refused.status_code, refused.json()["code"])])
            assert (resent.status_code, resent.json()) == (
                202,
                {"detail": resent.json()["detail"]},
            )

        assert counts[0] == counts[1]
        assert replies[0] == replies[1] == [(400, "invalid_code")]

    def test_no_code_is_right_for_a_taken_address(
        self,
        client: TestClient,
        both: tuple[Attempt, Attempt],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        _, taken = both
        monkeypatch.setattr("backend.core.token.same_digest", lambda *_: True)

        assert_error(confirm(client, taken, "000000"), 400, "invalid_code")

    def test_an_unknown_token_is_a_wrong_code_and_mails_nothing(
        self, client: TestClient, db: Session
    ) -> None:
        nobody = Attempt(new_email(), PASSWORD, "no-such-token")

        assert_error(confirm(client, nobody, "123456"), 400, "invalid_code")
        assert resend(client, nobody).status_code == 202
        assert db.exec(select(OutboxEmail.id)).all() == []

    @pytest.mark.parametrize("token", ["", "x", "forged.token.here"])
    def test_a_missing_token_and_session_have_their_own_error(
        self, client: TestClient, token: str
    ) -> None:
        headers = bearer(token) if token else {}

        for path, body in (("verify-signup", {"code": "123456"}), ("resend-code", {})):
            reply = client.post(f"{API}/users/{path}", json=body, headers=headers)
            assert_error(reply, 400, "signup_token_required")
