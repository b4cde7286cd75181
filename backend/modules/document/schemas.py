"""Request and reply models of the routes for documents."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, WithJsonSchema

from backend.core.pagination import Page
from backend.core.spelling import UNKNOWN, is_visible
from backend.core.validation import Line, ReplyModel, RequestModel, omissible
from backend.models import Document, DocumentVersion
from backend.modules.document.lib import MAX_TAGS, DocumentRow, clean_tag, etag_of
from backend.modules.document.search.search import Hit

TextStatus = Literal["pending", "done", "failed", "too_large", "none"]


# Symbols and emoji, and what may be one in a later version of Unicode.
_EMOJI = f"\u2600-\u27bf\u2b00-\u2bff{UNKNOWN}"
_IS_EMOJI = re.compile(f"[{_EMOJI}]")


def _is_tag(value: str) -> str:
    tag = clean_tag(value)
    # Combining marks (Hindi, Thai) are parts of letters, but Python's \w excludes them.
    shape = "".join(map(_kind, tag))
    well_formed = re.fullmatch(r"[L]([LM_ .&+#:/\u200d-]{0,48}[LM_+#])?", shape)
    if not well_formed or not is_visible(tag[0]):
        raise ValueError(
            "must begin with a letter, digit or emoji, end with one of these or +, # or "
            "_, and have only these, spaces and .&:/- between"
        )
    return tag


def _kind(character: str) -> str:
    """Return L for letters, digits and emoji, M for combining marks, else itself."""
    kind = unicodedata.category(character)[0]
    if kind in "LN" or _IS_EMOJI.match(character):
        return "L"
    return "M" if kind == "M" else character


# Published, so without characters beyond U+FFFF: many tools read those as two.
_LETTER = (
    r"\p{L}\p{N}\u2600-\u27bf\u2b00-\u2bff"
    r"\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Cn}\p{Co}"
)
_MARK = r"\p{M}"
Tag = Annotated[
    str,
    StringConstraints(min_length=1, max_length=50, strip_whitespace=True),
    AfterValidator(_is_tag),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": 50,
            # Checked after normalization. Letters of all languages are allowed.
            "pattern": rf"^\s*[{_LETTER}]([{_LETTER}{_MARK}_\s.&+#:/\u200d-]*[{_LETTER}{_MARK}_+#])?\s*$",
        }
    ),
]
Tags = Annotated[
    list[Tag],
    Field(max_length=MAX_TAGS),
    AfterValidator(lambda tags: list(dict.fromkeys(tags))),
]


class UploadFields(RequestModel):
    """The text fields sent with the file of a new document."""

    title: Line | None = None
    tags: Tags = Field(default=[])


class VersionFields(RequestModel):
    """The text fields sent with the file of a new version."""

    label: Line | None = None


class DocumentUpdateRequest(RequestModel):
    """The fields of a document to change; an omitted field keeps its value."""

    title: Line = omissible(examples=["Contract with the landlord"])
    tags: Tags = omissible(examples=[["home", "contracts"]])


class DocumentPublic(ReplyModel):
    """A document as its owner sees it, without the content of its file.

    Send `etag` as If-Match. `text_status` says whether the text of the file can be
    searched: `done` means yes; `pending`, not yet; `failed` and `too_large`, no; and
    `none`, that files of this type are not read. `has_thumbnail` says whether there is a
    thumbnail of the current version; files of other types than images and PDF have none.
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
    has_thumbnail: bool
    etag: str = Field(examples=['"1"'])
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return the reply for a document."""
        return cls.model_validate(public_fields(document))


def public_fields(document: Document | DocumentRow) -> dict[str, Any]:
    """Return the fields of a document that its owner sees."""
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
        "has_thumbnail": document.has_thumbnail,
        "etag": etag_of(document.revision),
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "deleted_at": document.deleted_at,
    }


class DocumentFound(DocumentPublic):
    """A document in a list, with the words that a search found marked.

    `active_shares` counts the shares that can be used now.
    `title_html` and `text_html` are escaped HTML with `<mark>` around the found words.
    Without a search both are null. `text_html` is also null if only the title or the
    tags matched.
    """

    title_html: str | None = Field(default=None, examples=["<mark>Contract</mark>"])
    text_html: str | None = Field(default=None)
    active_shares: int = Field(examples=[1])

    @classmethod
    def found(cls, hit: Hit, *, active_shares: int) -> Self:
        """Return the reply for a hit of a search."""
        marked = {"title_html": hit.title_html, "text_html": hit.text_html}
        more = marked | {"active_shares": active_shares}
        return cls.model_validate(public_fields(hit.document) | more)


class DocumentList(ReplyModel):
    """A page of documents. `total` is null unless it was requested."""

    items: list[DocumentFound]
    next_cursor: str | None
    total: int | None

    @classmethod
    def listed(
        cls, page: Page[DocumentRow], shares: Mapping[UUID, int], *, total: int | None
    ) -> Self:
        """Return the reply for a page without a search, with the active shares."""
        # One check of all documents costs a third of a check of each.
        items = [
            public_fields(row) | {"active_shares": shares[row.id]} for row in page.items
        ]
        return cls.model_validate(
            {"items": items, "next_cursor": page.next_cursor, "total": total}
        )


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
        """Return the reply for a version."""
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
    """A page of versions, newest first."""

    items: list[VersionPublic]
    next_cursor: str | None


class UsagePublic(ReplyModel):
    """The storage a user uses, and the quota. Old versions and the trash count."""

    used_bytes: int = Field(examples=[48213])
    limit_bytes: int = Field(examples=[5368709120])
    files: int = Field(examples=[1])
    limit_files: int = Field(examples=[10000])


def form_schema(fields: type[BaseModel], *, examples: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI request body of a form with one file and these text fields."""
    # A form field can be omitted but never null.
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
        "description": "The file. Its name in the form is stored.",
    }
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": file, **texts},
        "additionalProperties": False,
    }
    # Without `explode`, Swagger UI would send a list as one part, joined by commas.
    encoding = {
        name: {"style": "form", "explode": True}
        for name, text in texts.items()
        if text["type"] == "array"
    }
    form = {"schema": schema} | ({"encoding": encoding} if encoding else {})
    content = {"multipart/form-data": form}
    return {"requestBody": {"required": True, "content": content}}
