"""Steps that use the second factor."""

import pyotp
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from tests.machine.base import SOME, passwords
from tests.machine.logins import Logins
from tests.machine.model import (
    SETUP_LIFETIME,
    Factor,
)


class SecondFactor(Logins):
    """Takes steps over HTTP and compares each reply with the model."""

    def step_of(self, code: str) -> int | None:
        """Return the time step near now that has this code (RFC 6238), or None."""
        assert self.model.factor is not None
        totp = pyotp.TOTP(self.model.factor.secret)
        now = int(self.time.read().timestamp()) // 30
        near = (now - 1, now, now + 1)
        return next((s for s in near if totp.generate_otp(s) == code), None)

    def app_code(self, steps: int) -> str:
        """Return the app's code, this many time steps from now."""
        assert self.model.factor is not None
        at = int(self.time.read().timestamp()) // 30 + steps
        code = pyotp.TOTP(self.model.factor.secret).generate_otp(at)
        self.codes.append(code)
        return code

    @rule(number=SOME, how=st.sampled_from(["now", "before", "after", "old", "wrong"]))
    @precondition(lambda self: self.pending and self.model.guarded)
    def give_second_factor(self, number: int, how: str) -> None:
        """Send an app's code: of a step near now, an earlier one, or a wrong one."""
        steps = {"now": 0, "before": -1, "after": 1, "wrong": -9}
        code = (
            self.codes[number % len(self.codes)]
            if how == "old"
            else self.app_code(steps[how])
        )
        self.verify(self.pending[number % len(self.pending)], code, None)

    @rule(number=SOME)
    @precondition(lambda self: self.pending and self.model.guarded)
    def give_recovery_code(self, number: int) -> None:
        """Send a recovery code, usually an unused one."""
        assert self.model.factor is not None
        unused = sorted(self.model.factor.recovery_codes) or ["AAAA-BBBB-CCCC-DDDD"]
        code = unused[number % len(unused)]
        self.verify(self.pending[number % len(self.pending)], code, code)

    def verify(self, token: str, code: str, recovery: str | None) -> None:
        """Send a code for a pending login and compare the reply with the model."""
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

    @rule(number=SOME)
    @precondition(lambda self: self.tokens)
    def change_password(self, number: int) -> None:
        """Change the password, with a code if the second factor is on."""
        model, now = self.model, self.time.read()
        token = self.a_token(number)
        password = f"a-fresh-and-long-one-{next(passwords)}"
        code = self.app_code(0) if model.guarded else None
        step = self.step_of(code) if code else None

        reply = self.post(
            "/users/change-password",
            token,
            current_password=model.password,
            code=code,
            new_password=password,
        )

        if token not in model.live:
            assert reply.status_code == 401
            return
        if not model.verified:
            assert reply.json()["code"] == "email_not_verified"
            return
        if model.factor and model.guarded:
            if model.factor.is_paused(now):
                assert reply.json()["code"] == "two_factor_paused"
                return
            if not model.factor.check(now, step=step, recovery=None):
                assert reply.json()["code"] == "wrong_code"
                return
        assert reply.status_code == 200, reply.text
        model.verified_password = password
        model.end_all()
        self.logged_in(reply)

    @rule(number=SOME)
    @precondition(lambda self: self.tokens)
    def switch_on(self, number: int) -> None:
        """Set up the second factor and enable it."""
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

    @rule(number=SOME)
    @precondition(lambda self: self.tokens and self.model.guarded)
    def switch_off(self, number: int) -> None:
        """Disable the second factor with password and code."""
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
