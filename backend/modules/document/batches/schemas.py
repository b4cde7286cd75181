"""Request and reply models of the routes for batches."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from backend.core.validation import ReplyModel, RequestModel
from backend.models import DocumentBatch
from backend.modules.document.batches.batches import state_of
from backend.modules.document.batches.lib import (
    MAX_IDS,
    Action,
    ActionName,
    BatchState,
    Outcome,
)
from backend.modules.document.facets.schemas import From, To
from backend.modules.document.lib import Filters
from backend.modules.document.schemas import Tags

_ETag = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_MediaType = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]+/([a-z0-9.+-]+|\*)$", max_length=100),
]


class _ActionRequest(RequestModel):
    """The action of a batch. Only `tag` takes tags, and it needs at least one."""

    action: ActionName = Field(examples=["tag"])
    add_tags: Tags = Field(default=[], examples=[["tax 2026"]])
    remove_tags: Tags = Field(default=[], examples=[["inbox"]])

    @model_validator(mode="after")
    def _tags_for_tag(self) -> Self:
        if bool(self.add_tags or self.remove_tags) is not (self.action == "tag"):
            raise ValueError("tags are for the action tag, which needs at least one")
        return self

    @property
    def as_action(self) -> Action:
        """The action for the service."""
        return Action(self.action, tuple(self.add_tags), tuple(self.remove_tags))


class BatchDocumentRequest(RequestModel):
    """A document, and the `etag` that it must still have; without it, any."""

    id: UUID
    etag: _ETag | None = None


class BatchRequest(_ActionRequest):
    """An action and up to 500 documents. If one is named twice, the first counts."""

    documents: list[BatchDocumentRequest] = Field(
        min_length=1,
        max_length=MAX_IDS,
        examples=[[{"id": "00000000-0000-4000-8000-000000000000", "etag": '"1"'}]],
    )

    @property
    def wanted(self) -> dict[UUID, str | None]:
        """The ETag that each document must have, by id."""
        return {item.id: item.etag for item in reversed(self.documents)}


class BatchResult(ReplyModel):
    """What became of one document of a batch."""

    document_id: UUID
    outcome: Outcome


class BatchDone(ReplyModel):
    """What became of each document, in the order of the request.

    `done`: the action changed it. `unchanged`: it was already so. `not_found`: the user
    has no such document where the action looks for it, which is the trash for `purge`
    and outside of it for `tag`. `changed`: its `etag` is another one now.
    `too_many_tags`: it would have more than 20 tags.
    """

    results: list[BatchResult]
    done: int = Field(examples=[1])


class BatchFilterRequest(RequestModel):
    """The filter of a batch; the filters of a list have the same meaning.

    An empty filter means all documents. With `search`, these are the documents that a
    list with this search ranks, but no similar titles.
    """

    search: str | None = Field(default=None, max_length=200, examples=["invoice"])
    tags: Tags = Field(default=[], examples=[["inbox"]])
    type: _MediaType | None = Field(default=None, examples=["application/pdf"])
    created_from: From | None = Field(default=None, examples=["2026-01-01"])
    created_to: To | None = Field(default=None, examples=["2026-12-31"])
    updated_from: From | None = Field(default=None, examples=["2026-01-01"])
    updated_to: To | None = Field(default=None, examples=["2026-12-31"])
    deleted_from: From | None = Field(default=None, examples=["2026-12-01"])
    deleted_to: To | None = Field(default=None, examples=["2026-12-31"])

    def filters(self, *, in_trash: bool) -> Filters:
        """Return the filters for the service."""
        return Filters(
            tags=tuple(self.tags),
            media_type=self.type,
            created_from=self.created_from,
            created_to=self.created_to,
            updated_from=self.updated_from,
            updated_to=self.updated_to,
            deleted_from=self.deleted_from,
            deleted_to=self.deleted_to,
            in_trash=in_trash,
        )

    @property
    def words(self) -> str | None:
        """The search, or None if it has no words."""
        return (self.search or "").strip() or None


class BatchFilter(ReplyModel):
    """The filter of a batch, with days as times. Null means: not filtered."""

    search: str | None = Field(default=None, examples=["invoice"])
    tags: list[str] = Field(default=[], examples=[["inbox"]])
    type: str | None = Field(default=None, examples=["application/pdf"])
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    deleted_from: datetime | None = None
    deleted_to: datetime | None = None


class BatchStartRequest(_ActionRequest):
    """An action for all documents that match. `restore` and `purge` look in the trash.

    `except_ids` names documents to leave out. A filter with `deleted_from` or
    `deleted_to` is for actions that look in the trash. From the `created_at` of a batch
    to its `finished_at`, it restores what that batch has moved to the trash.
    """

    filter: BatchFilterRequest = Field(examples=[{"tags": ["inbox"]}])
    except_ids: list[UUID] = Field(
        default=[],
        max_length=MAX_IDS,
        examples=[["00000000-0000-4000-8000-000000000000"]],
    )

    @model_validator(mode="after")
    def _filter_of_the_place(self) -> Self:
        if self.looks_in_trash and self.filter.words:
            raise ValueError("the trash cannot be searched")
        times = self.filter.deleted_from or self.filter.deleted_to
        if not self.looks_in_trash and times:
            raise ValueError("times of deletion are for documents in the trash")
        return self

    @property
    def looks_in_trash(self) -> bool:
        """Whether the action is for documents in the trash."""
        return self.action in ("restore", "purge")


class BatchPublic(ReplyModel):
    """A batch and its progress.

    `processed` of `total` documents were looked at, and `changed` of them were changed.
    A `failed` batch will not go on by itself.
    """

    id: UUID
    action: ActionName
    add_tags: list[str]
    remove_tags: list[str]
    filter: BatchFilter
    state: BatchState
    total: int = Field(examples=[1200])
    processed: int = Field(examples=[300])
    changed: int = Field(examples=[280])
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, batch: DocumentBatch) -> Self:
        """Return the reply for a batch."""
        fields = batch.model_dump(exclude={"document_ids"})
        return cls.model_validate(fields | {"state": state_of(batch)})


class BatchList(ReplyModel):
    """A page of batches, newest first."""

    items: list[BatchPublic]
    next_cursor: str | None
