"""What an upload becomes: the fields that a client sends in Upload-Metadata."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    Json,
    model_validator,
)

from backend.core.validation import Line
from backend.modules.document.lib import clean_name
from backend.modules.document.schemas import Tags
from backend.modules.upload.headers import metadata


class UploadMetadata(BaseModel):
    """The known keys of Upload-Metadata. Others are ignored, as clients add their own.

    With `document_id` the file becomes a new version of that document, else a new
    document. `tags` is a JSON list. The extension decides the type, never `filetype`.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    # tus-js-client's examples send `filename`, and Uppy sends `name`.
    filename: Annotated[str, AfterValidator(clean_name)] = Field(
        validation_alias=AliasChoices("filename", "name")
    )
    title: Line | None = None
    tags: Json[Tags] = []
    allow_duplicate: bool = False
    document_id: UUID | None = None
    label: Line | None = None

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        if self.document_id is None and self.label is not None:
            raise ValueError("label needs document_id")
        if self.document_id is not None and (self.title or self.tags):
            raise ValueError("a new version has no title and no tags")
        return self


def described(header: str | None) -> UploadMetadata:
    """Return the fields in Upload-Metadata; empty ones count as missing.

    Raises:
        InvalidHeader: the header cannot be read.
        ValidationError: a field is missing or invalid.
    """
    pairs = {key: value for key, value in metadata(header).items() if value}
    return UploadMetadata.model_validate(pairs)
