"""The providers of OIDC_PROVIDERS: where people log in, and who has logged in.

Nothing here uses the database, and it all runs on the event loop: while a provider is
slow, neither a slot nor a connection waits for it (`with_slot_lent`).
"""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote_plus, urlencode

import structlog

from backend.core import clock, links, metrics
from backend.core.config.oidc import OidcProvider
from backend.core.json_client import JsonClient, NoAnswer
from backend.modules.oidc import discovery, id_tokens
from backend.modules.oidc.discovery import Metadata
from backend.modules.oidc.exceptions import ProviderNotFound, ProviderUnavailable
from backend.modules.oidc.id_tokens import InvalidIdToken, UnknownKey
from backend.modules.oidc.lib import REDIRECT_URI, Flow, Person

log = structlog.get_logger()

_FRESH = timedelta(hours=1)
# Keys are fetched again for an unknown key id, so that a provider may replace them at any
# time. Anybody can cause that, so it happens at most once in this time.
_KEY_PAUSE = timedelta(minutes=1)
_PAUSE = timedelta(seconds=5)
_RETRY_AFTER = 5
_SECONDS = 8.0
# Of one provider, in this process.
_AT_ONCE = 16
# Errors of the token endpoint that our settings cause (RFC 6749, section 5.2).
_OURS = ("invalid_client", "unauthorized_client", "unsupported_grant_type")


