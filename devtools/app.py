"""Runs the API under uvicorn: imports it at once, and serves after a line on stdin.

The import is the slowest part of a start, so it runs while the servers start and the
database is migrated. `devtools.service` writes the line when both are done.
"""

import argparse
import sys

import uvicorn


def main() -> None:
    """Serve until SIGTERM, or return if stdin ends without a line."""
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
        server = uvicorn.Server(config)
        server.run()
        if not server.started:
            sys.exit(1)


if __name__ == "__main__":
    main()
