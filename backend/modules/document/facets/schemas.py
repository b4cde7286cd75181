"""The filters of documents as query parameters, and the replies with counts."""

import re
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from backend.core.exceptions import InvalidFields
from backend.core.routing import raises
from backend.core.validation import Instant, ReplyModel
from backend.modules.document.lib import Filters, clean_tag

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHEN = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "date"},
        ]
    }
)


def _begin(value: Any) -> Any:
    """Return the time at which a day begins; leave other values as they are."""
    is_day = isinstance(value, str) and _DAY.fullmatch(value)
    return f"{value}T00:00:00Z" if is_day else value


def _end(value: Any) -> Any:
    """Return the time at which the next day begins; leave other values as they are."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    try:
        return _begin((date.fromisoformat(value) + timedelta(days=1)).isoformat())
    except (ValueError, OverflowError):
        return f"{value}T23:59:59.999999Z"


# A time, or a day in UTC. A period begins at the first and ends before the second; a
# day as its end is included.
From = Annotated[Instant, BeforeValidator(_begin), _WHEN]
To = Annotated[Instant, BeforeValidator(_end), _WHEN]

TagFilter = Annotated[
    list[Annotated[str, Query(max_length=50)]],
    Query(max_length=20, description="Only documents with all of these tags."),
]
TypeFilter = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z]+/([a-z0-9.+-]+|\*)$",
        max_length=100,
        description="A media type, or a wildcard such as `image/*`.",
    ),
]
_FROM = "A time, or a day in UTC."
_TO = "A time, which is excluded, or a day in UTC, which is included."
FromQuery = Annotated[From | None, Query(description=_FROM, examples=["2026-11-01"])]
ToQuery = Annotated[To | None, Query(description=_TO, examples=["2026-11-30"])]


@raises(InvalidFields)
async def filters(
    tag: TagFilter = [],  # noqa: B006 (FastAPI copies it)
    type: TypeFilter = None,  # noqa: A002
    created_from: FromQuery = None,
    created_to: ToQuery = None,
    updated_from: FromQuery = None,
    updated_to: ToQuery = None,
) -> Filters:
    """Return the filters of a request for documents."""
    return Filters(
        tags=tuple(map(clean_tag, tag)),
        media_type=type,
        created_from=created_from,
        created_to=created_to,
        updated_from=updated_from,
        updated_to=updated_to,
    )


FiltersDep = Annotated[Filters, Depends(filters)]


class TypeCount(ReplyModel):
    """A media type or a wildcard, for the filter `type`, and how many documents fit."""

    type: str = Field(examples=["application/pdf"])
    documents: int = Field(examples=[12])


class TagCount(ReplyModel):
    """A tag, and how many documents outside the trash have it."""

    tag: str = Field(examples=["contracts"])
    documents: int = Field(examples=[12])


class Facets(ReplyModel):
    """How many of the matching documents have which type and which tag.

    `groups` has wildcards such as `image/*`, and `types` the exact types. `tags` has the
    20 most frequent tags. If `is_complete` is false, only the newest 20,000 documents
    were counted.
    """

    total: int = Field(examples=[12])
    is_complete: bool
    groups: list[TypeCount]
    types: list[TypeCount]
    tags: list[TagCount]


class TagList(ReplyModel):
    """A page of tags, the most frequent first."""

    items: list[TagCount]
    next_cursor: str | None
