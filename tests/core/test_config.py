"""The settings: required variables, refused values, and the messages about them."""

import shutil
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import ValidationError

from backend.core import config, env
from backend.core.config import Settings, settings
from tests.support.environment import KEYS, ROOT, SECRET, variables

CANARY = "canary-7d1f0c"
EVERY_NAME = set(Settings.model_fields)
STRONG = ["JWT_SECRET_KEY", "CODE_SECRET_KEY"]
SECRETS = [*STRONG, "SENDGRID_API_KEY", "POSTGRES_PASSWORD"]
PRODUCTION = {
    "ENVIRONMENT": "production",
    "APP_PUBLIC_URL": "https://app.example.com",
    "SENDGRID_HOST": "https://api.sendgrid.com",
    "POSTGRES_SERVER": "db.example.com",
    "REDIS_URL": "rediss://redis.example.com:6379/0",
    "BCRYPT_COST": "12",
    "POSTGRES_SSLMODE": "verify-full",
    **KEYS,
}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def refusal(environment: dict[str, str]) -> str:
    """Return the message of a process that refuses to start with these variables."""
    with pytest.raises(SystemExit) as stopped:
        config.load(environment)
    # SystemExit with a text: Python prints it and exits with 1.
    assert isinstance(stopped.value.code, str)
    return stopped.value.code


def named(message: str) -> list[str]:
    """Return the variables that a message names, in its order."""
    lines = [line for line in message.splitlines() if line.startswith("  ")]
    return [line.split(":")[0].strip() for line in lines]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of the backend in a folder without .env."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "backend", tmp_path / "backend", ignore=ignored)
    return tmp_path


