"""Runs the API under uvicorn: imports it at once, serves when told to.

The import takes longer than all else at a start, so it goes on while the servers
come up and the database is migrated. A line on stdin says that they have.
"""

import argparse
import sys

import uvicorn


def main() -> None:
    """Serve until SIGTERM, or leave if stdin ends before it says anything."""
    parser = argparse.ArgumentParser(prog="python -m devtools.app")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--grace", type=int, required=True)
    options = parser.parse_args()
    config = uvicorn.Config(
        "main:app",
        host="127.0.0.1",
        port=options.port,
        http="backend.core.protocol:BoundedProtocol",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=options.grace,
    )
    config.load()
    if sys.stdin.readline():
        uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
