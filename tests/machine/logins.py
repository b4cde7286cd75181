"""Steps that sign up, log in, log out and change the password."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from tests.machine.base import SOME, Base, passwords, redis
from tests.machine.model import (
    CHALLENGE_LIFETIME,
    CODE_LIFETIME,
    Attempt,
    Challenge,
    MailedCode,
)
from tests.support.accounts import API, bearer, wrong


class Logins(Base):
    """Takes steps over HTTP and compares each reply with the model."""

    @rule(seconds=st.sampled_from([1, 31, 61, 301, 601, 901]))
    def wait(self, seconds: int) -> None:
        """Advance the clock."""
        self.time.advance(seconds=seconds)

    @rule()
    def sign_up(self) -> None:
        """Sign up, for the first time or again."""
        password = f"a-fresh-and-long-one-{next(passwords)}"
        model, now = self.model, self.time.read()

        reply = self.post("/users/signup", email=self.email, password=password)

        assert reply.status_code == 202
        attempt = Attempt(reply.json()["signup_token"], password)
        model.attempts.append(attempt)
        self.mailed(attempt, now)

    @rule(number=SOME)
    @precondition(lambda self: self.model.attempts)
    def resend_code(self, number: int) -> None:
        """Request another code for a sign-up."""
        attempt = self.an_attempt(number)
        now = self.time.read()

        reply = self.post("/users/resend-code", signup_token=attempt.token)

        assert reply.status_code == 202
        self.mailed(attempt, now)

    def an_attempt(self, number: int) -> Attempt:
        """Return one of the valid sign-ups."""
        return self.model.attempts[number % len(self.model.attempts)]

    def mailed(self, attempt: Attempt, now: datetime) -> None:
        """Record the e-mailed code of a sign-up, if the limits allowed an e-mail."""
        model = self.model
        if not model.signup_mails.may_send(now):
            return
        model.signup_mails.send(now)
        value = None if model.verified else self.mailed_code()
        attempt.code = MailedCode(value, now + CODE_LIFETIME)

    @rule(right=st.booleans(), number=SOME)
    @precondition(lambda self: self.model.attempts)
    def verify_signup(self, right: bool, number: int) -> None:
        """Send the code of a sign-up, or a wrong one."""
        attempt = self.an_attempt(number)
        live = (attempt.code.value if attempt.code else None) or "000000"
        given = live if right else wrong(live)

        reply = self.post(
            "/users/verify-signup", signup_token=attempt.token, code=given
        )

        if attempt.code and attempt.code.redeem(self.time.read(), given):
            assert reply.status_code == 200, reply.text
            self.model.verify(attempt.password)
            self.logged_in(reply)
        else:
            assert reply.json()["code"] == "invalid_code"

    @rule(right=st.booleans())
    def log_in(self, right: bool) -> None:
        """Log in with the right password or a wrong one."""
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
            model.end_others(token)
        else:
            model.live.discard(token)
