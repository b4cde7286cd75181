"""Facts about passkeys for the shared tests: see tests/support/modules.py."""

from typing import Any

from sqlmodel import SQLModel

from backend.core import token
from backend.models import Passkey, User
from tests.passkey.authenticator import Authenticator
from tests.passkey.steps import added, factor_options, options_to_add, options_to_log_in
from tests.support.examples import Sent, World
from tests.two_fa.steps import pending

CREATED = {"Passkeys-add_passkey"}
# Browsers add fields to what PublicKeyCredential.toJSON makes.
OPEN = {
    "AssertionRequest",
    "AttestationRequest",
    "CredentialAnswerRequest",
    "NewCredentialRequest",
}


def _adding(world: World) -> Sent:
    account = world.user()
    made = Authenticator().create(options_to_add(world.client, account))
    return Sent(account.headers, instead={"credential": made})


def _renaming(world: World) -> Sent:
    account = world.user()
    added(world.client, account)
    reply = world.client.get("/api/v1/passkeys", headers=account.headers)
    return Sent(account.headers, {"passkey_id": reply.json()["items"][0]["id"]})


def _logging_in(world: World) -> Sent:
    authenticator = added(world.client, world.user())
    answer = authenticator.get(options_to_log_in(world.client))
    return Sent(instead={"credential": answer})


def _answering(world: World) -> Sent:
    on = world.guarded()
    authenticator = added(world.client, on.account)
    headers = pending(world.client, on)
    options = factor_options(world.client, headers).json()["options"]
    return Sent(headers, instead={"credential": authenticator.get(options)})


EXAMPLES = {
    "Passkeys-add_passkey": _adding,
    "Passkeys-rename_passkey": _renaming,
    "Passkeys-log_in": _logging_in,
    "Passkeys-answer_factor": _answering,
}


def _passkey(**changes: Any) -> Passkey:
    fields: dict[str, Any] = {
        "user_id": token.new_id(),
        "credential_id": b"id",
        "public_key": b"key",
        "name": "Phone",
        "is_synced": False,
    }
    return Passkey(**fields | changes)


def _of_a_user(**changes: Any) -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, _passkey(user_id=owner.id, **changes)]


def _twice() -> list[SQLModel]:
    owner = User(email="ada@example.com", password_hash="x")
    return [owner, *(_passkey(user_id=owner.id) for _ in range(2))]


CONSTRAINTS = {
    "fk_passkeys_user_id": lambda: [_passkey()],
    "uq_passkeys_credential_id": _twice,
    "ck_passkeys_counts_upwards": lambda: _of_a_user(sign_count=-1),
    "ck_passkeys_known_length": lambda: _of_a_user(credential_id=b""),
}
