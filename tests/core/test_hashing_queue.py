"""The hashing queue: which passwords are hashed first, and how many can wait."""

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

import bcrypt
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core import hashing_queue
from backend.core.exceptions import RateLimited, ServiceUnavailable
from backend.core.hashing_queue import HashingQueue
from backend.core.password import verify_password
from tests.document.steps import DOCUMENTS, uploaded
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    new_email,
    verified,
)
from tests.support.waiting import eventually
from tests.support.work import Hash

LOGINS = 12


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> HashingQueue:
    """Replace the queue with that of a machine with two cores."""
    queue = HashingQueue(2)
    monkeypatch.setattr(hashing_queue, "queue", queue)
    return queue


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Block new hashes until this event is set; checks of passwords continue."""
    go_on = threading.Event()

    def waiting(real: Hash) -> Hash:
        def wait(left: bytes, right: bytes) -> bytes | bool:
            if not go_on.wait(60):
                go_on.set()  # the test has failed: let the others not wait as long
            return real(left, right)

        return wait

    monkeypatch.setattr(bcrypt, "hashpw", waiting(bcrypt.hashpw))
    yield go_on
    go_on.set()


def log_in_from(client: TestClient, account: Account, number: int) -> Response:
    """Log in from a network address of this number."""
    return client.post(
        f"{API}/users/login",
        json={"email": account.email, "password": PASSWORD},
        headers={"X-Forwarded-For": f"192.0.2.{number}"},
    )


def test_many_shares_at_once_do_not_delay_logins(
    client: TestClient, two_cores: HashingQueue, stuck: threading.Event
) -> None:
    attempts = hashing_queue.MOST_OF_A_USER + 30

    with ThreadPoolExecutor(attempts) as pool:
        accounts = others_accounts(client, stuck)
        owner, path = owner_with_document(client, stuck)

        def share(_: int) -> int:
            body = {"password": "a good password"}
            return client.post(path, json=body, headers=owner.headers).status_code

        replies = [pool.submit(share, number) for number in range(attempts)]
        eventually(lambda: sum(map(Future.done, replies)) == 30)

        logins = [
            log_in_from(client, account, number)
            for number, account in enumerate(accounts)
        ]
        stuck.set()
        shared = Counter(reply.result() for reply in replies)

    assert [login.status_code for login in logins] == [200] * LOGINS
    assert shared == {201: hashing_queue.MOST_OF_A_USER, 429: 30}


def test_many_sign_ups_at_once_do_not_delay_logins(
    client: TestClient,
    two_cores: HashingQueue,
    stuck: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hashing_queue, "MOST_IN_A_LANE", 24)
    attempts = 24 + 16

    def sign_up(number: int) -> Response:
        return client.post(
            f"{API}/users/signup",
            json={"email": new_email(), "password": PASSWORD},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    with ThreadPoolExecutor(attempts) as pool:
        accounts = others_accounts(client, stuck)
        replies = [pool.submit(sign_up, number) for number in range(attempts)]
        eventually(lambda: sum(map(Future.done, replies)) == 16)

        logins = [
            log_in_from(client, account, number)
            for number, account in enumerate(accounts)
        ]
        stuck.set()
        signed_up = [reply.result() for reply in replies]

    assert [login.status_code for login in logins] == [200] * LOGINS
    refused = [reply for reply in signed_up if reply.status_code != 202]
    assert len(refused) == 16
    for reply in refused:
        assert_error(reply, 503, "service_unavailable")
        assert reply.headers["Retry-After"] == "5"


def test_a_full_lane_of_strangers_does_not_block_owners(
    client: TestClient, two_cores: HashingQueue
) -> None:
    owner = verified(client)
    shares = f"{DOCUMENTS}/{uploaded(client, owner)['id']}/shares"
    protected = {"password": "a good password"}
    share = client.post(shares, json=protected, headers=owner.headers).json()
    two_cores._in_lane["others"] = hashing_queue.MOST_IN_A_LANE

    refused = [
        client.post(f"{API}/users/signup", json={"email": new_email(), **protected}),
        client.post(shares, json=protected, headers=owner.headers),
        client.post(
            f"{DOCUMENTS}/shared/download-link",
            json={"token": share["token"], **protected},
        ),
    ]
    served = [
        log_in_from(client, owner, 1),
        client.post(
            f"{API}/users/change-password",
            json={"current_password": PASSWORD, "new_password": "a-quiet-orchard"},
            headers=owner.headers,
        ),
    ]

    assert [reply.status_code for reply in refused] == [503] * 3
    assert [reply.status_code for reply in served] == [200] * 2


def others_accounts(client: TestClient, stuck: threading.Event) -> list[Account]:
    """Return LOGINS accounts of other users, some of them several times."""
    stuck.set()
    accounts = [verified(client) for _ in range(3)]
    stuck.clear()
    return [accounts[number % 3] for number in range(LOGINS)]


def owner_with_document(
    client: TestClient, stuck: threading.Event
) -> tuple[Account, str]:
    """Return an account with a document, and the path of its shares."""
    stuck.set()
    owner = verified(client)
    path = f"{DOCUMENTS}/{uploaded(client, owner)['id']}/shares"
    stuck.clear()
    return owner, path


def test_a_network_address_has_few_places_in_the_queue() -> None:
    queue = HashingQueue(1)
    inside, go_on = [], threading.Event()

    def hash_from(address: str) -> None:
        hashing_queue.caller.set(address)
        with queue.core("others"):
            inside.append(address)
            go_on.wait(60)

    most = hashing_queue.MOST_OF_AN_ADDRESS
    with ThreadPoolExecutor(most + 1) as pool:
        # An IPv6 site is one caller. So are an IPv4 address and its IPv6 form.
        first = [pool.submit(hash_from, f"2001:db8::{n}") for n in range(most)]
        eventually(lambda: queue.waiting_of("2001:db8::/64") == most)
        with pytest.raises(RateLimited):
            hash_from("2001:db8::ffff")
        second = pool.submit(hash_from, "192.0.2.1")
        eventually(lambda: queue.waiting_of("192.0.2.1") == 1)
        go_on.set()
        for done in (*first, second):
            done.result()

    assert Counter(inside) == {
        **{f"2001:db8::{n}": 1 for n in range(most)},
        "192.0.2.1": 1,
    }
    assert queue.waiting_of("2001:db8::/64") == 0


def test_a_full_lane_refuses_while_the_other_one_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = HashingQueue(2)
    monkeypatch.setattr(hashing_queue, "MOST_IN_A_LANE", 1)

    with queue.core("others"):
        hashing_queue.caller.set(uuid4())
        with pytest.raises(ServiceUnavailable), queue.core("others"):
            pass
        with queue.core("logins"):
            pass


@pytest.mark.parametrize("cores", [1, 2, 4])
def test_both_lanes_advance_on_any_number_of_cores(cores: int) -> None:
    queue = HashingQueue(cores)
    running: Counter[str] = Counter()
    most: Counter[str] = Counter()
    lock = threading.Lock()

    def hash_in(lane: hashing_queue.Lane) -> None:
        hashing_queue.caller.set(uuid4())
        with queue.core(lane):
            with lock:
                running[lane] += 1
                most[lane] = max(most[lane], running[lane])
                most["all"] = max(most["all"], running.total())
            threading.Event().wait(0.002)
            with lock:
                running[lane] -= 1

    with ThreadPoolExecutor(80) as pool:
        others = [pool.submit(hash_in, "others") for _ in range(40)]
        logins = [pool.submit(hash_in, "logins") for _ in range(40)]
        for done in (*others, *logins):
            done.result()

    assert most["all"] <= cores
    assert most["others"] <= max(1, cores - 1)


def test_the_queue_frees_its_places() -> None:
    for _ in range(hashing_queue.MOST_IN_A_LANE + 1):
        verify_password("x", None)
        verify_password("x", None, lane="others")


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no own priority")
def test_a_hash_runs_at_a_lower_priority_than_the_requests() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert hashing_queue.give_way(priority) > priority()
