"""The Python of README.md, run as it stands there against a service."""

import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from tests import environment
from tests.accounts import code_for
from tests.live import Live

BLOCKS = re.findall(
    r"^```python\n(.*?)^```$",
    (environment.ROOT / "README.md").read_text(),
    re.MULTILINE | re.DOTALL,
)
EMAIL = "ada@example.com"
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 2000


def refuse_until_limited(api: httpx.Client) -> None:
    """Use up the tries of an account that nobody has."""
    wrong = {"email": "nobody@example.com", "password": "wrong-horse-battery"}
    for _ in range(20):
        if api.post("/users/login", json=wrong).status_code == 429:
            return
    raise AssertionError("no limit")


def test_the_python_of_the_readme_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []

    def sleep(seconds: int) -> None:
        waited.append(seconds)
        with Redis.from_url(environment.valkey.url) as redis:
            redis.flushdb()

    (tmp_path / "contract.pdf").write_bytes(CONTENT)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"input": lambda _: code_for(EMAIL)}
    with Live(RUN_WORKER="true") as live:
        for block in BLOCKS:
            code = block.replace("http://localhost:8000/api/v1", live.url)
            exec(code, names)  # noqa: S102
        for number in (1, 2):
            file = ("note.txt", f"Note {number}.\n".encode())
            names["api"].post("/documents/upload", files={"file": file})
        titles = [document["title"] for document in names["documents"](limit=1)]
        refuse_until_limited(names["api"])
        monkeypatch.setattr(time, "sleep", sleep)
        wrong = {"email": "nobody@example.com", "password": "wrong-horse-battery"}
        with pytest.raises(RuntimeError) as refused:
            names["patient"]("POST", "/users/login", json=wrong)
        me = names["patient"]("GET", "/users/me").json()
        monkeypatch.undo()
        names["api"].close()

    assert len(BLOCKS) == 1
    assert (tmp_path / "copy.pdf").read_bytes() == CONTENT
    assert names["document"]["tags"] == ["home", "2026"]
    assert len(titles) == 3
    assert len(waited) == 1
    assert 1 <= waited[0] <= 300
    assert str(refused.value).startswith("invalid_credentials: ")
    assert me["email"] == EMAIL
