"""Languages, time zones and names over HTTP, in the spellings that people use."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.document.steps import upload
from tests.support.accounts import API, Account, assert_error, verified


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account."""
    return verified(client)


def change(client: TestClient, account: Account, **fields: Any) -> Response:
    """Change the profile."""
    return client.patch(f"{API}/users/me", json=fields, headers=account.headers)


@pytest.mark.parametrize(
    ("tag", "stored"),
    [("es-419", "es-419"), ("en-001", "en-001"), ("CA-es-Valencia", "ca-ES-valencia")],
)
def test_a_language_is_answered_in_its_canonical_case(
    client: TestClient, account: Account, tag: str, stored: str
) -> None:
    reply = change(client, account, locale=tag)

    assert reply.status_code == 200
    assert reply.json()["locale"] == stored


@pytest.mark.parametrize(
    "fields",
    [
        {"timezone": "localtime"},
        {"timezone": "Factory"},
        {"full_name": "\u200b\u3164"},
        {"locale": "en_GB"},
    ],
)
def test_an_unknown_zone_name_or_language_is_refused(
    client: TestClient, account: Account, fields: dict[str, str]
) -> None:
    reply = change(client, account, **fields)

    assert_error(reply, 422, "invalid_input")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("\u200b.txt", {}),
        ("a.txt", {"title": "\u2800"}),
        ("a.txt", {"tags": ["\u3164"]}),
    ],
)
def test_invisible_file_names_titles_and_tags_are_refused(
    client: TestClient, account: Account, name: str, fields: dict[str, Any]
) -> None:
    reply = upload(client, account, name=name, **fields)

    assert_error(reply, 422, "invalid_input")


def test_an_address_with_a_local_part_of_65_characters_is_refused(
    client: TestClient,
) -> None:
    body = {"email": f"{'a' * 65}@example.com", "password": "correct-horse-battery"}

    reply = client.post(f"{API}/users/signup", json=body)

    assert_error(reply, 422, "invalid_input")
