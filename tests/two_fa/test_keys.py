"""The keys that encrypt the secrets of authenticator apps can be rotated."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.cli.app import app
from backend.core.encryption import Cipher, derived_key
from backend.models import TwoFa, User
from backend.modules.two_fa import lib, rotation
from backend.modules.two_fa.db import two_fa_db
from tests.fixtures import Time
from tests.support.accounts import new_email
from tests.support.environment import SECRET
from tests.support.live import finish, start
from tests.support.racing import await_waiting
from tests.two_fa.steps import guarded

NEW = "pQ7-wE2rT9yU4iO1_aS6dF3gH8jK5lZx-new"


def rotate(keys: str) -> Result:
    """Run the rotation with these keys, in this process."""
    every = [derived_key(key, lib._PURPOSE) for key in keys.split(",")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lib, "_cipher", lambda: Cipher(every))
        return CliRunner().invoke(app, ["rotate-two-fa-keys", "--json"])


def test_after_a_rotation_to_a_new_key_the_old_one_can_be_removed(
    client: TestClient, db: Session, time: Time
) -> None:
    for _ in range(3):
        guarded(client, time)
    before = db.exec(select(TwoFa.secret)).all()

    done = rotate(f"{NEW},{SECRET}")

    assert (done.exit_code, done.stdout) == (0, '{"rotated": 3}\n'), done.stderr
    db.rollback()
    assert not set(db.exec(select(TwoFa.secret)).all()) & set(before)
    assert rotate(f"{NEW},{SECRET}").stdout == '{"rotated": 0}\n'
    assert rotate(NEW).exit_code == 0


def test_a_missing_key_is_reported_and_nothing_changes(
    client: TestClient, db: Session, time: Time
) -> None:
    guarded(client, time)
    before = db.exec(select(TwoFa.secret)).all()

    done = rotate(NEW)

    assert done.exit_code == 1
    assert "TWO_FA_ENCRYPTION_KEYS" in done.stderr
    db.rollback()
    assert db.exec(select(TwoFa.secret)).all() == before


def many(db: Session, number: int, stored: Callable[[], str]) -> list[str]:
    """Store this many factors and return their secrets, as stored."""
    users = [User(email=new_email(), password_hash="-") for _ in range(number)]
    db.add_all(users)
    db.flush()
    factors = [TwoFa(user_id=user.id, secret=stored()) for user in users]
    db.add_all(factors)
    db.commit()
    return sorted(factor.secret for factor in factors)


def secrets_of(db: Session) -> list[str]:
    """Return all secrets, as stored now."""
    db.rollback()
    return sorted(db.exec(select(TwoFa.secret)).all())


def test_an_unreadable_secret_does_not_stop_the_others(db: Session) -> None:
    many(db, rotation.BATCH, lambda: lib.encrypt("JBSWY3DP"))
    [lost] = many(db, 1, lambda: "gAAAAA-of-a-key-that-is-gone")

    done = rotate(f"{NEW},{SECRET}")

    assert done.stdout == f'{{"rotated": {rotation.BATCH}}}\n'
    assert done.exit_code == 1
    assert "Unreadable secrets: 1." in done.stderr
    assert lost in secrets_of(db)


def test_a_run_locks_one_batch_and_the_next_run_continues_it(db: Session) -> None:
    number = 3 * rotation.BATCH
    before = set(many(db, number, lambda: lib.encrypt("JBSWY3DP")))
    keys = f"{NEW},{SECRET}"
    by_user = select(TwoFa).order_by(col(TwoFa.user_id))
    last = col(TwoFa.user_id).desc()
    db.exec(select(TwoFa).order_by(last).limit(1).with_for_update()).one()

    command = ["backend.cli", "rotate-two-fa-keys"]
    process = start(command, TWO_FA_ENCRYPTION_KEYS=keys)
    await_waiting(db, 1)
    # The run waits in its last batch. The earlier ones are rotated and unlocked.
    with Session(db.get_bind()) as writer:
        first = by_user.limit(2 * rotation.BATCH).with_for_update(nowait=True)
        rotated = {factor.secret for factor in writer.exec(first)}
    process.kill()
    finish(process)
    db.rollback()
    done = rotate(keys)

    assert not rotated & before
    assert json.loads(done.stdout) == {"rotated": rotation.BATCH}
    assert not set(secrets_of(db)) & before


def test_parallel_writes_during_a_run_succeed_and_lose_no_secret(db: Session) -> None:
    number = 5 * rotation.BATCH
    before = many(db, number, lambda: lib.encrypt("JBSWY3DP"))
    users = db.exec(select(TwoFa.user_id)).all()
    db.rollback()
    command = ["backend.cli", "rotate-two-fa-keys", "--json"]
    process = start(command, TWO_FA_ENCRYPTION_KEYS=f"{NEW},{SECRET}")
    writes = 0

    with Session(db.get_bind()) as writer:
        while process.poll() is None:
            two_fa_db.forgive(writer, users[writes * 7 % number], pauses=writes)
            writer.commit()
            writes += 1

    assert json.loads(finish(process)) == {"rotated": number}
    assert writes > 0
    assert not set(secrets_of(db)) & set(before)


def test_a_secret_that_is_replaced_meanwhile_is_not_overwritten(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(db, 1, lambda: lib.encrypt("JBSWY3DP"))
    monkeypatch.setattr(lib, "is_under_first_key", lambda _: False)
    real = lib.reencrypt

    def reencrypt_and_lose_the_race(stored: str) -> str:
        with Session(db.get_bind()) as other:
            other.exec(select(TwoFa)).one().secret = "set up anew"
            other.commit()
        return real(stored)

    monkeypatch.setattr(lib, "reencrypt", reencrypt_and_lose_the_race)

    done = rotation.rotate_batch(db, after=None)
    db.commit()

    assert done.count == 0
    assert secrets_of(db) == ["set up anew"]


def test_the_same_secret_is_never_stored_the_same_way() -> None:
    assert lib.encrypt("JBSWY3DP") != lib.encrypt("JBSWY3DP")
    assert lib.decrypt(lib.encrypt("JBSWY3DP")) == "JBSWY3DP"


def test_a_tampered_secret_is_refused() -> None:
    stored = lib.encrypt("JBSWY3DP")
    tampered = stored[:20] + ("A" if stored[20] != "A" else "B") + stored[21:]

    with pytest.raises(ValueError, match="TWO_FA_ENCRYPTION_KEYS"):
        lib.reencrypt(tampered)
