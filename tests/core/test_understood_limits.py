"""Limits count the parsed value: another spelling of it is not another caller."""

import json
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.document.steps import DOCUMENTS, uploaded
from tests.support.accounts import API, PASSWORD, bearer, log_in, verified
from tests.support.operations import new_caller

OPEN = f"{DOCUMENTS}/shared/download-link"
CHANGE = {"current_password": "not-this-one", "new_password": "a-quiet-orchard"}
LOGIN = f"{API}/users/login"


def escaped(value: str) -> str:
    """Return a JSON string in which every character is escaped."""
    return '"' + "".join(f"\\u{ord(each):04x}" for each in value) + '"'


def spellings(value: str) -> list[str]:
    """Return JSON strings that a request model parses to this value."""
    blanks = (" ", "\t", "\n", "\u00a0", "\u3000", "\u2003", " \r\n ", "\u0085")
    return [
        json.dumps(value),
        escaped(value),
        *(json.dumps(blank + value) for blank in blanks),
        *(json.dumps(value + blank) for blank in blanks),
    ]


def bodies(field: str, value: str, rest: str) -> list[bytes]:
    """Return different bodies that all give the field this value."""
    found = [f'{{"{field}": {text}, {rest}}}' for text in spellings(value)]
    # Of two equal keys, the last one counts.
    found += [
        f'{{"{field}": "another", {rest}, "{field}": {json.dumps(value)}}}',
        f"{{{rest}, {escaped(field)}: {json.dumps(value)}}}",
    ]
    return [
        *(text.encode() for text in found),
        found[0].encode("utf-16"),
        found[0].encode("utf-32-le"),
    ]


def test_every_spelling_of_a_shares_token_is_the_same_token(
    client: TestClient,
) -> None:
    owner = verified(client)
    path = f"{DOCUMENTS}/{uploaded(client, owner)['id']}/shares"
    share = client.post(path, json={"password": PASSWORD}, headers=owner.headers).json()

    statuses = [
        client.post(
            OPEN,
            content=body,
            headers=new_caller() | {"Content-Type": "application/json"},
        ).status_code
        for body in bodies("token", share["token"], '"password": "not-this-one"')
    ]

    assert statuses[:10] == [400] * 10
    assert set(statuses[10:]) == {429}


@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_every_spelling_of_an_address_is_the_same_address(
    client: TestClient, change: Callable[[str], str]
) -> None:
    email = change(verified(client).email)

    statuses = [
        client.post(
            LOGIN,
            content=body,
            headers=new_caller() | {"Content-Type": "application/json"},
        ).status_code
        for body in bodies("email", email, '"password": "not-this-one"')
    ]

    assert statuses[:5] == [400] * 5
    assert set(statuses[5:]) == {429}


def test_a_domain_in_letters_and_in_punycode_is_one_address(
    client: TestClient,
) -> None:
    written = [
        "a@b\u00fccher.example",
        "a@xn--bcher-kva.example",
        "A@B\u00dcCHER.EXAMPLE",
    ]

    statuses = [
        client.post(
            LOGIN,
            json={"email": written[number % 3], "password": "not-this-one"},
            headers=new_caller(),
        ).status_code
        for number in range(7)
    ]

    assert statuses == [400] * 5 + [429] * 2


def test_a_refused_body_counts_only_for_its_network_address(
    client: TestClient,
) -> None:
    email = verified(client).email
    odd = [
        *("[]", "null", "{", '{"email": 1}', '{"email": ["a@example.com"]}'),
        *('{"email": "\\ud800"}', "[" * 5000, '{"email": "nobody"}', "NaN"),
    ]
    caller = new_caller() | {"Content-Type": "application/json"}

    refused = [
        client.post(LOGIN, content=body, headers=caller).status_code for body in odd
    ]

    assert set(refused) <= {400, 422, 429}
    body = {"email": email, "password": PASSWORD}
    assert client.post(LOGIN, json=body, headers=new_caller()).status_code == 200


@pytest.mark.parametrize(
    ("address", "again"),
    [
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("192.0.2.1", "::ffff:c000:201"),
        ("192.0.2.1", "192.0.2.1:4711"),
        ("2001:db8:1:2::1", "[2001:DB8:1:2:0:0:0:2]:443"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002:ffff::"),
        ("fe80::1%eth0", "fe80::1%eth1"),
    ],
)
def test_every_spelling_of_a_network_address_is_the_same_caller(
    client: TestClient, address: str, again: str
) -> None:
    def resend(address: str) -> int:
        return client.post(
            f"{API}/users/resend-code",
            json={"signup_token": "a-token-of-nobody"},
            headers={"X-Forwarded-For": address},
        ).status_code

    statuses = [resend(address if number % 2 else again) for number in range(21)]

    assert statuses == [202] * 20 + [429]


@pytest.mark.parametrize(
    "spelling", ["Bearer {}", "bearer {}", "BEARER   {} ", "Bearer {}\t"]
)
def test_every_spelling_of_a_bearer_token_is_the_same_user(
    client: TestClient, spelling: str
) -> None:
    account = verified(client)
    token = account.headers["Authorization"].removeprefix("Bearer ")
    path = f"{API}/users/verify-email"

    def verify(header: str) -> int:
        headers = new_caller() | {"Authorization": header}
        return client.post(path, json={"code": "123456"}, headers=headers).status_code

    statuses = [verify(f"Bearer {token}") for _ in range(20)]

    assert statuses == [400] * 20
    assert verify(spelling.format(token)) == 429


@pytest.mark.parametrize(
    ("method", "path", "body", "limit"),
    [
        ("POST", "/users/change-password", CHANGE, 5),
        ("GET", "/users/export", None, 5),
        ("POST", "/users/verify-email", {"code": "123456"}, 20),
    ],
)
def test_a_token_of_an_ended_session_does_not_count_for_its_owner(
    client: TestClient, method: str, path: str, body: dict[str, str] | None, limit: int
) -> None:
    account = verified(client)
    stolen = bearer(log_in(client, account.email)["access_token"])
    client.delete(f"{API}/users/sessions", headers=account.headers)

    def call(headers: dict[str, str]) -> int:
        return client.request(
            method, API + path, json=body, headers=headers
        ).status_code

    refused = [call(stolen) for _ in range(limit + 1)]

    assert refused == [401] * (limit + 1)
    assert [call(account.headers) for _ in range(limit)].count(429) == 0
    assert call(account.headers) == 429
