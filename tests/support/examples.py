"""The world and the missing values with which tests send the examples of requests."""

import re
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.fixtures import Time
from tests.support.accounts import Account, verified
from tests.support.environment import mailbox
from tests.two_fa.steps import Guarded, guarded
from tests.user.steps import administrator


@dataclass
class World:
    """A service to send examples to, and accounts that may use it."""

    client: TestClient
    db: Session
    time: Time

    def user(self) -> Account:
        """Return a verified account."""
        return verified(self.client)

    def admin(self) -> Account:
        """Return an administrator."""
        return administrator(self.client, self.db)

    def guarded(self) -> Guarded:
        """Return an account with a second factor."""
        return guarded(self.client, self.time)

    def mailed(self, email: str, word: str, count: int) -> str:
        """Return the token in the link of an address's newest e-mail."""
        text = mailbox.wait_for(email, count=count)[0].text
        found = re.search(rf"{word}\?token=([\w-]+)", text)
        assert found, text
        return found[1]


@dataclass
class Sent:
    """The headers, path values and replaced fields that an example needs to succeed."""

    headers: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    instead: dict[str, Any] = field(default_factory=dict)


def by_user(world: World) -> Sent:
    return Sent(world.user().headers)
