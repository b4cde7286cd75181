"""Collects the public part of the settings and the rules of the modules, once."""

import hashlib
from functools import cache

from backend.core import strength, token
from backend.core.config import settings
from backend.core.locales import LANGUAGES
from backend.core.password import MAX_BYTES, MIN_BYTES
from backend.modules.config.schemas import (
    CodeRule,
    FileRule,
    FileType,
    PasswordRule,
    ServiceConfig,
    SessionRule,
    UploadRule,
)
from backend.modules.document.lib import ZIP_MAX_DOCUMENTS
from backend.modules.document.uploads import content
from backend.modules.upload.lib import OPEN_UPLOADS, PART_BYTES
from backend.modules.user.codes import codes


class ConfigService:
    """The public configuration, which never changes while the process runs."""

    @cache  # noqa: B019 (there is one instance)
    def body(self) -> bytes:
        """Return the configuration as JSON."""
        return _config().model_dump_json().encode()

    @cache  # noqa: B019 (there is one instance)
    def etag(self) -> str:
        """Return the ETag, which is the same in all processes with these settings."""
        return f'"{hashlib.sha256(self.body()).hexdigest()[:32]}"'


def _config() -> ServiceConfig:
    return ServiceConfig(
        name=settings.APP_NAME,
        version=settings.APP_VERSION,
        docs_path="/docs" if settings.ENABLE_DOCS else None,
        signup_open=settings.ENABLE_SIGNUP,
        emails_sent=settings.ENABLE_USER_EMAILS,
        languages=list(LANGUAGES),
        account_deletion_grace_days=settings.ACCOUNT_DELETION_GRACE_DAYS,
        password=PasswordRule(
            min_bytes=MIN_BYTES,
            max_bytes=MAX_BYTES,
            min_guesses=strength.MIN_GUESSES,
            breach_check=bool(settings.BREACHED_PASSWORDS_URL),
        ),
        code=CodeRule(
            digits=token.CODE_DIGITS,
            lifetime_seconds=int(codes.LIFETIME.total_seconds()),
            tries=codes.TRIES,
            resend_after_seconds=int(codes.COOLDOWN.total_seconds()),
        ),
        session=SessionRule(
            lifetime_minutes=settings.JWT_EXPIRE_MINUTES_DELTA,
            idle_minutes=settings.SESSION_IDLE_MINUTES,
            fresh_authentication_minutes=settings.FRESH_AUTHENTICATION_MINUTES,
            trusted_device_days=settings.TRUSTED_DEVICE_DAYS,
        ),
        files=FileRule(
            types=[
                FileType(extension=extension, media_type=media_type)
                for extension, media_type in sorted(content.accepted().items())
            ],
            max_bytes=settings.DOCUMENT_MAX_BYTES,
            name_max_characters=settings.DOCUMENT_NAME_MAX_CHARACTERS,
            quota_bytes=settings.DOCUMENT_QUOTA_BYTES,
            quota_files=settings.DOCUMENT_QUOTA_FILES,
            zip_max_documents=ZIP_MAX_DOCUMENTS,
            trash_days=settings.DOCUMENT_TRASH_DAYS,
        ),
        uploads=UploadRule(
            path=f"{settings.API_PREFIX}/uploads",
            part_bytes=PART_BYTES,
            max_open=OPEN_UPLOADS,
        ),
    )


config_service = ConfigService()
