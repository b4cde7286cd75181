"""Asks a service whether a password is known from a breach, without revealing it.

Only the first five of the 40 hex digits of the password's SHA-1 are sent. The service
returns all digests that start with them. This is the protocol of Pwned Passwords:
https://haveibeenpwned.com/API/v3#PwnedPasswords
"""

import hashlib
import threading
import time
import urllib.request
from concurrent.futures import Future
from http.client import HTTPException
from urllib.error import HTTPError

import structlog

from backend.core import metrics
from backend.core.config import settings
from backend.core.password import prepared_password
from backend.core.threads import slot_lent

log = structlog.get_logger()

_SECONDS = 1.5
_MAX_BYTES = 1_000_000  # a normal reply has about 40,000
# Bounds the threads: a lookup that hangs goes on after its caller stopped waiting.
_lookups = threading.Semaphore(16)


def is_breached(password: str) -> bool:
    """Return whether the password is known from a breach; False if the lookup failed.

    Takes at most 1.5 seconds. The caller must hold no database connection.
    """
    if not settings.BREACHED_PASSWORDS_URL:
        return False
    secret = prepared_password(password).encode()
    digest = hashlib.sha1(secret, usedforsecurity=False).hexdigest().upper()
    try:
        with slot_lent():
            breached = _within_time(digest)
    except (OSError, HTTPException, ValueError) as error:
        log.warning("breached-password check failed", error=type(error).__name__)
        metrics.BREACH_CHECKS.labels("failed").inc()
        return False
    metrics.BREACH_CHECKS.labels("breached" if breached else "sound").inc()
    return breached


def _within_time(digest: str) -> bool:
    """Look up in a separate thread: a socket timeout does not bound a whole reply."""
    if not _lookups.acquire(blocking=False):
        raise TimeoutError
    found: Future[bool] = Future()

    def look_up() -> None:
        try:
            found.set_result(_is_known(digest))
        except BaseException as error:  # noqa: BLE001 (the waiting thread raises it)
            found.set_exception(error)
        finally:
            _lookups.release()

    # A daemon thread, so that a shutdown does not wait for it.
    threading.Thread(target=look_up, daemon=True).start()
    return found.result(timeout=_SECONDS)


def _is_known(digest: str) -> bool:
    prefix, rest = digest[:5], digest[5:]
    request = urllib.request.Request(  # noqa: S310 (the settings allow http and https)
        f"{settings.BREACHED_PASSWORDS_URL}/{prefix}",
        headers={"Add-Padding": "true", "User-Agent": "sample"},
    )
    deadline = time.monotonic() + _SECONDS
    body = b""
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as reply:  # noqa: S310
            while piece := reply.read1(_MAX_BYTES):
                body += piece
                if len(body) > _MAX_BYTES or time.monotonic() > deadline:
                    raise ValueError("reply too long")
            if reply.length:
                raise ValueError("reply cut off")
    except HTTPError as error:
        error.close()
        raise
    counts = {}
    for line in body.decode("ascii").split():
        suffix, _, count = line.partition(":")
        counts[suffix.upper()] = int(count)
    # A count of 0 marks padding, which hides the length of the reply.
    return counts.get(rest, 0) > 0
