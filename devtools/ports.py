"""Finds out which ports of this machine are free."""

import socket
from collections.abc import Mapping

from devtools.process import ChildError


def why_not(port: int) -> str | None:
    """Return why a server cannot listen on a port, or None if it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return "needs administrator rights"
        except OSError:
            return "is taken"
    return None


def refuse_unusable_ports(ports: Mapping[str, int]) -> None:
    """Raise ChildError for the first port that cannot be used, and name its option."""
    seen: dict[int, str] = {}
    for option, port in ports.items():
        if port in seen:
            raise ChildError(f"{seen[port]} and {option} cannot both be {port}")
        seen[port] = option
        if reason := why_not(port):
            raise ChildError(f"port {port} {reason}, choose another with {option} PORT")


def any_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
