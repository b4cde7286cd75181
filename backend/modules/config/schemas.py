"""The reply of the route of the configuration."""

from pydantic import Field

from backend.core.validation import ReplyModel


class PasswordRule(ReplyModel):
    """What a new password must be."""

    min_bytes: int = Field(description="In UTF-8, after NFC.", examples=[8])
    max_bytes: int = Field(description="In UTF-8, after NFC.", examples=[72])
    min_guesses: int = Field(
        description="zxcvbn must need this many guesses, also if it knows the name and "
        "the address of the user.",
        examples=[1000000],
    )
    breach_check: bool = Field(
        description="Whether passwords from known breaches are refused."
    )


class CodeRule(ReplyModel):
    """E-mailed codes: of sign-ups, changes of address and forgotten passwords."""

    digits: int = Field(examples=[6])
    lifetime_seconds: int = Field(examples=[600])
    tries: int = Field(description="Wrong codes end it then.", examples=[5])
    resend_after_seconds: int = Field(
        description="Earlier requests for another code send no e-mail.", examples=[60]
    )


class SessionRule(ReplyModel):
    """Login sessions, and the second factor."""

    lifetime_minutes: int = Field(examples=[43200])
    idle_minutes: int = Field(
        description="A session that is not used for as long ends.", examples=[20160]
    )
    fresh_authentication_minutes: int = Field(
        description="How long a given password is enough for operations that can answer "
        "403 `reauthentication_required`.",
        examples=[15],
    )
    trusted_device_days: int = Field(
        description="How long a trusted device needs no second factor. 0: no device can "
        "be trusted.",
        examples=[30],
    )


class FileType(ReplyModel):
    """A kind of file that can be uploaded."""

    extension: str = Field(examples=["pdf"])
    media_type: str = Field(examples=["application/pdf"])


class FileRule(ReplyModel):
    """What can be uploaded, and how much is stored for a user."""

    types: list[FileType]
    max_bytes: int = Field(description="Of one file.", examples=[104857600])
    name_max_characters: int = Field(examples=[200])
    quota_bytes: int = Field(
        description="Of a user, unless an administrator sets another: see "
        "`GET documents/usage`.",
        examples=[5368709120],
    )
    quota_files: int = Field(description="As `quota_bytes`.", examples=[10000])
    zip_max_documents: int = Field(examples=[100])
    trash_days: int = Field(
        description="How long a deleted document can be restored.", examples=[30]
    )


class UploadRule(ReplyModel):
    """Resumable uploads, by tus 1.0."""

    path: str = Field(
        description="Where uploads are created, on the origin of the API.",
        examples=["/api/v1/uploads"],
    )
    part_bytes: int = Field(
        description="The server stores an upload in parts of this size, so a broken "
        "connection loses less than that. A `PATCH` may send any number of bytes; if it "
        "must be split, split it at multiples of this size.",
        examples=[8388608],
    )
    max_open: int = Field(
        description="Unfinished uploads of a user at the same time.", examples=[50]
    )


class ServiceConfig(ReplyModel):
    """The rules, limits and features of this deployment that an app shows or obeys."""

    name: str = Field(examples=["Sample"])
    version: str = Field(examples=["2.0.0"])
    docs_path: str | None = Field(
        description="The documentation of the API, on its origin. Null if it is off.",
        examples=["/docs"],
    )
    signup_open: bool
    emails_sent: bool = Field(
        description="False: users get no e-mail, and so no code. For test systems."
    )
    languages: list[str] = Field(
        description="The languages of e-mails. Readers of others get the first one.",
        examples=[["en", "de"]],
    )
    account_deletion_grace_days: int = Field(examples=[14])
    password: PasswordRule
    code: CodeRule
    session: SessionRule
    files: FileRule
    uploads: UploadRule
