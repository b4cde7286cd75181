"""Facts about logins at other providers for the shared tests: see tests/support/modules.py."""

from typing import Any

from sqlmodel import SQLModel

from backend.core import token
from backend.models import OidcIdentity, User
from tests.oidc.steps import answered, begun, linked, mend, newcomer
from tests.support.examples import Sent, World

CREATED = {"OIDC-complete_link", "OIDC-link", "Users-sign_up_with_provider"}


def _beginning(world: World) -> Sent:
    mend()
    return Sent(world.user().headers, instead={"provider": "acme"})


def _logging_in(world: World) -> Sent:
    mend()
    return Sent(instead=answered(begun(world.client)))


def _linking(world: World) -> Sent:
    mend()
    account = world.user()
    flow = begun(world.client, path="/link/begin", account=account)
    return Sent(account.headers, instead=answered(flow))


def _linking_later(world: World) -> Sent:
    mend()
    token = newcomer(world.client)["link_token"]
    return Sent(world.user().headers, instead={"link_token": token})


def _signing_up(world: World) -> Sent:
    mend()
    return Sent(instead={"link_token": newcomer(world.client)["link_token"]})


def _proving(world: World) -> Sent:
    mend()
    account = world.user()
    linked(world.client, account)
    flow = begun(world.client, path="/reauthenticate/begin", account=account)
    return Sent(account.headers, instead=answered(flow))


EXAMPLES = {
    "OIDC-begin_login": _beginning,
    "OIDC-begin_link": _beginning,
    "OIDC-begin_reauthentication": _beginning,
    "OIDC-complete_login": _logging_in,
    "OIDC-complete_link": _linking,
    "OIDC-link": _linking_later,
    "OIDC-complete_reauthentication": _proving,
    "Users-sign_up_with_provider": _signing_up,
}


def _identity(**changes: Any) -> OidcIdentity:
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "issuer": "https://accounts.example.com",
        "subject": "248289761001",
    }
    return OidcIdentity(**fields | changes)


def _of_a_user(**changes: Any) -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, _identity(user_id=owner.id, **changes)]


def _twice() -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, *(_identity(user_id=owner.id) for _ in range(2))]


CONSTRAINTS = {
    "fk_oidc_identities_user_id": lambda: [_identity()],
    "uq_oidc_identities_issuer": _twice,
    "ck_oidc_identities_known_length": lambda: _of_a_user(subject=""),
}
