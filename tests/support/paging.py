"""Reads lists page by page."""

from typing import Any

from fastapi.testclient import TestClient

Item = dict[str, Any]


def all_pages(
    client: TestClient, path: str, headers: dict[str, str], **query: Any
) -> list[Item]:
    """Return the items of all pages of a list, in order."""
    items: list[Item] = []
    while True:
        reply = client.get(path, headers=headers, params=query)
        assert reply.status_code == 200, reply.text
        page = reply.json()
        assert len(page["items"]) <= query.get("limit", 100)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]
