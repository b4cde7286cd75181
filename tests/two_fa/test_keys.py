"""The keys that encrypt the secrets of authenticator apps, and their rotation."""

import subprocess
import sys

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import TwoFactor
from backend.modules.two_fa import lib
from tests.conftest import Time
from tests.environment import ROOT, SECRET, variables
from tests.two_fa.steps import guarded

NEW = "pQ7-wE2rT9yU4iO1_aS6dF3gH8jK5lZx-new"


def rotate(keys: str) -> subprocess.CompletedProcess[str]:
    """Run the command with these keys."""
    command = [sys.executable, "-m", "backend.cli", "rotate-two-fa-keys", "--json"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=variables(TWO_FA_ENCRYPTION_KEYS=keys, LOG_LEVEL="error"),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_key_in_front_takes_over_and_the_old_one_can_go(
    client: TestClient, db: Session, time: Time
) -> None:
    for _ in range(3):
        guarded(client, time)
    before = db.exec(select(TwoFactor.secret)).all()

    done = rotate(f"{NEW},{SECRET}")

    assert (done.returncode, done.stdout) == (0, '{"rotated": 3}\n'), done.stderr
    db.rollback()
    assert not set(db.exec(select(TwoFactor.secret)).all()) & set(before)
    assert rotate(NEW).returncode == 0


def test_a_missing_key_is_said_and_nothing_is_changed(
    client: TestClient, db: Session, time: Time
) -> None:
    guarded(client, time)
    before = db.exec(select(TwoFactor.secret)).all()

    done = rotate(NEW)

    assert done.returncode == 1
    assert "TWO_FA_ENCRYPTION_KEYS" in done.stderr
    db.rollback()
    assert db.exec(select(TwoFactor.secret)).all() == before


def test_the_same_secret_is_never_stored_the_same_way() -> None:
    assert lib.encrypt("JBSWY3DP") != lib.encrypt("JBSWY3DP")
    assert lib.decrypt(lib.encrypt("JBSWY3DP")) == "JBSWY3DP"


def test_what_was_tampered_with_is_refused() -> None:
    stored = lib.encrypt("JBSWY3DP")
    tampered = stored[:20] + ("A" if stored[20] != "A" else "B") + stored[21:]

    with pytest.raises(ValueError, match="TWO_FA_ENCRYPTION_KEYS"):
        lib.reencrypt(tampered)
