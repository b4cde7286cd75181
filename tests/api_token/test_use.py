"""What the use of an API token costs: limits, queries, and the time of the last use."""

from dataclasses import replace

from fastapi.testclient import TestClient
from redis import Redis
from sqlalchemy import text
from sqlmodel import Session

from backend.api import presence
from backend.core import api_tokens, clock
from backend.core.config import settings
from backend.core.database import engine
from tests.api_token.steps import listed, made, program, read
from tests.fixtures import Time
from tests.support import environment
from tests.support.accounts import API, assert_error, bearer, verified
from tests.support.operations import new_caller
from tests.support.work import Work


def test_invented_tokens_make_the_database_work_only_thirty_times_a_minute(
    client: TestClient, work: Work
) -> None:
    robot = program(client, verified(client), "documents:read")
    assert read(client, robot).status_code == 200
    caller = new_caller()
    url = f"{API}/documents"

    with work.counted() as done:
        invented = bearer(api_tokens.new()) | caller
        again = [client.get(url, headers=invented) for _ in range(5)]
        others = [
            client.get(url, headers=bearer(api_tokens.new()) | caller)
            for _ in range(31)
        ]

    assert {reply.status_code for reply in again} == {401}
    assert [reply.status_code for reply in others] == [401] * 29 + [429] * 2
    assert len(done.statements) == 30
    assert 0 < int(others[-1].headers["Retry-After"]) <= 60
    owners = client.get(url, headers=robot.headers | caller)
    assert owners.status_code == 200
    elsewhere = bearer(api_tokens.new()) | new_caller()
    assert client.get(url, headers=elsewhere).status_code == 401


def test_a_stolen_token_uses_up_no_calls_of_its_owner(
    client: TestClient, time: Time
) -> None:
    account = verified(client)
    new = made(client, account, "documents:read")
    robot = replace(account, headers=bearer(new["token"]))
    minute = int(clock.now().timestamp() // 60)
    with Redis.from_url(environment.valkey.url) as redis:
        for each in (minute, minute + 1):
            calls = settings.DEFAULT_LIMIT_PER_MINUTE
            redis.set(f"limit:default:{each}:{new['id']}", calls)

    shares = f"{API}/documents/shares"
    assert_error(read(client, robot), 429, "rate_limited")
    time.advance(minutes=2)
    left = []
    for headers in (account.headers, robot.headers, robot.headers):
        reply = client.get(shares, headers=headers)
        left.append(reply.headers["RateLimit"].split(",")[0])

    assert ["r=119" in left[0], "r=119" in left[1], "r=118" in left[2]] == [True] * 3


def test_a_session_costs_what_it_did_and_a_token_one_query_too(
    client: TestClient, db: Session, time: Time, work: Work
) -> None:
    account = verified(client)
    robot = program(client, account, "account:read")
    url = f"{API}/users/me"
    counts = []
    for headers in (account.headers, robot.headers, robot.headers):
        with work.counted() as done:
            assert client.get(url, headers=headers).status_code == 200
        counts.append(len(done.statements))
        assert done.writes == []

    # The first request of a token in a process finds its user by the digest.
    assert counts == [1, 2, 1]


def test_the_last_use_is_written_after_the_requests_once_a_minute(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    robot = program(client, account, "documents:read")
    read(client, account)
    assert listed(client, account)[0]["last_used_at"] is None

    used = []
    for seconds in (0, 30, 40):
        time.advance(seconds=seconds)
        assert read(client, robot).status_code == 200
        presence.write(engine)
        used.append(listed(client, account)[0]["last_used_at"])

    assert used[0] is not None
    assert used[0] == used[1] < used[2]
    # A stolen token that is refused is not in use.
    db.execute(text("UPDATE api_tokens SET last_used_at = NULL"))
    db.commit()
    client.delete(f"{API}/documents/trash", headers=robot.headers)
    presence.write(engine)
    assert listed(client, account)[0]["last_used_at"] is None
