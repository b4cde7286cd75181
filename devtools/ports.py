"""Ports of this machine: which are free."""

import socket
from collections.abc import Mapping

from devtools.process import ChildError


def is_free(port: int) -> bool:
    """Tell whether a server of ours could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def refuse_taken_ports(ports: Mapping[str, int]) -> None:
    """Raise ChildError with the option that moves the first port which is taken."""
    for option, port in ports.items():
        if not is_free(port):
            raise ChildError(f"port {port} is taken, choose another with {option} PORT")


def any_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
