"""The replies of resumable uploads, and their headers in OpenAPI."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from backend.core.validation import ReplyModel
from backend.models import Upload
from backend.modules.upload.lib import ALGORITHMS, CONTENT_TYPE, EXTENSIONS, VERSION

Schema = dict[str, Any]

_BYTES: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
_DATE: Schema = {"type": "string", "examples": ["Fri, 27 Nov 2026 12:00:00 GMT"]}
_METADATA_TEXT = (
    "Pairs of a key and a value in base64 of UTF-8, as in `filename bm90ZS50eHQ=,"
    "title Tm90ZQ==`. `filename` is required. A new document takes `title`, `tags` (a JSON "
    "list) and `allow_duplicate`; a new version takes `document_id` and `label`. Other "
    "keys are ignored."
)


class UploadPublic(ReplyModel):
    """A resumable upload. `document_id` is null until all bytes have arrived."""

    id: UUID
    name: str = Field(examples=["contract.pdf"])
    size: int = Field(description="Bytes of the whole file.", examples=[48213])
    offset: int = Field(description="Bytes that have arrived.", examples=[0])
    document_id: UUID | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """Return the reply for an upload."""
        return cls(
            id=upload.id,
            name=upload.name,
            size=upload.size,
            offset=upload.received,
            document_id=upload.document_id,
            created_at=upload.created_at,
            expires_at=upload.expires_at,
        )


class UploadList(ReplyModel):
    """The unfinished uploads of the user, oldest first; always one page."""

    items: list[UploadPublic]
    next_cursor: str | None = None


def header(name: str, schema: Schema, text: str, *, required: bool = True) -> Schema:
    """Return the OpenAPI parameter for a request header."""
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": text,
        "schema": schema,
    }


def headers(**texts: Schema) -> Schema:
    """Return the OpenAPI headers of a reply, all with Tus-Resumable."""
    named = {name.replace("_", "-"): schema for name, schema in texts.items()}
    return {name: {"schema": schema} for name, schema in (_RESUMABLE | named).items()}


def _text(*values: str) -> Schema:
    return {"type": "string", "enum": list(values), "examples": [values[0]]}


_RESUMABLE: Schema = {"Tus-Resumable": _text(VERSION)}
_TUS = header("Tus-Resumable", _text(VERSION), "The version of the protocol.")
_OFFSET: Schema = {"Upload_Offset": _BYTES, "Upload_Expires": _DATE}
_DOCUMENT: Schema = {"X_Document_Id": {"type": "string", "format": "uuid"}}

CAPABILITIES: Schema = {
    "responses": {
        204: {
            "description": "What the server supports.",
            "headers": headers(
                Tus_Version=_text(VERSION),
                Tus_Extension=_text(EXTENSIONS),
                Tus_Max_Size=_BYTES,
                Tus_Checksum_Algorithm=_text(",".join(ALGORITHMS)),
            ),
        }
    }
}
CREATE: Schema = {
    "responses": {
        201: {
            "description": "The upload was created; `Location` is its path.",
            "headers": headers(Location={"type": "string"}, **_OFFSET),
        }
    },
    "openapi_extra": {
        "parameters": [
            _TUS,
            header(
                "Upload-Length",
                _BYTES | {"minimum": 1, "examples": [48213]},
                "The size of the file in bytes.",
            ),
            header(
                "Upload-Metadata",
                {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 8192,
                    "examples": ["filename bm90ZS50eHQ="],
                },
                _METADATA_TEXT,
            ),
        ]
    },
}
HEAD: Schema = {
    "responses": {
        204: {
            "description": "The offset. `X-Document-Id` names the finished document.",
            "headers": headers(
                **_OFFSET,
                Upload_Length=_BYTES,
                Upload_Metadata={"type": "string"},
                **_DOCUMENT,
            ),
        }
    },
    "openapi_extra": {"parameters": [_TUS]},
}
APPEND: Schema = {
    "responses": {
        204: {
            "description": "The new offset; at the end, `X-Document-Id`.",
            "headers": headers(**_OFFSET, **_DOCUMENT),
        }
    },
    "openapi_extra": {
        "parameters": [
            _TUS,
            header("Upload-Offset", _BYTES | {"examples": [0]}, "Where the bytes go."),
            header(
                "Upload-Checksum",
                {
                    "type": "string",
                    "pattern": "^(sha1|sha256) [A-Za-z0-9+/]+=*$",
                    "maxLength": 100,
                },
                "The algorithm, and the digest of the body in base64.",
                required=False,
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {
                CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}
            },
        },
    },
}
DELETE: Schema = {
    "responses": {204: {"description": "The upload is gone.", "headers": headers()}},
    "openapi_extra": {"parameters": [_TUS]},
}
