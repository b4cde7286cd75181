"""The public configuration: what apps need, nothing else, and no database."""

import json
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from redis.exceptions import ConnectionError as RedisDown

from backend.core.config import settings
from backend.modules.config import config
from backend.modules.config.config import config_service
from backend.modules.document.uploads import content
from backend.modules.session.security_log.security_log import Kind
from backend.tables.outbox import Status
from main import app
from tests.support.accounts import API, assert_error, new_email, post
from tests.support.operations import SCHEMAS, new_caller
from tests.support.work import Work

URL = f"{API}/config"
# The settings that any caller may read, all of them in the reply.
PUBLIC = {
    *("APP_NAME", "APP_VERSION", "ENABLE_SIGNUP", "ENABLE_USER_EMAILS", "ENABLE_DOCS"),
    *("ACCOUNT_DELETION_GRACE_DAYS", "BREACHED_PASSWORDS_URL", "TRUSTED_DEVICE_DAYS"),
    *("JWT_EXPIRE_MINUTES_DELTA", "SESSION_IDLE_MINUTES"),
    *("FRESH_AUTHENTICATION_MINUTES", "DOCUMENT_EXTENSIONS", "DOCUMENT_MAX_BYTES"),
    *("DOCUMENT_NAME_MAX_CHARACTERS", "DOCUMENT_QUOTA_BYTES", "DOCUMENT_QUOTA_FILES"),
    *("DOCUMENT_TRASH_DAYS", "API_PREFIX"),
}


def test_it_needs_neither_token_nor_database_and_can_be_cached(
    client: TestClient, work: Work
) -> None:
    with work.counted() as count:
        reply = client.get(URL, headers=new_caller())
        again = client.get(
            URL, headers=new_caller() | {"If-None-Match": reply.headers["ETag"]}
        )
        other = client.get(URL, headers=new_caller() | {"If-Match": '"another"'})

    assert count.statements == []
    assert reply.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    for each in (reply, again):
        assert each.headers["Cache-Control"] == "public, max-age=300"
        assert each.headers["ETag"] == reply.headers["ETag"]
    assert_error(other, 412, "config_changed")


def test_the_reply_has_the_rules_that_the_service_applies(client: TestClient) -> None:
    shown = client.get(URL, headers=new_caller()).json()

    assert shown["version"] == settings.APP_VERSION
    assert (shown["password"]["min_bytes"], shown["password"]["max_bytes"]) == (8, 72)
    assert shown["code"] == {
        "digits": 6,
        "lifetime_seconds": 600,
        "tries": 5,
        "resend_after_seconds": 60,
    }
    assert {"extension": "pdf", "media_type": "application/pdf"} in shown["files"][
        "types"
    ]
    assert {kind["extension"] for kind in shown["files"]["types"]} == set(
        settings.DOCUMENT_EXTENSIONS
    )
    assert shown["languages"][0] == "en"
    assert shown["uploads"]["part_bytes"] == 8 * 1024 * 1024
    found = client.options(shown["uploads"]["path"], headers=new_caller())
    assert found.headers["Tus-Version"] == "1.0.0"
    too_short = "a" * (shown["password"]["min_bytes"] - 1)
    refused = post(client, "/users/signup", email=new_email(), password=too_short)
    assert_error(refused, 422, "invalid_input")


def test_only_the_public_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            read.add(name)
            return getattr(settings, name)

    for module in (config, content):
        monkeypatch.setattr(module, "settings", Watched())

    body = config._config().model_dump_json()

    assert read == PUBLIC
    assert json.loads(body) == json.loads(config_service.body())


def test_a_secret_of_a_url_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = settings.model_copy(
        update={"BREACHED_PASSWORDS_URL": "https://user:secret@breaches.example"}
    )
    monkeypatch.setattr(config, "settings", changed)

    shown = config._config()

    assert shown.password.breach_check is True
    assert "breaches.example" not in shown.model_dump_json()


def test_it_is_read_without_redis(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RedisDown

    for name in ("evalsha", "eval", "script_load"):
        monkeypatch.setattr(app.state.redis, name, fail)

    assert client.get(URL, headers=new_caller()).status_code == 200


@pytest.mark.parametrize(
    ("schema", "field", "values"),
    [
        ("SecurityEventPublic", "kind", get_args(Kind)),
        ("SecurityEventForAdmin", "kind", get_args(Kind)),
        ("OutboxItem", "status", get_args(Status)),
        (
            "DocumentPublic",
            "text_status",
            ("pending", "done", "failed", "too_large", "none"),
        ),
    ],
)
def test_the_specification_lists_the_values_of_a_field(
    schema: str, field: str, values: tuple[str, ...]
) -> None:
    assert SCHEMAS[schema]["properties"][field]["enum"] == list(values)
