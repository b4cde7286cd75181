"""The settings: typed environment variables, all of them required.

`settings` is built when this module is imported. If a variable is missing or invalid,
the process ends with a message that lists all such variables by name, never by value.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Annotated, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from backend.core.env import read_environment

_MIN_SECRET_BYTES = 32
_PLACEHOLDERS = ("change", "your-", "your_", "secret-key", "placeholder", "example")


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _split_keys(value: str) -> tuple[str, ...]:
    # Blanks at the ends of the value stay part of a key, as in release 1.0.0.
    return tuple(re.split(r"\s*,\s*", value))


def _are_distinct(value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if len(set(value)) < len(value):
        raise ValueError("contains the same key twice")
    return value


def _is_http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https URL")
    return value.rstrip("/")


def _is_origin(value: str) -> str:
    if value != "*" and urlsplit(_is_http_url(value)).path:
        raise ValueError("must be origins, such as https://app.example.com")
    return value


def _is_network(value: str) -> str:
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        raise ValueError("must be IP addresses or networks") from error
    return value


def _is_prefix(value: str) -> str:
    if not value.startswith("/") or value.endswith("/"):
        raise ValueError("must start with a slash and must not end with one")
    return value


def _is_not_placeholder(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().lower()
    if not text.strip() or text.startswith(_PLACEHOLDERS):
        raise ValueError("is empty or a placeholder")
    return value


def _is_strong(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if len(text.encode()) < _MIN_SECRET_BYTES or len(set(text)) < 10:
        raise ValueError(f"must be {_MIN_SECRET_BYTES} random bytes or more")
    return value


def _is_storage(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    parts = urlsplit(text)
    place = parts.path if parts.scheme == "file" else parts.netloc
    if text != "embedded" and not (parts.scheme in ("file", "s3", "az") and place):
        raise ValueError("must be file:///folder, s3://bucket or az://container")
    return value


NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
HttpUrl = Annotated[str, AfterValidator(_is_http_url)]
Secret = Annotated[SecretStr, AfterValidator(_is_not_placeholder)]
StrongSecret = Annotated[Secret, AfterValidator(_is_strong)]
# The first key signs, all keys verify.
Keys = Annotated[
    tuple[StrongSecret, ...],
    BeforeValidator(_split_keys),
    AfterValidator(_are_distinct),
]
# A secret, because it may contain the keys of an object store.
StorageUrl = Annotated[SecretStr, AfterValidator(_is_storage)]


class Settings(BaseModel):
    """The settings of the operator; .env.example explains each variable."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    # A validator sees only the fields above its own, so ENVIRONMENT is first.
    ENVIRONMENT: Literal["development", "production"]
    APP_NAME: NonEmpty
    APP_VERSION: NonEmpty
    APP_PUBLIC_URL: HttpUrl
    ENABLE_USER_EMAILS: bool
    ENABLE_SIGNUP: bool
    ENABLE_DOCS: bool
    API_PREFIX: Annotated[str, AfterValidator(_is_prefix)]
    MAX_BODY_BYTES: int = Field(ge=1024)
    DEFAULT_LIMIT_PER_MINUTE: int = Field(ge=1)
    TRUSTED_PROXIES: Annotated[
        tuple[Annotated[str, AfterValidator(_is_network)], ...], BeforeValidator(_split)
    ]
    LOG_LEVEL: Literal["debug", "info", "warning", "error"]
    METRICS_PORT: int = Field(ge=0, le=65535)
    SLOW_QUERY_MILLISECONDS: int = Field(ge=0)
    SHUTDOWN_DELAY_SECONDS: int = Field(ge=0, le=60)

    CORS_ORIGINS: Annotated[
        tuple[Annotated[str, AfterValidator(_is_origin)], ...], BeforeValidator(_split)
    ]
    CORS_ALLOW_HEADERS: Annotated[tuple[str, ...], BeforeValidator(_split)]
    CORS_ALLOW_CREDENTIALS: bool

    JWT_ALGORITHM: Literal["HS256"]
    JWT_SECRET_KEY: Keys
    JWT_EXPIRE_MINUTES_DELTA: int = Field(ge=1)
    SESSION_IDLE_MINUTES: int = Field(ge=5)
    SESSIONS_PER_USER: int = Field(ge=1, le=1000)
    RETENTION_DAYS: int = Field(ge=1)
    ACCOUNT_DELETION_GRACE_DAYS: int = Field(ge=1, le=365)
    CODE_SECRET_KEY: Keys
    TWO_FA_ENCRYPTION_KEYS: Annotated[
        tuple[StrongSecret, ...], BeforeValidator(_split), Field(min_length=1)
    ]
    TRUSTED_DEVICE_DAYS: int = Field(ge=0, le=365)
    FRESH_AUTHENTICATION_MINUTES: int = Field(ge=1, le=1440)
    BCRYPT_COST: int = Field(ge=4, le=16)
    BREACHED_PASSWORDS_URL: Literal[""] | HttpUrl

    SENDGRID_API_KEY: Secret
    SENDGRID_FROM_EMAIL: NonEmpty
    SENDGRID_VERIFY_SSL: bool
    SENDGRID_HOST: Literal["mailbox"] | HttpUrl
    RUN_WORKER: bool

    BOOK_DEMO_TEAM_EMAIL: EmailStr
    BOOK_DEMO_REFUSED_DOMAINS: Annotated[
        tuple[Annotated[str, AfterValidator(str.lower)], ...], BeforeValidator(_split)
    ]
    STORAGE_URL: StorageUrl
    DOCUMENT_MAX_BYTES: int = Field(ge=1024)
    DOCUMENT_EXTENSIONS: Annotated[tuple[str, ...], BeforeValidator(_split)]
    DOCUMENT_NAME_MAX_CHARACTERS: int = Field(ge=16, le=255)
    DOCUMENT_QUOTA_BYTES: int = Field(ge=0)
    DOCUMENT_QUOTA_FILES: int = Field(ge=0)
    DOCUMENT_TRASH_DAYS: int = Field(ge=1)

    POSTGRES_DB: NonEmpty
    POSTGRES_USER: NonEmpty
    POSTGRES_PORT: int = Field(ge=1, le=65535)
    POSTGRES_SERVER: NonEmpty
    POSTGRES_PASSWORD: Secret
    POSTGRES_POOL_SIZE: int = Field(ge=1, le=200)
    POSTGRES_TIMEOUT_SECONDS: int = Field(ge=1, le=300)

    REDIS_URL: Annotated[str, Field(pattern=r"^((redis|rediss|unix)://.+|embedded)$")]

    @field_validator("CORS_ALLOW_CREDENTIALS")
    @classmethod
    def _no_credentials_for_every_origin(
        cls, value: bool, info: ValidationInfo
    ) -> bool:
        if value and "*" in info.data.get("CORS_ORIGINS", ()):
            raise ValueError("must be false if CORS_ORIGINS contains *")
        return value

    @field_validator("APP_PUBLIC_URL", "SENDGRID_HOST", "BREACHED_PASSWORDS_URL")
    @classmethod
    def _https_in_production(cls, value: str, info: ValidationInfo) -> str:
        plain = not value.startswith("https:") and value != ""
        if info.data.get("ENVIRONMENT") == "production" and plain:
            raise ValueError("must be https in production")
        return value

    @field_validator("POSTGRES_SERVER", "REDIS_URL")
    @classmethod
    def _named_in_production(cls, value: str, info: ValidationInfo) -> str:
        # In development, run.py replaces "embedded" before anything connects.
        if info.data.get("ENVIRONMENT") == "production" and value == "embedded":
            raise ValueError("must name a server in production")
        return value

    @field_validator("STORAGE_URL")
    @classmethod
    def _lasting_in_production(
        cls, value: SecretStr, info: ValidationInfo
    ) -> SecretStr:
        embedded = value.get_secret_value() == "embedded"
        if info.data.get("ENVIRONMENT") == "production" and embedded:
            raise ValueError("must name a folder or an object store in production")
        return value

    @field_validator("SENDGRID_VERIFY_SSL")
    @classmethod
    def _verified_in_production(cls, value: bool, info: ValidationInfo) -> bool:
        if info.data.get("ENVIRONMENT") == "production" and not value:
            raise ValueError("must be true in production")
        return value

    @field_validator("BCRYPT_COST")
    @classmethod
    def _costly_in_production(cls, value: int, info: ValidationInfo) -> int:
        if info.data.get("ENVIRONMENT") == "production" and value < 10:
            raise ValueError("must be 10 or more in production")
        return value


def _stop(error: ValidationError) -> NoReturn:
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        missing = fault["type"] == "missing"
        message = fault["msg"].removeprefix("Value error, ")
        lines.append(f"  {fault['loc'][0]}: {'missing' if missing else message}")
    raise SystemExit(
        "Cannot start: environment variables are missing or invalid.\n"
        + "\n".join(dict.fromkeys(lines))
        + "\nSee .env.example for what each variable means."
    )


def load(environment: Mapping[str, str]) -> Settings:
    """Return the settings, or exit with a message that names every faulty variable."""
    try:
        return Settings.model_validate(dict(environment))
    except ValidationError as error:
        _stop(error)


settings = load(read_environment())
