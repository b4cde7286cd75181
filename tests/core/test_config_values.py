"""What operators write in practice is understood, and the rest is refused by name."""

import re
import ssl
from pathlib import Path
from typing import Any

import pytest
from obstore.store import S3Store
from pydantic import SecretStr

from backend.core import config
from backend.core.config.addresses import wildcard_pattern
from backend.core.config.model import Settings
from backend.core.config.postgres import system_certificates, tls_arguments
from backend.core.config.stores import new_store
from backend.core.config.texts import EXTENSIONS
from backend.modules.document.uploads import content
from tests.core.test_config import CANARY, PRODUCTION, named, refusal
from tests.support.environment import ROOT, SECRET, variables

AZURE = "c.redis.cache.windows.net:6380"
HUGE = ["1" + "0" * 30, "9" * 5000, "-1", "1e3", "", "ten"]
NUMBERS = [n for n, f in Settings.model_fields.items() if f.annotation is int]


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def shown(value: Any) -> Any:
    """Return a setting with its secrets as text."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


@pytest.mark.parametrize(
    ("name", "written", "understood"),
    [
        ("ENABLE_DOCS", "yes", True),
        ("ENABLE_DOCS", " Off ", False),
        ("RUN_WORKER", '"no"', False),
        ("ENVIRONMENT", "Development", "development"),
        ("LOG_LEVEL", "INFO", "info"),
        ("JWT_ALGORITHM", "hs256", "HS256"),
        ("POSTGRES_SSLMODE", "Require", "require"),
        ("APP_NAME", " 'My Product' ", "My Product"),
        ("API_PREFIX", "/api/v1/", "/api/v1"),
        ("APP_PUBLIC_URL", "https://App.example.com/", "https://App.example.com"),
        ("POSTGRES_PORT", "'5432'", 5432),
        ("POSTGRES_SERVER", "[::1]", "::1"),
        ("POSTGRES_SERVER", "a.example.com, b.example.com", "a.example.com,b.example.com"),
        ("METRICS_HOST", "localhost", "127.0.0.1"),
        ("METRICS_HOST", "[::]", "::"),
        ("CORS_ORIGINS", "https://App.Example.com/", ("https://app.example.com",)),
        ("CORS_ORIGINS", "HTTPS://a.example.com:443", ("https://a.example.com",)),
        ("CORS_ORIGINS", "http://localhost:80,'http://[::0001]:3000'", ("http://localhost", "http://[::1]:3000")),
        ("CORS_ORIGINS", "https://a.example, https://A.example/", ("https://a.example",)),
        ("CORS_ORIGINS", "https://*.Example.com/", ("https://*.example.com",)),
        ("CORS_ALLOW_HEADERS", "Authorization, 'If-Match'", ("Authorization", "If-Match")),
        ("DOCUMENT_EXTENSIONS", ".pdf, PDF,*.Docx", ("pdf", "docx")),
        ("BOOK_DEMO_REFUSED_DOMAINS", "@gmail.com, *.Yahoo.com", ("gmail.com", "yahoo.com")),
        ("BOOK_DEMO_REFUSED_DOMAINS", "münchen.example", ("xn--mnchen-3ya.example",)),
        ("BOOK_DEMO_TEAM_EMAIL", "Sales <sales@Example.com>", "sales@example.com"),
        ("BREACHED_PASSWORDS_URL", " ", ""),
        ("REDIS_URL", "redis://h:6380/0?ssl=True", "rediss://h:6380/0"),
        ("REDIS_URL", "redis://h/1?ssl=false&protocol=3", "redis://h/1?protocol=3"),
        ("REDIS_URL", f"{AZURE},password=a/b=,ssl=True,abortConnect=False", f"rediss://:a%2Fb%3D@{AZURE}/0"),
        ("REDIS_URL", "h:6379,password=p,ssl=False", "redis://:p@h:6379/0"),
        ("REDIS_URL", "'unix:///run/valkey'", "unix:///run/valkey"),
        ("STORAGE_URL", "/srv/our files", "file:///srv/our%20files"),
        ("STORAGE_URL", "s3://bucket?access_key_id=a&secret_access_key=b+/=", "s3://bucket?access_key_id=a&secret_access_key=b+/="),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(
    name: str, written: str, understood: object
) -> None:
    loaded = config.load(variables(**{name: written}))

    assert shown(getattr(loaded, name)) == understood


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("APP_NAME", ["Our: Product", "", "a\nb", "x" * 51, "a\0b"]),
        ("APP_VERSION", ["", "1\n2"]),
        ("APP_PUBLIC_URL", ["app.example.com", "https://", "https://a b", "https://a?b", "https://u:p@a", "https://a:99999", "ftp://a", "https://[x:y]", "https://*.example.com", "https://a\\b", "https://ä.de"]),
        ("API_PREFIX", ["", "/", "api", "/a//b", "/a b", "/{a}", "/a?b", "/a/../b", "/."]),
        ("FRONTEND_DIR", ["/no/such/folder", str(ROOT), __file__, "a\0b"]),
        ("TRUSTED_PROXIES", ["10.0.0.1/8", "proxy.internal", "*", "::ffff:0:0/96", "1"]),
        ("METRICS_HOST", ["", "metrics.example.com", "0.0.0.0:9090"]),
        ("CORS_ORIGINS", ["null", "app.example.com", "https://a/b", "https://a?", "https://a:0", "https://*", "https://*.com", "http://*.example.com", "https://a.*.example.com", "https://*.*.example.com", "https://a*.example.com", "https://*.vercel.app", "https://*.x.github.io", "https://*.example.com@a.com", "https://a.com#", "https://[::1", "https://[1.2.3.4]", "https://a\tb"]),
        ("CORS_ALLOW_HEADERS", ["A B", "Name:"]),
        ("DOCUMENT_EXTENSIONS", ["", ",", "exe", "pdf,tar.gz"]),
        ("BOOK_DEMO_REFUSED_DOMAINS", ["gmail", "a@gmail.com", "a b.com", "https://gmail.com"]),
        ("BOOK_DEMO_TEAM_EMAIL", ["", "sales", "a@b@c.example"]),
        ("BREACHED_PASSWORDS_URL", ["api.pwnedpasswords.com"]),
        ("POSTGRES_SERVER", ["", "db:5432", "postgres://db", "a b", "https://db"]),
        ("POSTGRES_DB", ["", "x" * 64, "postgres://db/x", "a\nb"]),
        ("POSTGRES_SSLMODE", ["", "allow", "on"]),
        ("POSTGRES_SSLROOTCERT", ["", "/no/such/file", __file__, "/"]),
        ("REDIS_URL", ["", "h:6379", "redis://", "redis:///0", "redis://:p#w@h", "redis://:p/w@h", "redis://h/name", "redis://h:many", "redis://h?timeout=1", "redis://h?nonsense=1", "redis://h?ssl=perhaps", "redis://h?ssl=1&ssl=0", "redis://h?db=x", "rediss://h?ssl=false", "rediss://h?ssl_cert_reqs=odd", "redis://[h", "unix://", "http://h", "h,password=p"[:1] + ",password=p,defaultDatabase=x"]),
        ("STORAGE_URL", ["", "file://srv/documents", "file:///", "file://", "documents", "s3://", "s3://a b", "s3://b:9000", "s3://bucket?endpoint=minio:9000", "s3://bucket?nope=1", "s3://bucket?region=a&region=b", "s3://bucket#x", "s3://bucket?virtual_hosted_style_request=perhaps", "az://container?account_name=a&account_key=!", "gs://bucket", "s3://[b"]),
        *((name, HUGE) for name in NUMBERS),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_by_name(name: str, values: list[str]) -> None:
    for value in values:
        assert (value, named(refusal(variables(**{name: value})))) == (value, [name])


def test_the_web_app_is_a_folder_with_its_pages(tmp_path: Path) -> None:
    link = tmp_path / "current"
    link.symlink_to(tmp_path / "first")
    (tmp_path / "first").mkdir()
    (tmp_path / "first/index.html").touch()
    incomplete = refusal(variables(FRONTEND_DIR=str(link)))
    (tmp_path / "first/404.html").touch()

    loaded = config.load(variables(FRONTEND_DIR=f"'{link}'"))

    assert named(incomplete) == ["FRONTEND_DIR"]
    assert "index.html and 404.html" in incomplete
    assert link == loaded.FRONTEND_DIR
    assert config.load(variables(FRONTEND_DIR="")).FRONTEND_DIR is None


def test_a_plus_sign_in_a_key_is_no_blank() -> None:
    store = new_store("s3://bucket?access_key_id=a&secret_access_key=b+/=")

    assert isinstance(store, S3Store)
    assert store.config["secret_access_key"] == "b+/="


def test_every_known_extension_has_a_check_of_its_content() -> None:
    assert content._TYPES.keys() == EXTENSIONS


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"SESSION_IDLE_MINUTES": "20", "JWT_EXPIRE_MINUTES_DELTA": "10"}, "SESSION_IDLE_MINUTES"),
        ({"DOCUMENT_MAX_BYTES": "2048", "DOCUMENT_QUOTA_BYTES": "2047"}, "DOCUMENT_MAX_BYTES"),
        ({"JWT_EXPIRE_MINUTES_DELTA": str(100 * 366 * 24 * 60)}, "JWT_EXPIRE_MINUTES_DELTA"),
        ({"POSTGRES_SSLMODE": "verify-ca"}, "POSTGRES_SSLROOTCERT"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other_are_refused(
    changes: dict[str, str], faulty: str
) -> None:
    assert named(refusal(variables(**changes))) == [faulty]


def test_a_contradiction_is_reported_beside_other_faults() -> None:
    environment = variables(
        **PRODUCTION | {"CODE_SECRET_KEY": SECRET, "BCRYPT_COST": "4"},
        METRICS_PORT="many",
    )

    message = refusal(environment)

    assert set(named(message)) == {"METRICS_PORT", "CODE_SECRET_KEY", "BCRYPT_COST"}


def test_an_old_key_may_be_shared_until_it_is_replaced() -> None:
    rotating = {"JWT_SECRET_KEY": f"{SECRET}-new,{SECRET}", "CODE_SECRET_KEY": SECRET}

    loaded = config.load(variables(**PRODUCTION | rotating))

    assert len(loaded.JWT_SECRET_KEY) == 2


@pytest.mark.parametrize("name", ["POSTGRES_SERVER", "REDIS_URL", "STORAGE_URL"])
def test_only_run_py_understands_embedded(name: str) -> None:
    environment = variables(**{name: "embedded"})

    message = refusal(environment)

    assert named(message) == [name]
    assert "only run.py understands embedded" in message
    assert shown(getattr(config.load(environment, by_run_py=True), name)) == "embedded"
    with pytest.raises(SystemExit, match=name):
        config.load(variables(**PRODUCTION | {name: "embedded"}), by_run_py=True)


@pytest.mark.parametrize("server", ["/run/postgresql", "localhost", "127.0.0.1", "::1"])
def test_production_needs_no_tls_to_a_database_on_this_machine(server: str) -> None:
    here = {"POSTGRES_SERVER": server, "POSTGRES_SSLMODE": "disable"}
    mixed = here | {"POSTGRES_SERVER": f"{server},db.example.com"}

    assert config.load(variables(**PRODUCTION | here)).POSTGRES_SSLMODE == "disable"
    assert named(refusal(variables(**PRODUCTION | mixed))) == ["POSTGRES_SSLMODE"]


def test_system_certificates_are_those_that_the_machine_trusts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # psycopg's wheel would look for them in a folder that does not exist.
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    trusted = system_certificates()
    if trusted is None:
        pytest.skip("this machine has no list of trusted certificates")

    assert ssl.create_default_context(cafile=trusted).get_ca_certs()
    assert tls_arguments("verify-full", "system")["sslrootcert"] == trusted
    assert tls_arguments("verify-full", "system") == {
        "sslmode": "verify-full",
        "sslrootcert": trusted,
    }
    named_file = config.load(variables(POSTGRES_SSLROOTCERT=trusted))
    assert trusted == named_file.POSTGRES_SSLROOTCERT


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://a.example.com", True),
        ("https://pr-12.example.com", True),
        ("https://a.b.example.com", False),
        ("https://example.com", False),
        ("https://.example.com", False),
        ("https://a.example.com:8443", False),
        ("http://a.example.com", False),
        ("https://aexample.com", False),
        ("https://a.example.com.evil.test", False),
        ("https://a.exampleXcom", False),
        ("https://evil.test/.example.com", False),
        ("https://evil.test?.example.com", False),
        ("https://evil.test\n.example.com", False),
        ("https://a.example.com\n", False),
        ("https://b.example.org:8443", True),
        ("https://b.example.org", False),
    ],
)
def test_a_wildcard_stands_for_one_label(origin: str, allowed: bool) -> None:
    written = "https://*.example.com, https://*.example.org:8443, https://a.test"
    pattern = wildcard_pattern(
        config.load(variables(CORS_ORIGINS=written)).CORS_ORIGINS
    )

    assert pattern is not None
    assert (re.fullmatch(pattern, origin) is not None) == allowed
    assert wildcard_pattern(("*", "https://a.test")) is None


def test_no_secret_is_shown() -> None:
    strong = f"{CANARY}-{SECRET}"
    secrets = {
        "JWT_SECRET_KEY": f"{strong}1,{strong}2",
        "CODE_SECRET_KEY": f"{strong}3",
        "TWO_FA_ENCRYPTION_KEYS": f"{strong}4",
        "SENDGRID_API_KEY": CANARY,
        "POSTGRES_PASSWORD": CANARY,
        "EMAIL_URL": f"smtps://user:{CANARY}@mail.example.com",
        "REDIS_URL": f"rediss://:{CANARY}@h/0",
        "STORAGE_URL": f"s3://bucket?access_key_id=a&secret_access_key={CANARY}",
    }
    loaded = config.load(variables(**secrets))
    with pytest.raises(SystemExit) as stopped:
        config.load({name: f"{value}\0#" for name, value in secrets.items()})

    shown = [repr(loaded), str(loaded), loaded.model_dump_json(), str(stopped.value)]
    assert not [text for text in shown if CANARY in text]
    # Tools that collect errors also look at what an error came from.
    assert stopped.value.__context__ is None
