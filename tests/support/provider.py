"""A stand-in for providers of OpenID Connect: real HTTP, real signatures, chosen faults.

It imports nothing of the backend when it starts, because the settings name its address.
"""

import base64
import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

CLIENT_ID = "sample at acme"
# Characters that must be encoded twice: in the form, then in Basic authentication.
CLIENT_SECRET = "s3cret:+/% of-the-tests"

Reply = tuple[int, str, bytes]


def reply(body: Any, status: int = 200, kind: str = "application/json") -> Reply:
    """Return a reply with a JSON body."""
    return status, kind, json.dumps(body).encode()


@dataclass
class Provider:
    """One provider. A test changes the fields in which it should be wrong."""

    id: str
    name: str
    issuer: str = ""
    # Who logs in at the authorization endpoint.
    person: dict[str, Any] = field(default_factory=dict)
    # Replaced claims of ID tokens, and fields of the discovery document; None removes.
    claims: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    header: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    # The Content-Encoding that it says its replies have.
    encoding: str = "identity"
    # Replies by the end of the path instead of the right ones.
    instead: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # The keys that it publishes instead of its own.
    published: list[Any] | None = None
    # The authorization requests.
    requests: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def key(self) -> Any:
        """The private key that signs, which a test can replace."""
        return new_key("key-1")

    def reset(self) -> None:
        """Behave again as a provider should."""
        fresh = Provider(self.id, self.name, self.issuer)
        kept = self.__dict__.pop("key", None)
        self.__dict__.update(fresh.__dict__)
        if kept is not None and kept.kid == "key-1":
            self.sign_with(kept)
        self.person = {
            "sub": "248289761001",
            "email": "ada@provider.example",
            "email_verified": True,
            "name": "Ada Lovelace",
        }

    def sign_with(self, key: Any) -> None:
        """Sign with another key from now on, and publish only that one."""
        self.__dict__["key"] = key

    def answer(self, path: str, query: str, form: str, authorization: str) -> Reply:
        """Return the reply to a request; a redirect has its URL as body."""
        self.asked.append(path)
        if path in self.instead:
            return self.instead[path]()
        if path == "/.well-known/openid-configuration":
            return reply(self._document())
        if path == "/keys":
            keys = self.published
            return reply({"keys": [self._public()] if keys is None else keys})
        if path == "/authorize":
            return 302, "", self._authorized(dict(parse_qsl(query))).encode()
        if path == "/token":
            return self._token(dict(parse_qsl(form)), authorization)
        if path == "/userinfo" and authorization == "Bearer an-access-token":
            return reply(self.userinfo or {})
        return reply({"error": "not_found"}, 404)

    def _document(self) -> dict[str, Any]:
        return without_none(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
            | self.document
        )

    def _public(self) -> dict[str, Any]:
        public: dict[str, Any] = self.key.as_dict(private=False)
        return public | {"use": "sig"}

    def _authorized(self, asked: dict[str, str]) -> str:
        self.requests.append(asked)
        code = base64.urlsafe_b64encode(hashlib.sha256(str(asked).encode()).digest())
        self._codes[code.decode()] = asked
        query = {"code": code.decode(), "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(query)}"

    def _token(self, form: dict[str, str], authorization: str) -> Reply:
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        given = [unquote_plus(part) for part in pair.split(":")] if pair else []
        if not given:
            given = [form.get("client_id", ""), form.get("client_secret", "")]
        if given != [CLIENT_ID, CLIENT_SECRET]:
            return reply({"error": "invalid_client"}, 401)
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or asked["redirect_uri"] != form.get("redirect_uri")
            or asked["code_challenge"] != challenge
            or asked["code_challenge_method"] != "S256"
        ):
            return reply({"error": "invalid_grant"}, 400)
        tokens = {"access_token": "an-access-token", "token_type": "Bearer"}
        return reply(tokens | {"id_token": self.id_token(asked)})

    def id_token(self, asked: dict[str, str]) -> str:
        """Return a signed ID token for an authorization request."""
        from joserfc import jwt
        from joserfc.jws import JWSRegistry

        from backend.core import clock  # late: its settings name this provider

        now = int(clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        if "login_hint" in asked:
            claims |= {"sub": asked["login_hint"], "email": asked["login_hint"]}
        if "max_age" in asked:
            claims["auth_time"] = now
        header = {"alg": self.algorithm, "kid": self.key.kid, "typ": "JWT"}
        header = without_none(header | self.header)
        claims = without_none(claims | self.claims)
        registry = JWSRegistry(algorithms=[self.algorithm], strict_check_header=False)
        return jwt.encode(header, claims, self.key, registry=registry)


def new_key(kid: str, kind: str = "EC") -> Any:
    """Return a private key of P-256 or RSA."""
    from joserfc.jwk import ECKey, RSAKey

    if kind == "RSA":
        return RSAKey.generate_key(2048, {"kid": kid})
    return ECKey.generate_key("P-256", {"kid": kid})


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


class Providers:
    """Two providers on one port, and one on a port where nothing listens."""

    def __init__(self) -> None:
        self.acme = Provider("acme", "Acme")
        self.globex = Provider("globex", "Globex")
        self._by_path = {each.id: each for each in (self.acme, self.globex)}

    def __enter__(self) -> Self:
        by_path = self._by_path

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("")

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                self._answer(self.rfile.read(length).decode())

            def _answer(self, form: str) -> None:
                parts = urlsplit(self.path)
                _, name, *rest = parts.path.split("/")
                authorization = self.headers.get("authorization", "")
                if "cookie" in self.headers:
                    by_path[name].asked.append("with a cookie")
                status, kind, body = by_path[name].answer(
                    "/" + "/".join(rest), parts.query, form, authorization
                )
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("location", body.decode())
                    body = b""
                self.send_header("content-type", kind)
                self.send_header("content-encoding", by_path[name].encoding)
                self.send_header("set-cookie", "person=ada; Path=/")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        port = self._server.server_address[1]
        for name, each in self._by_path.items():
            each.issuer = f"http://127.0.0.1:{port}/{name}"
            each.reset()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        # Bound and not listening: a connection is refused, and nobody else gets the port.
        self._closed = socket.socket()
        self._closed.bind(("127.0.0.1", 0))
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._closed.close()

    @property
    def setting(self) -> str:
        """The value of OIDC_PROVIDERS."""
        gone = f"http://127.0.0.1:{self._closed.getsockname()[1]}"
        issuers = {
            "acme": ("Acme", self.acme.issuer),
            "globex": ("Globex", self.globex.issuer),
            "gone": ("Gone", gone),
        }
        client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        return json.dumps(
            [
                {"id": name, "name": shown, "issuer": issuer, **client}
                for name, (shown, issuer) in issuers.items()
            ]
        )


def slowly(seconds: float, then: Reply) -> Callable[[], Reply]:
    """Return a reply that comes after so many seconds."""

    def wait() -> Reply:
        time.sleep(seconds)
        return then

    return wait


def answer_in(url: str) -> dict[str, str]:
    """Return the parameters with which a provider sends a browser back."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