class Provider:
    """One provider, and what it said of itself lately."""

    def __init__(self, configured: OidcProvider, client: JsonClient) -> None:
        self._own = configured
        self._client = client
        self._fetching = asyncio.Lock()
        self._busy = 0
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[Sequence[Any], datetime] | None = None
        self._failed_at: datetime | None = None

    async def authorization_url(self, flow: Flow, *, again: bool) -> str:
        """Return the URL at which a browser logs in. `again`: also if it is logged in.

        Raises:
            ProviderUnavailable: the provider does not answer.
        """
        async with self._turn():
            metadata = await self._discovered()
        challenge = hashlib.sha256(flow.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._own.client_id,
            "redirect_uri": REDIRECT_URI,
            "scope": self._own.scopes,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": links.encoded(challenge),
            "code_challenge_method": "S256",
        }
        if again:
            query |= {"prompt": "login", "max_age": "0"}
        url = metadata.authorization_endpoint
        return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"

    async def person(
        self, flow: Flow, *, code: str, issuer: str | None
    ) -> Person | None:
        """Exchange a code, and return who logged in; None if the answer proves nobody.

        `issuer` is the parameter `iss` of the answer.

        Raises:
            ProviderUnavailable: the provider does not answer.
        """
        async with self._turn():
            try:
                found = await self._proved(flow, code, issuer)
            except InvalidIdToken as error:
                # Its text names a rule, never a value.
                log.warning(
                    "provider refused", provider=self._own.id, reason=str(error)
                )
                metrics.PROVIDER_LOGINS.labels(self._own.id, "refused").inc()
                return None
        metrics.PROVIDER_LOGINS.labels(self._own.id, "proved").inc()
        return found

    async def check(self) -> None:
        """Fetch discovery and keys, or raise NoAnswer."""
        metadata = await self._fetch_metadata()
        await self._fetch_keys(metadata)

    async def _proved(self, flow: Flow, code: str, issuer: str | None) -> Person:
        metadata = await self._discovered()
        # RFC 9207, section 2.4: an answer of another provider is a mix-up.
        if issuer != self._own.issuer and (issuer is not None or metadata.names_issuer):
            raise InvalidIdToken("the answer names another issuer")
        tokens = await self._exchange(metadata, flow, code)
        claims = await self._claims(metadata, flow, str(tokens.get("id_token", "")))
        if "email" not in claims:
            claims |= await self._userinfo(metadata, tokens, claims["sub"])
        return id_tokens.person(claims)

    async def _exchange(
        self, metadata: Metadata, flow: Flow, code: str
    ) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": flow.verifier,
        }
        client_id = self._own.client_id
        secret = self._own.client_secret.get_secret_value()
        headers = {}
        if metadata.uses_basic:
            # RFC 6749, section 2.3.1: both are encoded as in a form first.
            pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
            headers["Authorization"] = (
                f"Basic {base64.b64encode(pair.encode()).decode()}"
            )
        else:
            form |= {"client_id": client_id, "client_secret": secret}
        reply = await self._client.post(metadata.token_endpoint, form, headers)
        if reply.status == 200:
            return reply.body
        if reply.status == 400 and reply.body.get("error") not in _OURS:
            raise InvalidIdToken("the provider refused the code")
        raise NoAnswer(f"the token endpoint answered {reply.status}")

    async def _claims(
        self, metadata: Metadata, flow: Flow, id_token: str
    ) -> dict[str, Any]:
        verify = partial(
            id_tokens.verify,
            id_token,
            issuer=self._own.issuer,
            client_id=self._own.client_id,
            nonce=flow.nonce,
        )
        # In a thread: the first use imports the library, and a key may be a long one.
        try:
            return await asyncio.to_thread(verify, await self._known_keys(metadata))
        except UnknownKey:
            newer = await self._known_keys(metadata, for_unknown=True)
            return await asyncio.to_thread(verify, newer)

    async def _userinfo(
        self, metadata: Metadata, tokens: dict[str, Any], subject: str
    ) -> dict[str, Any]:
        """Return name and address of the person, which many ID tokens lack.

        Without an answer there are none. An answer about another person must not be used
        (OpenID Connect Core, section 5.3.2).
        """
        bearer = tokens.get("access_token")
        if metadata.userinfo_endpoint is None or not id_tokens.is_bearer(bearer):
            return {}
        try:
            reply = await self._client.get(metadata.userinfo_endpoint, bearer=bearer)
        except NoAnswer:
            return {}
        if reply.status != 200 or reply.body.get("sub") != subject:
            return {}
        return {name: reply.body.get(name) for name in id_tokens.ABOUT_PEOPLE}

    async def _discovered(self) -> Metadata:
        async with self._fetching:
            now = clock.now()
            if self._metadata is None or now >= self._metadata[1] + _FRESH:
                with self._pausing(now):
                    self._metadata = (await self._fetch_metadata(), now)
            return self._metadata[0]

    async def _known_keys(
        self, metadata: Metadata, *, for_unknown: bool = False
    ) -> Sequence[Any]:
        async with self._fetching:
            now = clock.now()
            lifetime = _KEY_PAUSE if for_unknown else _FRESH
            if self._keys is None or now >= self._keys[1] + lifetime:
                with self._pausing(now):
                    self._keys = (await self._fetch_keys(metadata), now)
            return self._keys[0]

    async def _fetch_metadata(self) -> Metadata:
        issuer = self._own.issuer
        reply = await self._client.get(issuer.rstrip("/") + discovery.PATH)
        if reply.status != 200:
            raise NoAnswer(f"discovery answered {reply.status}")
        return Metadata.read(reply.body, issuer)

    async def _fetch_keys(self, metadata: Metadata) -> Sequence[Any]:
        reply = await self._client.get(metadata.jwks_uri)
        keys = reply.body.get("keys")
        if reply.status != 200 or not isinstance(keys, list):
            raise NoAnswer(f"the keys answered {reply.status}")
        return keys

    @contextmanager
    def _pausing(self, now: datetime) -> Iterator[None]:
        """Fetch nothing for a while after a failure: many may wait for one answer.

        The token endpoint is not paused: a caller could make it fail for all others.
        """
        if self._failed_at is not None and now < self._failed_at + _PAUSE:
            raise NoAnswer("it did not answer just now")
        try:
            yield
        except (NoAnswer, asyncio.CancelledError):
            self._failed_at = clock.now()
            raise

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Admit so many calls at once, each for so many seconds."""
        if self._busy >= _AT_ONCE:
            raise ProviderUnavailable(_RETRY_AFTER)
        self._busy += 1
        try:
            async with asyncio.timeout(_SECONDS):
                yield
        except (NoAnswer, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            log.warning("provider unavailable", provider=self._own.id, reason=reason)
            metrics.PROVIDER_LOGINS.labels(self._own.id, "unavailable").inc()
            raise ProviderUnavailable(_RETRY_AFTER) from error
        finally:
            self._busy -= 1


class Providers:
    """The configured providers, by id."""

    def __init__(self, configured: Sequence[OidcProvider], client: JsonClient) -> None:
        self._all = {each.id: Provider(each, client) for each in configured}

    def get(self, provider_id: str) -> Provider:
        """Return a provider, or raise ProviderNotFound."""
        found = self._all.get(provider_id)
        if found is None:
            raise ProviderNotFound
        return found
