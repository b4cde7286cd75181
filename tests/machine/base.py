"""The base of all steps of the machine, and its invariants."""

import atexit
import re
from itertools import count
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)
from redis import Redis
from sqlmodel import Session, col, select

from backend.core import clock
from backend.models import (
    OneTimeCode,
    OutboxEmail,
    ResetRequest,
    Signup,
    TwoFa,
    User,
)
from tests.fixtures import Time, engine
from tests.machine.model import (
    Model,
)
from tests.support import environment
from tests.support.accounts import API, bearer, new_email

redis = Redis.from_url(environment.valkey.url)
atexit.register(redis.close)
passwords = count(1)
SOME = st.integers(min_value=0, max_value=99)


class Base(RuleBasedStateMachine):
    """One account, over HTTP and in the model."""

    client: TestClient

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        clock._read = self.time.read
        self.email = new_email()
        self.model = Model()
        self.tokens: list[str] = []
        self.pending: list[str] = []
        self.tickets: list[str] = []
        self.codes: list[str] = ["000000"]

    def teardown(self) -> None:
        """Restore the service's own clock."""
        clock._read = clock._system_time

    def post(self, path: str, token: str | None = None, **body: Any) -> Response:
        """POST with unused limits; the limits have tests of their own."""
        redis.flushdb()
        headers = bearer(token) if token else {}
        return self.client.post(API + path, json=body, headers=headers)

    def mailed_code(self) -> str:
        """Return the code in the newest e-mail; no worker deletes it."""
        with Session(engine) as db:
            newest = select(OutboxEmail.text).where(
                col(OutboxEmail.recipient) == self.email
            )
            text = db.exec(newest.order_by(col(OutboxEmail.created_at).desc())).first()
        found = re.search(r"\b\d{6}\b", text or "")
        assert found
        return found[0]

    def a_token(self, number: int) -> str:
        """Return one of the account's tokens, live or ended."""
        return self.tokens[number % len(self.tokens)]

    def logged_in(self, reply: Response) -> None:
        """Record the session that a reply opened."""
        token = reply.json()["access_token"]
        self.tokens.append(token)
        self.model.live.add(token)
        if not self.model.verified:
            self.model.opened_by[token] = self.model.attempts[-1].token

    @invariant()
    def tokens_are_as_live_as_they_should_be(self) -> None:
        """Check that the newest tokens have exactly the access that the model says."""
        for token in self.tokens[-4:]:
            reply = self.client.get(API + "/users/me", headers=bearer(token))
            live = token in self.model.live
            assert reply.status_code == (200 if live else 401)
            if live:
                assert reply.json()["is_verified"] is self.model.verified
        for token in self.pending[-1:]:
            reply = self.client.get(API + "/users/me", headers=bearer(token))
            assert reply.status_code in (401, 403)

    @invariant()
    def tries_are_counted(self) -> None:
        """Check that the database counts tries and failures as the model does."""
        with Session(engine) as db:
            codes = select(OneTimeCode.tries)
            of_signups = codes.join(
                Signup, col(Signup.id) == OneTimeCode.holder_id
            ).where(col(Signup.email) == self.email)
            of_resets = (
                codes.join(ResetRequest, col(ResetRequest.id) == OneTimeCode.holder_id)
                .where(col(ResetRequest.email) == self.email)
                .order_by(col(ResetRequest.created_at).desc())
            )
            signup_tries = sorted(db.exec(of_signups).all())
            reset_tries = db.exec(of_resets).first()
            mine = select(TwoFa.failures).join(User)
            failures = db.exec(mine.where(col(User.email) == self.email)).first()
        model = self.model
        counted = [attempt.code.tries for attempt in model.attempts if attempt.code]
        assert signup_tries == sorted(counted)
        assert (reset_tries or 0) == model.reset_code.tries
        assert (failures or 0) == (model.factor.failures if model.factor else 0)
