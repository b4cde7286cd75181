"""Changes that are made only to the state that the caller has seen."""


def allows(if_match: str | None, etag: str) -> bool:
    """Tell whether If-Match lets the state with this entity tag be changed.

    A weak tag names no state here (RFC 9110, section 13.1.1).
    """
    if if_match is None or if_match.strip() == "*":
        return True
    return etag in [tag.strip() for tag in if_match.split(",")]
