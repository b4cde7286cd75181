"""The names and the types of all settings."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from backend.core.config.addresses import (
    BindAddress,
    HttpUrl,
    Networks,
    OptionalHttpUrl,
    Origins,
)
from backend.core.config.email_url import From, SendGrid, SmtpServer, account
from backend.core.config.folders import FrontendFolder
from backend.core.config.keys import EncryptionKeys, Keys, OptionalSecret, Secret
from backend.core.config.oidc import OidcProviders
from backend.core.config.postgres import Identifier, RootCertificates, Server, SslMode
from backend.core.config.redis_url import RedisUrl
from backend.core.config.stores import StorageUrl
from backend.core.config.texts import (
    Domains,
    Email,
    Extensions,
    Headers,
    LowerCase,
    Name,
    Prefix,
    UpperCase,
    Version,
    tidy,
)

_YEAR = 366
_YEAR_IN_MINUTES = _YEAR * 24 * 60
# S3 takes at most 10,000 parts, which have 5 MiB: see backend.core.storage.
_LARGEST_FILE = 10_000 * 5 * 1024 * 1024
# The largest integer that every JSON parser reads exactly (RFC 8259, section 6).
_LARGEST_NUMBER = 2**53 - 1
# A blank at the end of a key is part of the key, and so is a quote.
_AS_GIVEN = {
    *("JWT_SECRET_KEY", "CODE_SECRET_KEY", "TWO_FA_ENCRYPTION_KEYS"),
    "POSTGRES_PASSWORD",
}


class Settings(BaseModel):
    """The settings of the operator; .env.example explains each variable."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    ENVIRONMENT: Annotated[Literal["development", "production"], LowerCase]
    APP_NAME: Name
    APP_VERSION: Version
    APP_PUBLIC_URL: HttpUrl
    ENABLE_USER_EMAILS: bool
    ENABLE_SIGNUP: bool
    ENABLE_DOCS: bool
    API_PREFIX: Prefix
    FRONTEND_DIR: FrontendFolder
    MAX_BODY_BYTES: int = Field(ge=1024, le=67_108_864)
    DEFAULT_LIMIT_PER_MINUTE: int = Field(ge=1, le=1_000_000)
    TRUSTED_PROXIES: Networks
    LOG_LEVEL: Annotated[Literal["debug", "info", "warning", "error"], LowerCase]
    METRICS_HOST: BindAddress
    METRICS_PORT: int = Field(ge=0, le=65535)
    SLOW_QUERY_MILLISECONDS: int = Field(ge=0, le=3_600_000)
    SHUTDOWN_DELAY_SECONDS: int = Field(ge=0, le=60)

    CORS_ORIGINS: Origins
    CORS_ALLOW_HEADERS: Headers
    CORS_ALLOW_CREDENTIALS: bool

    JWT_ALGORITHM: Annotated[Literal["HS256"], UpperCase]
    JWT_SECRET_KEY: Keys
    JWT_EXPIRE_MINUTES_DELTA: int = Field(ge=5, le=_YEAR_IN_MINUTES)
    SESSION_IDLE_MINUTES: int = Field(ge=5, le=_YEAR_IN_MINUTES)
    SESSIONS_PER_USER: int = Field(ge=1, le=1000)
    RETENTION_DAYS: int = Field(ge=1, le=10 * _YEAR)
    ACCOUNT_DELETION_GRACE_DAYS: int = Field(ge=1, le=365)
    CODE_SECRET_KEY: Keys
    TWO_FA_ENCRYPTION_KEYS: EncryptionKeys
    TRUSTED_DEVICE_DAYS: int = Field(ge=0, le=365)
    FRESH_AUTHENTICATION_MINUTES: int = Field(ge=1, le=1440)
    BCRYPT_COST: int = Field(ge=4, le=16)
    BREACHED_PASSWORDS_URL: OptionalHttpUrl
    OIDC_PROVIDERS: OidcProviders

    # SENDGRID_FROM_EMAIL counts for SMTP too, the rest for SendGrid only.
    EMAIL_URL: SendGrid | SmtpServer
    EMAIL_CONCURRENCY: int = Field(ge=1, le=32)
    SENDGRID_API_KEY: OptionalSecret
    SENDGRID_FROM_EMAIL: From
    SENDGRID_VERIFY_SSL: bool
    SENDGRID_HOST: Literal["mailbox", ""] | HttpUrl
    RUN_WORKER: bool

    BOOK_DEMO_TEAM_EMAIL: Email
    BOOK_DEMO_REFUSED_DOMAINS: Domains
    BOOK_DEMO_RETENTION_DAYS: int = Field(ge=1, le=10 * _YEAR)
    STORAGE_URL: StorageUrl
    DOCUMENT_MAX_BYTES: int = Field(ge=1024, le=_LARGEST_FILE)
    DOCUMENT_EXTENSIONS: Extensions
    DOCUMENT_NAME_MAX_CHARACTERS: int = Field(ge=16, le=255)
    DOCUMENT_QUOTA_BYTES: int = Field(ge=0, le=_LARGEST_NUMBER)
    DOCUMENT_QUOTA_FILES: int = Field(ge=0, le=2**31 - 1)
    DOCUMENT_TRASH_DAYS: int = Field(ge=1, le=10 * _YEAR)

    POSTGRES_DB: Identifier
    POSTGRES_USER: Identifier
    POSTGRES_PORT: int = Field(ge=1, le=65535)
    POSTGRES_SERVER: Server
    POSTGRES_PASSWORD: Secret
    POSTGRES_SSLMODE: Annotated[SslMode, LowerCase]
    POSTGRES_SSLROOTCERT: RootCertificates
    POSTGRES_POOL_SIZE: int = Field(ge=1, le=200)
    POSTGRES_TIMEOUT_SECONDS: int = Field(ge=1, le=300)

    REDIS_URL: RedisUrl

    @model_validator(mode="before")
    @classmethod
    def _tidy(cls, values: Mapping[str, str]) -> dict[str, str]:
        return {
            name: values[name] if name in _AS_GIVEN else tidy(values[name])
            for name in cls.model_fields
            if name in values
        }

    @field_validator("EMAIL_URL", mode="before")
    @classmethod
    def _email_account(cls, value: str, info: ValidationInfo) -> SendGrid | SmtpServer:
        production = info.data.get("ENVIRONMENT") == "production"
        return account(value, production=production)

    @field_validator("*")
    @classmethod
    def _note(cls, value: Any, info: ValidationInfo) -> Any:
        # The rules about several settings also check those beside an invalid one.
        if info.context is not None and info.field_name is not None:
            info.context[info.field_name] = value
        return value
