"""Steps of signing up, logging in and out, and of the password."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from tests.accounts import API, bearer, wrong
from tests.machine.base import SOME, Base, passwords, redis
from tests.machine.model import (
    CHALLENGE_LIFETIME,
    Challenge,
)


class Logins(Base):
    """Takes steps over HTTP and compares each answer with the model's."""

    @rule(seconds=st.sampled_from([1, 31, 61, 301, 601, 901]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.time.advance(seconds=seconds)

    @rule()
    def sign_up(self) -> None:
        """Sign up, for the first time or again."""
        password = f"a-fresh-and-long-one-{next(passwords)}"
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

    @rule(number=SOME, others=st.booleans())
    @precondition(lambda self: self.tokens)
    def end_sessions(self, number: int, others: bool) -> None:
        """Log out, or end all other sessions."""
        model, token = self.model, self.a_token(number)
        redis.flushdb()

        if others:
            reply = self.client.delete(API + "/users/sessions", headers=bearer(token))
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