def run(
    checkout: Path, code: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run Python code in a checkout with no other variables than these."""
    return subprocess.run(
        [sys.executable, "-B", "-c", code],
        check=False,
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_all_missing_variables_are_listed_at_once_by_name() -> None:
    message = refusal({})

    assert set(named(message)) == EVERY_NAME
    assert message.count(": missing") == len(EVERY_NAME)


@pytest.mark.parametrize(
    "code",
    [
        "from backend.core.config import settings",
        "from backend.core.database import engine",
    ],
)
def test_an_empty_environment_ends_the_import_with_an_error(
    checkout: Path, code: str
) -> None:
    done = run(checkout, code)

    assert done.returncode == 1
    assert set(named(done.stderr)) == EVERY_NAME
    assert "Traceback" not in done.stderr


def test_the_engine_can_be_imported_without_a_database_and_reads_the_env_file(
    checkout: Path,
) -> None:
    unreachable = variables(POSTGRES_SERVER="192.0.2.1", POSTGRES_DB="from_the_file")
    lines = [f"{name}='{value}'" for name, value in unreachable.items()]
    (checkout / ".env").write_text("\n".join(lines))
    code = "from backend.core.database import engine; print(engine.url.database)"

    done = run(checkout, code)

    assert (done.returncode, done.stdout) == (0, "from_the_file\n"), done.stderr


def test_errors_of_different_kinds_are_in_one_message() -> None:
    environment = variables(
        ENVIRONMENT="staging",
        API_PREFIX="api/",
        TRUSTED_PROXIES="10.0.0.1,proxy.internal",
        CORS_ORIGINS="https://app.example.com/path",
        JWT_SECRET_KEY="short",
        CODE_SECRET_KEY="change-me",
        JWT_EXPIRE_MINUTES_DELTA="0",
        RUN_WORKER="perhaps",
        POSTGRES_PORT="65536",
        POSTGRES_POOL_SIZE="ten",
        REDIS_URL="http://redis",
    )
    changed = {k for k, v in environment.items() if variables()[k] != v}
    del environment["APP_NAME"]

    message = refusal(environment)

    assert set(named(message)) == changed | {"APP_NAME"}
    assert len(changed) == 11


def test_the_message_never_contains_a_value() -> None:
    faulty = {name: f"*,\t{CANARY}@{name}" for name in EVERY_NAME}
    faulty |= dict.fromkeys(SECRETS, f"change-{CANARY}")

    together = refusal(faulty)
    apart = [
        refusal(variables() | {name: faulty[name]})
        for name in sorted(set(named(together)))
    ]

    assert set(SECRETS) < set(named(together))
    assert not [message for message in [together, *apart] if CANARY in message]


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "value",
    ["", "change-me", "Change-Me-Before-9f8e7d6c5b4a3210", "your-secret-key"],
)
def test_an_empty_or_placeholder_secret_is_refused(name: str, value: str) -> None:
    message = refusal(variables(**{name: value}))

    assert named(message) == [name]
    assert "placeholder" in message


@pytest.mark.parametrize("name", STRONG)
@pytest.mark.parametrize(
    "value",
    [
        *(SECRET[:31], "a" * 64, "abcabcabc" * 8, "012345678" * 4),
        *("k3Vx9-Qz7_Lm" * 6, "k3Vx9-Qz7_Lm" * 3 + "k3V"),
        *("aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj", "a" * 40 + "bqzwsxedcrf"),
        *("abcdefghijklmnopqrstuvwxyz0123456789",),
    ],
)
def test_a_short_or_monotonous_key_is_refused(name: str, value: str) -> None:
    message = refusal(variables(**{name: value}))

    assert named(message) == [name]
    assert "32 random bytes" in message


@pytest.mark.parametrize("name", STRONG)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f"{SECRET},change-me", "placeholder"),
        (f"{SECRET},", "placeholder"),
        (f"{SECRET},{SECRET[:31]}", "32 random bytes"),
        (f"{SECRET}, {SECRET}", "same key twice"),
    ],
)
def test_each_of_several_keys_must_be_strong(name: str, value: str, said: str) -> None:
    message = refusal(variables(**{name: value}))

    assert named(message) == [name]
    assert said in message


def test_blanks_around_a_comma_are_removed_and_those_at_the_ends_are_kept() -> None:
    # Release 1.0.0 used the whole value as its key, even with a line break at its end.
    two = config.load(variables(CODE_SECRET_KEY=f"{SECRET[::-1]} , {SECRET}\n"))
    one = config.load(variables(CODE_SECRET_KEY=f"{SECRET}\n"))

    found = [[k.get_secret_value() for k in s.CODE_SECRET_KEY] for s in (two, one)]
    assert found == [[SECRET[::-1], f"{SECRET}\n"], [f"{SECRET}\n"]]


def test_the_origin_wildcard_is_refused() -> None:
    open_to_all = variables(CORS_ORIGINS="https://app.example.com, *")

    with_credentials = refusal({**open_to_all, "CORS_ALLOW_CREDENTIALS": "true"})
    without = config.load({**open_to_all, "CORS_ALLOW_CREDENTIALS": "false"})

    assert named(with_credentials) == ["CORS_ALLOW_CREDENTIALS"]
    assert without.CORS_ORIGINS == ("https://app.example.com", "*")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]", "203.0.113.7"])
def test_the_web_app_has_a_name_because_passkeys_need_one(host: str) -> None:
    refused = refusal(variables(APP_PUBLIC_URL=f"http://{host}"))

    assert named(refused) == ["APP_PUBLIC_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_PUBLIC_URL", "http://app.example.com"),
        ("SENDGRID_HOST", "http://mail.example.com"),
        ("SENDGRID_VERIFY_SSL", "false"),
        ("BCRYPT_COST", "9"),
        ("BREACHED_PASSWORDS_URL", "http://breaches.example.com/range"),
        ("POSTGRES_SSLMODE", "require"),
        ("REDIS_URL", "rediss://redis.example.com?ssl_cert_reqs=none"),
        ("REDIS_URL", "rediss://redis.example.com?ssl_check_hostname=false"),
        ("STORAGE_URL", "s3://bucket?endpoint=http://s3.example.com"),
        ("STORAGE_URL", "s3://bucket?AWS_ENDPOINT_URL=http://s3.example.com"),
        ("STORAGE_URL", "s3://bucket?allow_invalid_certificates=true"),
        ("STORAGE_URL", "az://container?account_name=a&use_emulator=true"),
        ("CORS_ORIGINS", "*"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", "0.0.0.0/1, 128.0.0.0/1"),
        ("TRUSTED_PROXIES", "10.0.0.1, ::/0"),
        ("CODE_SECRET_KEY", SECRET),
        ("TWO_FA_ENCRYPTION_KEYS", f"{SECRET},{SECRET}-old"),
    ],
)
def test_production_refuses_what_development_allows(name: str, value: str) -> None:
    production = variables(**PRODUCTION, CORS_ALLOW_CREDENTIALS="false")
    assert config.load(production).ENVIRONMENT == "production"
    config.load(production | {"ENVIRONMENT": "development", name: value})

    message = refusal(production | {name: value})

    assert named(message) == [name]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings.APP_NAME = "Other"  # type: ignore[misc]


def test_a_variable_of_the_process_overrides_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("APP_NAME=File\nONLY_IN_FILE=a${APP_NAME}\nNO_VALUE\n")
    monkeypatch.setattr(env, "ENV_FILE", file)
    monkeypatch.setenv("APP_NAME", "Process")

    found = env.read_environment()

    assert found["APP_NAME"] == "Process"
    assert found["ONLY_IN_FILE"] == "a${APP_NAME}"
    assert "NO_VALUE" not in found


def test_a_complete_environment_loads_with_the_right_types() -> None:
    loaded = config.load(
        variables(
            APP_PUBLIC_URL="https://app.example.com/",
            CORS_ORIGINS="https://a.example.com, https://b.example.com:8443",
            TRUSTED_PROXIES="10.0.0.0/8, fd00::/8",
            ENABLE_USER_EMAILS="false",
            JWT_EXPIRE_MINUTES_DELTA="15",
            SESSION_IDLE_MINUTES="15",
        )
    )

    assert loaded.APP_PUBLIC_URL == "https://app.example.com"
    assert loaded.CORS_ORIGINS == (
        "https://a.example.com",
        "https://b.example.com:8443",
    )
    assert (ip_network("10.0.0.0/8"), ip_network("fd00::/8")) == loaded.TRUSTED_PROXIES
    assert loaded.ENABLE_USER_EMAILS is False
    assert loaded.JWT_EXPIRE_MINUTES_DELTA == 15
    [key] = loaded.JWT_SECRET_KEY
    assert key.get_secret_value() == SECRET
    assert config.load(variables(TRUSTED_PROXIES="")).TRUSTED_PROXIES == ()
