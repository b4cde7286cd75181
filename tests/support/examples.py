"""Sends the examples of requests: the service, and what an example lacks."""

import re
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.conftest import Time
from tests.support.accounts import Account, verified
from tests.support.environment import mailbox
from tests.two_fa.steps import Guarded, guarded
from tests.user.steps import promote


@dataclass
class World:
    """Where examples are sent: a service, and somebody who may."""

    client: TestClient
    db: Session
    time: Time

    def user(self) -> Account:
        """Somebody with a verified account."""
        return verified(self.client)

    def admin(self) -> Account:
        """Somebody of the team."""
        account = self.user()
        promote(self.db, account)
        return account

    def guarded(self) -> Guarded:
        """Somebody with a second factor."""
        return guarded(self.client, self.time)

    def mailed(self, email: str, word: str, count: int) -> str:
        """The token in the link of somebody's newest mail."""
        text = mailbox.wait_for(email, count=count)[0].text
        found = re.search(rf"{word}\?token=([\w-]+)", text)
        assert found, text
        return found[1]


@dataclass
class Sent:
    """What an example needs: who sends it, what stands in the path, what replaces."""

    headers: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    instead: dict[str, Any] = field(default_factory=dict)


def by_user(world: World) -> Sent:
    return Sent(world.user().headers)
