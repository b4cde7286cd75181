"""The program in examples/ works against a running service."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from redis import Redis

from examples import documents as program
from tests.api_token.steps import made
from tests.support import environment
from tests.support.accounts import bearer, verified
from tests.support.live import Live

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 2000


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Start a service."""
    with Live(RUN_WORKER="true") as live:
        yield live


def test_the_program_completes_all_its_steps(
    live: Live,
    client: TestClient,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scopes = ("documents:read", "documents:write")
    token = made(client, verified(client), *scopes)["token"]
    file = tmp_path / "contract.pdf"
    file.write_bytes(CONTENT)

    program.main(file, token=token, base_url=live.url)

    assert (tmp_path / "copy-contract.pdf").read_bytes() == CONTENT
    assert capsys.readouterr().out.endswith(" Contract\n")
    headers = bearer(token)
    with httpx.Client(base_url=live.url, headers=headers, timeout=30) as api:
        for number in (1, 2):
            note = tmp_path / f"note-{number}.txt"
            note.write_text(f"Note {number}.\n")
            program.upload(api, note, title="Note", tags=[])
        assert len(list(program.documents(api, limit=1))) == 3


def test_the_program_waits_for_limits_and_prints_refusals(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []

    def sleep(seconds: int) -> None:
        waited.append(seconds)
        with Redis.from_url(environment.valkey.url) as redis:
            redis.flushdb()

    wrong = {"email": "nobody@example.com", "password": "wrong-horse-battery"}
    with httpx.Client(base_url=live.url, timeout=30) as api:
        while api.post("/users/login", json=wrong).status_code != 429:
            pass
        monkeypatch.setattr(time, "sleep", sleep)

        with pytest.raises(RuntimeError, match=r"^invalid_credentials: "):
            program.call(api, "POST", "/users/login", json=wrong)

    assert len(waited) == 1
    assert 1 <= waited[0] <= 300
