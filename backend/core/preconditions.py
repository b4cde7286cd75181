"""Conditional changes: only to the version that the client has seen (If-Match)."""


def allows(if_match: str | None, etag: str) -> bool:
    """Return whether the If-Match header permits a change to the current ETag.

    A missing header and `*` permit it. Weak tags never match (RFC 9110, section
    13.1.1).
    """
    if if_match is None or if_match.strip() == "*":
        return True
    return etag in [tag.strip() for tag in if_match.split(",")]
