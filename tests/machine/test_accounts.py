"""Sign-up, login, second factor, reset and sessions, in any order.

A short run by day; `pytest -m nightly` makes 200 runs of 50 steps.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis import Redis
from sqlmodel import Session, col, select

from backend.core import clock
from backend.models import EmailCode, OutboxEmail, TwoFactor, User
from tests import environment
from tests.accounts import API, bearer, new_email, wrong
from tests.conftest import Background, Time, _engine
from tests.machine.model import (
    CHALLENGE_LIFETIME,
    SETUP_LIFETIME,
    Challenge,
    Factor,
    Model,
)

_client: TestClient
_redis = Redis.from_url(environment.valkey.url)
_passwords = count(1)
_SOME = st.integers(min_value=0, max_value=99)


class Accounts(RuleBasedStateMachine):
    """Takes steps over HTTP and compares each answer with the model's."""

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
        """Give the service its own clock back."""
        clock._read = clock._system_time

    # What the steps are made of.

    def post(self, path: str, token: str | None = None, **body: Any) -> Response:
        """POST with all limits fresh: they have tests of their own."""
        _redis.flushdb()
        headers = bearer(token) if token else {}
        return _client.post(API + path, json=body, headers=headers)

    def mailed_code(self) -> str:
        """Return the code in the newest mail; no worker takes it away."""
        with Session(_engine) as db:
            newest = select(OutboxEmail.text).where(
                col(OutboxEmail.recipient) == self.email
            )
            text = db.exec(newest.order_by(col(OutboxEmail.created_at).desc())).first()
        found = re.search(r"\b\d{6}\b", text or "")
        assert found
        return found[0]

    def a_token(self, number: int) -> str:
        """Return one of the tokens of this account, live or not."""
        return self.tokens[number % len(self.tokens)]

    def logged_in(self, reply: Response) -> None:
        """Note the session that a reply opened."""
        token = reply.json()["access_token"]
        self.tokens.append(token)
        self.model.live.add(token)

    def step_of(self, code: str) -> int | None:
        """Return the time step near now whose code this is, as RFC 6238 says."""
        assert self.model.factor is not None
        totp = pyotp.TOTP(self.model.factor.secret)
        now = int(self.time.read().timestamp()) // 30
        near = (now - 1, now, now + 1)
        return next((s for s in near if totp.generate_otp(s) == code), None)

    def app_code(self, steps: int) -> str:
        """Return the code of a time step from now."""
        assert self.model.factor is not None
        at = int(self.time.read().timestamp()) // 30 + steps
        code = pyotp.TOTP(self.model.factor.secret).generate_otp(at)
        self.codes.append(code)
        return code

    # Steps.

    @initialize(start=st.sampled_from(["nobody", "verified", "guarded", "guarded"]))
    def begin(self, start: str) -> None:
        """Begin with no account, a verified one, or one with a second factor."""
        if start == "nobody":
            return
        self.sign_up()
        self.verify_signup(right=True)
        if start == "guarded":
            self.switch_on(0)
            self.wait(61)
            self.log_in(right=True)

    @rule(seconds=st.sampled_from([1, 31, 61, 301, 601, 901]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.time.advance(seconds=seconds)

    @rule()
    def sign_up(self) -> None:
        """Sign up, for the first time or again."""
        password = f"a-fresh-and-long-one-{next(_passwords)}"
        model, now = self.model, self.time.read()

        reply = self.post("/users/signup", email=self.email, password=password)

        assert reply.status_code == 202
        if not model.signup_code.may_send(now):
            return
        if model.password is None or not model.verified:
            model.password = password
            model.end_all()
            model.signup_code.send(now, self.mailed_code())
        else:
            model.signup_code.send(now, None)

    @rule(right=st.booleans())
    @precondition(lambda self: self.model.signup_code.value)
    def verify_signup(self, right: bool) -> None:
        """Give the code of the sign-up, or another."""
        live = self.model.signup_code.value or ""
        given = live if right else wrong(live)

        reply = self.post("/users/verify-signup", email=self.email, code=given)

        if self.model.signup_code.redeem(self.time.read(), given):
            assert reply.status_code == 200, reply.text
            self.model.verified = True
            self.model.end_all()
            self.logged_in(reply)
        else:
            assert reply.json()["code"] == "invalid_code"

    @rule(right=st.booleans())
    def log_in(self, right: bool) -> None:
        """Log in with the password, or another."""
        model = self.model
        password = (model.password if right else None) or "certainly-not-this"

        reply = self.post("/users/login", email=self.email, password=password)

        if password != model.password:
            assert reply.json()["code"] == "invalid_credentials"
            return
        assert reply.json()["pending_2fa"] is model.guarded
        if not model.guarded:
            self.logged_in(reply)
            return
        token = reply.json()["access_token"]
        self.pending.append(token)
        expires_at = self.time.read() + CHALLENGE_LIFETIME
        model.challenges[token] = Challenge(expires_at)

    @rule(number=_SOME, how=st.sampled_from(["now", "before", "after", "old", "wrong"]))
    @precondition(lambda self: self.pending and self.model.guarded)
    def give_second_factor(self, number: int, how: str) -> None:
        """Give a code of the app: of a step near now, one seen before, or a wrong one."""
        steps = {"now": 0, "before": -1, "after": 1, "wrong": -9}
        code = (
            self.codes[number % len(self.codes)]
            if how == "old"
            else self.app_code(steps[how])
        )
        self.verify(self.pending[number % len(self.pending)], code, None)

    @rule(number=_SOME)
    @precondition(lambda self: self.pending and self.model.guarded)
    def give_recovery_code(self, number: int) -> None:
        """Give a recovery code, mostly an unused one."""
        assert self.model.factor is not None
        unused = sorted(self.model.factor.recovery_codes) or ["AAAA-BBBB-CCCC-DDDD"]
        code = unused[number % len(unused)]
        self.verify(self.pending[number % len(self.pending)], code, code)

    def verify(self, token: str, code: str, recovery: str | None) -> None:
        """Give a code for a pending login and compare what comes of it."""
        model, now = self.model, self.time.read()
        assert model.factor is not None
        step = None if recovery else self.step_of(code)

        reply = self.post("/two-fa/verify", token, code=code)

        challenge = model.challenges.get(token)
        if challenge is None or challenge.expires_at <= now or challenge.tries >= 5:
            assert reply.status_code == 401, reply.text
        elif model.factor.is_paused(now):
            assert reply.json()["code"] == "two_factor_paused"
        elif model.factor.check(now, step=step, recovery=recovery):
            assert reply.status_code == 200, reply.text
            del model.challenges[token]
            self.logged_in(reply)
        else:
            challenge.tries += 1
            assert reply.json()["code"] == "wrong_code"

    @rule(number=_SOME)
    @precondition(lambda self: self.tokens)
    def switch_on(self, number: int) -> None:
        """Set the second factor up and enable it at once."""
        model, now = self.model, self.time.read()
        token = self.a_token(number)

        reply = self.post("/two-fa/setup", token, password=model.password)

        if token not in model.live:
            assert reply.status_code == 401
            return
        if model.guarded or not model.verified:
            code = "two_factor_enabled" if model.guarded else "email_not_verified"
            assert reply.json()["code"] == code
            return
        model.factor = Factor(reply.json()["secret"], now)
        code = self.app_code(0)
        step = self.step_of(code)
        enabled = self.post("/two-fa/enable", token, code=code)
        assert enabled.status_code == 200, enabled.text
        assert now + SETUP_LIFETIME > self.time.read()
        model.factor.enabled = True
        model.factor.last_step = step or -1
        model.factor.recovery_codes = set(enabled.json()["recovery_codes"])
        model.end_all(but=token)

    @rule(number=_SOME)
    @precondition(lambda self: self.tokens and self.model.guarded)
    def switch_off(self, number: int) -> None:
        """Switch the second factor off with password and code."""
        model, now = self.model, self.time.read()
        assert model.factor is not None
        token, code = self.a_token(number), self.app_code(0)
        step = self.step_of(code)

        reply = self.post("/two-fa/disable", token, password=model.password, code=code)

        if token not in model.live:
            assert reply.status_code == 401
        elif model.factor.is_paused(now):
            assert reply.json()["code"] == "two_factor_paused"
        elif model.factor.check(now, step=step, recovery=None):
            assert reply.status_code == 204, reply.text
            model.factor = None
            model.end_all(but=token)
        else:
            assert reply.json()["code"] == "wrong_code"

    @rule()
    def ask_for_reset(self) -> None:
        """Ask for a code to set a new password."""
        now = self.time.read()

        reply = self.post("/forgot-password/request", email=self.email)

        assert reply.status_code == 202
        if self.model.reset_code.may_send(now):
            known = self.model.password is not None
            self.model.reset_code.send(now, self.mailed_code() if known else None)

    @rule(right=st.booleans())
    @precondition(lambda self: self.model.reset_code.value)
    def exchange_reset_code(self, right: bool) -> None:
        """Give the code, or another, for a ticket."""
        live = self.model.reset_code.value or ""
        given = live if right else wrong(live)

        reply = self.post("/forgot-password/verify", email=self.email, code=given)

        if self.model.reset_code.redeem(self.time.read(), given):
            assert reply.status_code == 200, reply.text
            ticket = reply.json()["reset_token"]
            self.tickets.append(ticket)
            lifetime = self.time.read() + CHALLENGE_LIFETIME * 2
            self.model.tickets[ticket] = lifetime
        else:
            assert reply.json()["code"] == "invalid_code"

    @rule(number=_SOME)
    @precondition(lambda self: self.tickets)
    def reset(self, number: int) -> None:
        """Set a new password with a ticket, good or not."""
        ticket = self.tickets[number % len(self.tickets)]
        password = f"a-fresh-and-long-one-{next(_passwords)}"
        model = self.model
        good = model.tickets.get(ticket, self.time.read()) > self.time.read()

        reply = self.post(
            "/forgot-password/reset", reset_token=ticket, new_password=password
        )

        if good:
            assert reply.status_code == 204, reply.text
            model.password, model.verified = password, True
            model.end_all()
        else:
            assert reply.json()["code"] == "invalid_reset_token"

    @rule(number=_SOME)
    @precondition(lambda self: self.tokens)
    def change_password(self, number: int) -> None:
        """Change the password."""
        model, token = self.model, self.a_token(number)
        password = f"a-fresh-and-long-one-{next(_passwords)}"

        reply = self.post(
            "/users/change-password",
            token,
            current_password=model.password,
            new_password=password,
        )

        if token not in model.live:
            assert reply.status_code == 401
        elif not model.verified:
            assert reply.json()["code"] == "email_not_verified"
        else:
            assert reply.status_code == 200, reply.text
            model.password = password
            model.end_all()
            self.logged_in(reply)

    @rule(number=_SOME, others=st.booleans())
    @precondition(lambda self: self.tokens)
    def end_sessions(self, number: int, others: bool) -> None:
        """Log out, or end all other sessions."""
        model, token = self.model, self.a_token(number)
        _redis.flushdb()

        if others:
            reply = _client.delete(API + "/users/sessions", headers=bearer(token))
        else:
            reply = self.post("/users/logout", token)

        if token not in model.live:
            assert reply.status_code == 401
            return
        assert reply.status_code == 204
        if others:
            model.end_all(but=token)
        else:
            model.live.discard(token)

    # What always holds.

    @invariant()
    def tokens_are_as_live_as_they_should_be(self) -> None:
        """The last tokens given out open what they should, and no more."""
        for token in self.tokens[-4:]:
            reply = _client.get(API + "/users/me", headers=bearer(token))
            live = token in self.model.live
            assert reply.status_code == (200 if live else 401)
            if live:
                assert reply.json()["is_verified"] is self.model.verified
        for token in self.pending[-1:]:
            reply = _client.get(API + "/users/me", headers=bearer(token))
            assert reply.status_code in (401, 403)

    @invariant()
    def tries_are_counted(self) -> None:
        """The database counts tries and failures as the model does."""
        with Session(_engine) as db:
            codes = select(EmailCode).where(col(EmailCode.email) == self.email)
            tries = {row.purpose: row.tries for row in db.exec(codes)}
            mine = select(TwoFactor.failures).join(User)
            failures = db.exec(mine.where(col(User.email) == self.email)).first()
        model = self.model
        assert tries.get("signup", 0) == model.signup_code.tries
        assert tries.get("password_reset", 0) == model.reset_code.tries
        assert (failures or 0) == (model.factor.failures if model.factor else 0)


@pytest.fixture
def machine(client: TestClient, background: Background) -> Iterator[type[Accounts]]:
    """The machine, while no worker takes the mails away."""
    global _client
    _client = client
    background.stop()
    yield Accounts
    background.start()


def run(machine: type[Accounts], *, runs: int, steps: int) -> None:
    """Run the machine, each time with a new account."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            print_blob=True,
        ),
    )


def test_accounts_do_as_the_model_says(machine: type[Accounts]) -> None:
    run(machine, runs=12, steps=30)


@pytest.mark.nightly
def test_accounts_do_as_the_model_says_for_long(machine: type[Accounts]) -> None:
    run(machine, runs=200, steps=50)
