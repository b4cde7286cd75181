"""A change of BCRYPT_COST does not reveal which addresses have an account."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.core.config import settings
from backend.core.password import hash_password
from backend.models import User
from tests.support.accounts import API, PASSWORD, new_email
from tests.support.work import Work

CHEAP, COSTLY = 4, 5
WRONG = "not-the-password"


def set_cost(monkeypatch: pytest.MonkeyPatch, cost: int) -> None:
    """Set the cost of new hashes."""
    changed = settings.model_copy(update={"BCRYPT_COST": cost})
    monkeypatch.setattr("backend.core.password.settings", changed)


def accounts(
    db: Session, monkeypatch: pytest.MonkeyPatch, number: int, cost: int
) -> list[str]:
    """Create accounts whose password hashes have this cost."""
    with monkeypatch.context() as patch:
        set_cost(patch, cost)
        hashed = hash_password(PASSWORD)
    emails = [new_email() for _ in range(number)]
    db.add_all([User(email=email, password_hash=hashed) for email in emails])
    db.commit()
    return emails


def costs_of_a_login(
    client: TestClient, work: Work, email: str, secret: str = WRONG
) -> list[int]:
    """Return the costs of the hashes that one login computes."""
    with work.counted() as count:
        client.post(
            API + "/users/login",
            json={"email": email, "password": secret},
            headers={"X-Forwarded-For": f"2001:db8:{abs(hash(email)) % 65536:x}::1"},
        )
    return count.costs


def costs_of_unknown(client: TestClient, work: Work, number: int) -> Counter[int]:
    """Return how often each cost was computed for addresses without an account."""
    found: Counter[int] = Counter()
    for _ in range(number):
        [cost] = costs_of_a_login(client, work, new_email())
        found[cost] += 1
    return found


@pytest.mark.parametrize(("before", "now"), [(CHEAP, COSTLY), (COSTLY, CHEAP)])
def test_after_the_setting_changed_an_unknown_address_costs_what_accounts_do(
    client: TestClient,
    db: Session,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
    before: int,
    now: int,
) -> None:
    emails = accounts(db, monkeypatch, 20, before)
    set_cost(monkeypatch, now)

    known = Counter(costs_of_a_login(client, work, each)[0] for each in emails)
    unknown = costs_of_unknown(client, work, 20)

    assert known == unknown == {before: 20}


def test_while_hashes_are_renewed_unknown_addresses_follow_in_the_same_share(
    client: TestClient, db: Session, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts(db, monkeypatch, 75, CHEAP)
    accounts(db, monkeypatch, 25, COSTLY)
    set_cost(monkeypatch, COSTLY)

    unknown = costs_of_unknown(client, work, 120)

    # Binomial, 120 trials at 0.25: outside these bounds once in a million runs.
    assert 9 <= unknown[COSTLY] <= 57
    assert unknown[CHEAP] + unknown[COSTLY] == 120


def test_an_unknown_address_costs_the_same_each_time(
    client: TestClient, db: Session, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        accounts(db, monkeypatch, 2, CHEAP)
        accounts(db, monkeypatch, 2, COSTLY)
    emails = [new_email() for _ in range(10)]

    first = [costs_of_a_login(client, work, email) for email in emails]
    second = [costs_of_a_login(client, work, email) for email in emails]

    assert first == second


def test_only_the_right_password_renews_a_hash(
    client: TestClient, db: Session, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    [email] = accounts(db, monkeypatch, 1, CHEAP)
    set_cost(monkeypatch, COSTLY)

    wrong = costs_of_a_login(client, work, email)
    right = costs_of_a_login(client, work, email, PASSWORD)
    after = costs_of_a_login(client, work, email)

    assert (wrong, right, after) == ([CHEAP], [CHEAP, COSTLY], [COSTLY])


def test_without_any_account_the_setting_is_the_cost(
    client: TestClient, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_cost(monkeypatch, COSTLY)

    assert costs_of_a_login(client, work, new_email()) == [COSTLY]


@pytest.mark.parametrize("unusable", ["!", "", "never compared", "$2b$12$short"])
def test_a_malformed_hash_costs_as_much_as_a_real_one(
    client: TestClient, db: Session, work: Work, unusable: str
) -> None:
    db.add(User(email="nobody@example.com", password_hash=unusable))
    db.commit()

    known = costs_of_a_login(client, work, "nobody@example.com")
    unknown = costs_of_a_login(client, work, new_email())

    assert known == unknown == [settings.BCRYPT_COST]
