"""The setting OIDC_PROVIDERS: what is understood, and what is refused without its value."""

import json
from typing import Any

import pytest

from backend.core import config
from tests.core.test_config import PRODUCTION, named, refusal
from tests.support.environment import variables

CANARY = "canary-91c4e7"
GOOD = {
    "id": "google",
    "name": "Google",
    "issuer": "https://accounts.google.com",
    "client_id": "a client",
    "client_secret": f"{CANARY}-of-the-tests",
}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def setting(*entries: Any) -> str:
    """Return the value with these entries."""
    return json.dumps(entries)


def test_a_provider_is_understood_and_its_secret_is_not_shown() -> None:
    other = {
        "id": "a-1",
        "issuer": "http://[::1]:8080/realms/x",
        "scopes": " openid  x ",
    }

    loaded = config.load(variables(OIDC_PROVIDERS=f"'{setting(GOOD, GOOD | other)}'"))

    first, second = loaded.OIDC_PROVIDERS
    assert (first.id, first.name, first.issuer) == (
        *("google", "Google", "https://accounts.google.com"),
    )
    assert first.scopes == "openid email profile"
    assert (second.scopes, second.issuer) == ("openid x", other["issuer"])
    assert CANARY not in repr(loaded)
    assert first.client_secret.get_secret_value() == GOOD["client_secret"]


def test_an_issuer_keeps_its_spelling() -> None:
    issuer = "https://Tenant.example.com/a/"

    loaded = config.load(variables(OIDC_PROVIDERS=setting(GOOD | {"issuer": issuer})))

    assert loaded.OIDC_PROVIDERS[0].issuer == issuer


def test_there_may_be_no_provider() -> None:
    assert config.load(variables(OIDC_PROVIDERS="[]")).OIDC_PROVIDERS == ()


WRONG = [
    *("", "x", "{}", "[" * 100_000, "null", '["google"]', "[[]]"),
    setting({**GOOD, "unknown": "x"}),
    *(setting({k: v for k, v in GOOD.items() if k != name}) for name in GOOD),
    *(setting(GOOD | {name: value}) for name in GOOD for value in ("", " ", 7, None)),
    *(setting(GOOD | {"id": value}) for value in ("A", "a.b", "-a", "a" * 33, "a/b")),
    setting(GOOD | {"name": "x" * 51}),
    setting(GOOD | {"name": "a\nb"}),
    *(
        setting(GOOD | {"issuer": value})
        for value in (
            *("accounts.google.com", "http://accounts.google.com", "ftp://a"),
            *("https://a?b", "https://a#b", "https://u:p@a", "https://a b"),
            "https://a/" + "x" * 500,
        )
    ),
    setting(GOOD | {"client_id": "a\nb"}),
    setting(GOOD | {"client_secret": "change-me"}),
    setting(GOOD | {"client_secret": "x" * 2001}),
    *(setting(GOOD | {"scopes": value}) for value in ("email", 'openid "', "openid é")),
    setting(GOOD, GOOD | {"issuer": "https://b.example"}),
    setting(GOOD, GOOD | {"id": "other"}),
    setting(
        *(GOOD | {"id": f"a{n}", "issuer": f"https://a{n}.example"} for n in range(21))
    ),
]


def test_what_cannot_work_is_refused_and_not_shown() -> None:
    for value in WRONG:
        message = refusal(variables(OIDC_PROVIDERS=value))

        assert named(message) == ["OIDC_PROVIDERS"], value
        assert CANARY not in message


def test_production_takes_only_providers_with_tls() -> None:
    local = GOOD | {"issuer": "http://localhost:8080"}
    allowed = config.load(variables(OIDC_PROVIDERS=setting(local)))

    message = refusal(variables(**PRODUCTION | {"OIDC_PROVIDERS": setting(local)}))

    assert len(allowed.OIDC_PROVIDERS) == 1
    assert named(message) == ["OIDC_PROVIDERS"]
