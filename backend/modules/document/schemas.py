"""What the routes of documents take and answer."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, WithJsonSchema

from backend.core.config import settings
from backend.core.spelling import is_visible
from backend.core.validation import Line, ReplyModel, RequestModel
from backend.models import Document, DocumentVersion
from backend.modules.document.downloads.links import Link
from backend.modules.document.lib import DocumentRow, clean_tag, etag_of
from backend.modules.document.search.search import Hit

TextStatus = Literal["pending", "done", "failed", "too_large", "none"]
MAX_TAGS = 20


def _is_tag(value: str) -> str:
    tag = clean_tag(value)
    # The marks of Hindi or Thai are parts of letters, which Python's \w does not know.
    kinds = "".join(unicodedata.category(c)[0] for c in tag)
    shape = "".join(
        kind if kind in "LNM" else c for kind, c in zip(kinds, tag, strict=True)
    )
    well_formed = re.fullmatch(r"[LN]([LNM_ .&+#:/-]{0,48}[LNM_+#])?", shape)
    if not well_formed or not is_visible(tag[0]):
        raise ValueError("must be letters and digits, and .&+#:/_- between them")
    return tag


Tag = Annotated[
    str,
    StringConstraints(min_length=1, max_length=50, strip_whitespace=True),
    AfterValidator(_is_tag),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 50,
            # Once it is in one spelling; the letters of all languages are letters here.
            "pattern": r"^\s*[\p{L}\p{N}]([\p{L}\p{N}\p{M}_\s.&+#:/-]*[\p{L}\p{N}\p{M}_+#])?\s*$",
        }
    ),
]
Tags = Annotated[
    list[Tag],
    Field(max_length=MAX_TAGS),
    AfterValidator(lambda tags: list(dict.fromkeys(tags))),
]


class UploadFields(RequestModel):
    """The text fields beside the file of a new document."""

    title: Line | None = None
    tags: Tags = Field(default=[])


class VersionFields(RequestModel):
    """The text fields beside the file of a new version."""

    label: Line | None = None


class DocumentUpdateRequest(RequestModel):
    """What may be changed; what is left out stays as it is."""

    title: Line = Field(default="", examples=["Contract with the landlord"])
    tags: Tags = Field(default=[], examples=[["home", "contracts"]])


class DocumentPublic(ReplyModel):
    """A document as its owner sees it, without what is in it.

    `etag` is what If-Match takes. `text_status` tells whether its text is searched:
    `pending`, `done`, `failed`, `too_large`, or `none` for files without text.
    """

    id: UUID
    title: str = Field(examples=["Contract with the landlord"])
    tags: list[str] = Field(examples=[["home", "contracts"]])
    name: str = Field(examples=["contract.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.", examples=[48213])
    sha256: str = Field(description="In hexadecimal.")
    version: int = Field(examples=[1])
    text_status: TextStatus
    etag: str = Field(examples=['"1"'])
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    @classmethod
    def of(cls, document: Document | DocumentRow) -> Self:
        """Return a document's reply."""
        return cls.model_validate(public_fields(document))


def public_fields(document: Document | DocumentRow) -> dict[str, Any]:
    """Return what owners see of a document."""
    return {
        "id": document.id,
        "title": document.title,
        "tags": document.tags,
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256.hex(),
        "version": document.version,
        "text_status": document.text_status,
        "etag": etag_of(document.revision),
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "deleted_at": document.deleted_at,
    }


class DocumentFound(DocumentPublic):
    """A document in a list; what a search found in it is marked.

    Both texts are HTML: escaped, with `<mark>` around the words found. They are null
    where nothing was searched for or found.
    """

    title_html: str | None = Field(default=None, examples=["<mark>Contract</mark>"])
    text_html: str | None = Field(default=None)

    @classmethod
    def found(cls, hit: Hit) -> Self:
        """Return the reply for what a search found."""
        marked = {"title_html": hit.title_html, "text_html": hit.text_html}
        return cls.model_validate(public_fields(hit.document) | marked)


class DocumentList(ReplyModel):
    """A page of documents; `total` only where it was asked for."""

    items: list[DocumentFound]
    next_cursor: str | None
    total: int | None


class VersionPublic(ReplyModel):
    """One version of a document."""

    number: int = Field(examples=[2])
    label: str | None = Field(examples=["Signed"])
    name: str = Field(examples=["contract.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.", examples=[48213])
    sha256: str = Field(description="In hexadecimal.")
    is_current: bool
    created_at: datetime

    @classmethod
    def of(cls, version: DocumentVersion, *, current: int) -> Self:
        """Return a version's reply."""
        return cls(
            number=version.number,
            label=version.label,
            name=version.name,
            media_type=version.media_type,
            size=version.size,
            sha256=version.sha256.hex(),
            is_current=version.number == current,
            created_at=version.created_at,
        )


class VersionList(ReplyModel):
    """A page of versions, the newest first."""

    items: list[VersionPublic]
    next_cursor: str | None


class UsagePublic(ReplyModel):
    """What is stored, and how much may be; versions and the trash count."""

    used_bytes: int = Field(examples=[48213])
    limit_bytes: int = Field(examples=[5368709120])
    files: int = Field(examples=[1])
    limit_files: int = Field(examples=[10000])


class DownloadLink(ReplyModel):
    """A path under the origin of this API, good for a plain `<a href>` for minutes."""

    url: str = Field(examples=["/api/v1/documents/linked?token=…"])
    expires_at: datetime

    @classmethod
    def of(cls, link: Link) -> Self:
        """Return the reply to a link. Its token is in the query, which no log holds."""
        url = f"{settings.API_PREFIX}/documents/linked?token={link.token}"
        return cls(url=url, expires_at=link.expires_at)


def form_schema(fields: type[BaseModel], *, examples: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI request body of a form of one file and these text fields."""
    # A field of a form can be left out, but it cannot be null.
    texts: dict[str, Any] = {
        name: schema.get("anyOf", [schema])[0]
        for name, schema in fields.model_json_schema()["properties"].items()
    }
    for name, example in examples.items():
        texts[name]["examples"] = [example]
    file = {
        "type": "string",
        "format": "binary",
        "minLength": 1,
        "description": "The file; its name in the form is kept.",
    }
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": file, **texts},
        "additionalProperties": False,
    }
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}
