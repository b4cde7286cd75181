"""Sign-up, login, second factor, reset and sessions in any order follow the model.

The normal run is short; `pytest -m nightly` makes 200 runs of 50 steps.
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.fixtures import Background
from tests.machine.base import SOME, passwords
from tests.machine.model import (
    CHALLENGE_LIFETIME,
    CODE_LIFETIME,
    MailedCode,
)
from tests.machine.second_factor import SecondFactor
from tests.support.accounts import wrong


class Accounts(SecondFactor):
    """All other steps, and new passwords by e-mailed codes."""

    @initialize(start=st.sampled_from(["nobody", "verified", "guarded", "guarded"]))
    def begin(self, start: str) -> None:
        """Start with no account, a verified one, or one with a second factor."""
        if start == "nobody":
            return
        self.sign_up()
        self.verify_signup(right=True, number=0)
        if start == "guarded":
            self.switch_on(0)
            self.wait(61)
            self.log_in(right=True)

    @rule()
    def ask_for_reset(self) -> None:
        """Request a code to set a new password."""
        now = self.time.read()

        reply = self.post("/forgot-password/request", email=self.email)

        assert reply.status_code == 202
        if self.model.reset_mails.may_send(now):
            self.model.reset_mails.send(now)
            known = self.model.password is not None
            code = self.mailed_code() if known else None
            self.model.reset_code = MailedCode(code, now + CODE_LIFETIME)

    @rule(right=st.booleans())
    @precondition(lambda self: self.model.reset_code.value)
    def exchange_reset_code(self, right: bool) -> None:
        """Exchange the code, or a wrong one, for a ticket."""
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

    @rule(number=SOME)
    @precondition(lambda self: self.tickets)
    def reset(self, number: int) -> None:
        """Set a new password with a valid or an invalid ticket."""
        ticket = self.tickets[number % len(self.tickets)]
        password = f"a-fresh-and-long-one-{next(passwords)}"
        model = self.model
        good = model.tickets.get(ticket, self.time.read()) > self.time.read()

        reply = self.post(
            "/forgot-password/reset", reset_token=ticket, new_password=password
        )

        if good:
            assert reply.status_code == 204, reply.text
            model.verify(password)
            if model.factor is not None:
                model.factor.end_pause(self.time.read())
        else:
            assert reply.json()["code"] == "invalid_reset_token"


@pytest.fixture
def machine(client: TestClient, background: Background) -> Iterator[type[Accounts]]:
    """Return the machine, while no worker delivers e-mails."""
    Accounts.client = client
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


def test_accounts_follow_the_model(machine: type[Accounts]) -> None:
    run(machine, runs=6, steps=30)


@pytest.mark.nightly
def test_accounts_follow_the_model_in_long_runs(machine: type[Accounts]) -> None:
    run(machine, runs=200, steps=50)
