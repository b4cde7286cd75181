"""The scopes of API tokens."""

from typing import Literal

# Each opens some routes: `Router(api_scope=...)` and `@api_scope(...)` name it there.
Scope = Literal[
    "account:read",
    "account:write",
    "admin:read",
    "bookings:read",
    "documents:read",
    "documents:write",
]
# These open routes for administrators, and only they may give them to a token.
ADMIN_SCOPES: frozenset[Scope] = frozenset(("admin:read", "bookings:read"))
