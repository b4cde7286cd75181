"""Starts the throwaway servers and sets the environment that all tests share.

Import this module before anything of the backend: the backend reads its settings on
import. The first import starts the servers.
"""

import atexit
import logging
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from dotenv import dotenv_values

from devtools.mailbox import Mailbox
from devtools.servers import Postgres, Valkey
from tests.support import locales
from tests.support.provider import Providers

ROOT = Path(__file__).parents[2]
SECRET = "Vb3-kQ9_xZ7tLm2WcR8yPf5NdH1sJg4A-tests"
# A key for each purpose, which production demands.
KEYS = {
    "JWT_SECRET_KEY": SECRET,
    "CODE_SECRET_KEY": f"{SECRET}-codes",
    "TWO_FA_ENCRYPTION_KEYS": f"{SECRET}-apps",
}
SENDGRID_KEY = "SG.key-of-the-tests"
# The test client connects from this trusted proxy: X-Forwarded-For can name any caller.
PROXY = "10.0.0.1"

_running = ExitStack()
# If a test run is killed, the operating system cleans up its temporary folder.
_data = Path(tempfile.mkdtemp(prefix="sample-tests-"))
_running.callback(shutil.rmtree, _data, ignore_errors=True)
atexit.register(_running.close)

# `run.py` orders texts by their code points. So both kinds of servers are tried.
postgres = _running.enter_context(
    Postgres(_data, database="sample", locale=locales.find(ROOT), throwaway=True)
)
valkey = _running.enter_context(Valkey(_data, throwaway=True))
storage = _data / "storage"
mailbox = _running.enter_context(Mailbox(key=SENDGRID_KEY))
providers = _running.enter_context(Providers())


# Read once, because some tests ask for the variables hundreds of times.
_example = {k: v or "" for k, v in dotenv_values(ROOT / ".env.example").items()}
_secrets = {k: SECRET for k, v in _example.items() if v == "change-me"}


def variables(**changes: str) -> dict[str, str]:
    """Return a complete environment for the service, with some variables changed."""
    return {
        **_example,
        **_secrets,
        "BCRYPT_COST": "4",
        # A sender that takes an e-mail calls another one. Two are enough for that.
        "EMAIL_CONCURRENCY": "2",
        "POSTGRES_SERVER": postgres.host,
        "POSTGRES_PORT": str(postgres.port),
        "REDIS_URL": valkey.url,
        "SENDGRID_HOST": mailbox.url,
        "SENDGRID_API_KEY": SENDGRID_KEY,
        "STORAGE_URL": f"file://{storage}",
        # Production takes no provider without TLS.
        "OIDC_PROVIDERS": (
            "[]" if changes.get("ENVIRONMENT") == "production" else providers.setting
        ),
        "RUN_WORKER": "false",
        "TRUSTED_PROXIES": f"{PROXY}/32",
        **changes,
    }


for _library in ("httpx", "httpx2"):
    logging.getLogger(_library).setLevel(logging.WARNING)
os.environ.update(variables())
