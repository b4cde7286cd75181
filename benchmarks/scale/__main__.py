"""Times every query of the service and its jobs on a large database.

`python -m benchmarks.scale` fills a throwaway database as large as that of a million
accounts, calls every operation and job, and prints one line for each statement.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import ROOT
from benchmarks.scale.fill import fill
from benchmarks.stack import servers
from devtools.process import ChildError
from tests.support.provider import Providers


def main() -> None:
    """Fill the database, and measure in a process that has its settings."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=__doc__)
    parser.add_argument(
        "--rows", type=float, default=1.0, help="the share of all rows; 1: 10 GB"
    )
    parser.add_argument(
        "--data", type=Path, help="keep the database in this folder, and use it again"
    )
    options = parser.parse_args()
    with ExitStack() as stack:
        if options.data is None:
            name = tempfile.TemporaryDirectory(prefix="sample-scale-")
            folder = Path(stack.enter_context(name))
        else:
            folder = options.data
            folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # Postgres does not run as root
        env = stack.enter_context(servers(folder))
        env |= {"BCRYPT_COST": "4", "POSTGRES_TIMEOUT_SECONDS": "120"}
        env |= {"TRUSTED_PROXIES": "127.0.0.1/32", "LOG_LEVEL": "error"}
        env["OIDC_PROVIDERS"] = stack.enter_context(Providers()).setting
        _run(env, "alembic", "upgrade", "head")
        fill(env, options.rows)
        _run(env, "benchmarks.scale.run")


def _run(env: dict[str, str], module: str, *arguments: str) -> None:
    command = [sys.executable, "-m", module, *arguments]
    if subprocess.run(command, env=env, cwd=ROOT, check=False).returncode:
        raise ChildError(f"{module} failed")


if __name__ == "__main__":
    os.environ.pop("PYTHONWARNINGS", None)
    try:
        main()
    except ChildError as error:
        sys.exit(f"benchmarks: {error}")
