"""The Content-Security-Policy of pages: the hashes of their inline scripts."""

import base64
import hashlib
import re

import pytest
from fastapi.testclient import TestClient

from backend.frontend.policy import policy
from tests.frontend.conftest import CHUNK, SCRIPT


def source(script: str) -> str:
    """Return the source expression of a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def scripts(html: str) -> list[str]:
    """Return the sources of script-src, without 'self'."""
    found = re.search(r"script-src ([^;]*)", policy(html))
    assert found
    first, *others = found[1].split()
    assert first == "'self'"
    return others


def test_a_page_allows_its_own_inline_scripts_only(web: TestClient) -> None:
    login = web.get("/login").headers["Content-Security-Policy"]
    index = web.get("/").headers["Content-Security-Policy"]

    assert source(SCRIPT) in login
    assert source("'login'") in login
    assert source("'login'") not in index
    assert "script-src 'self' 'sha256-" in login
    for policy_ in (login, index):
        assert not re.search(r"unsafe-eval|\*|https?:", policy_)
        assert "'unsafe-inline'" not in policy_.split("style-src")[0]


def test_the_rest_of_the_policy() -> None:
    assert policy().split("; ") == [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' blob: data:",
        "frame-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types nextjs nextjs#bundler",
    ]


def test_a_worker_may_call_the_api(web: TestClient) -> None:
    assert web.get(CHUNK).headers["Content-Security-Policy"] == policy()


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<script>a</script>", ["a"]),
        ("<SCRIPT TYPE=MODULE>a</SCRIPT >", ["a"]),
        ("<script type='text/javascript' id=x>a</script>", ["a"]),
        ("<script type=''>a</script>", ["a"]),
        ("<script type=importmap>{}</script>", ["{}"]),
        ("<script>a</script><script>b</script><script>a</script>", ["a", "b"]),
        ("<script>a</script> b <p>c</p>", ["a"]),
        ("<script> a\n</script>", [" a\n"]),
        ("<script>a\r\nb\rc</script>", ["a\nb\nc"]),
        ("<script>1 < 2 && '<b>' &amp; <!-- x --></script>", ["1 < 2 && '<b>' &amp; <!-- x -->"]),
        ("<script>ä €</script>", ["ä €"]),
        ("<script></script>", [""]),
        ("<script src=/a.js></script><p>a</p>", []),
        ("<script src>a</script>", []),
        ("<script type='application/ld+json'>{}</script>", []),
        ("<script type='application/json'>{}</script>", []),
        ("<style>a</style><p>&lt;script&gt;a&lt;/script&gt;</p>", []),
        ("<!-- <script>a</script> --><p onclick='a'>", []),
        ("", []),
    ],
)  # fmt: skip
def test_scripts_that_a_browser_runs_have_a_hash(html: str, texts: list[str]) -> None:
    assert scripts(html) == [source(text) for text in texts]
