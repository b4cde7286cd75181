"""Clients that send too much, send too slowly, or do not read, over bare sockets."""

import select
import socket

from tests.support.live import Live

_CHUNK = b" " * 65_536


def flood(
    live: Live, head: str, *, size: int, chunked: bool, first: bytes = b""
) -> tuple[int, int]:
    """Send a body until a reply arrives; return its status and how much was sent.

    `head` is the request line and the headers, without those about the length.
    """
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    sent = 0
    with socket.create_connection(("127.0.0.1", live.port), timeout=60) as connection:
        connection.sendall(f"{head}{length}\r\n\r\n".encode())
        piece = first or _CHUNK
        while sent < size and not select.select([connection], [], [], 0)[0]:
            data = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
            connection.sendall(data)
            sent += len(piece)
            piece = _CHUNK
        answer = connection.recv(4096)
    return int(answer.split(b" ", 2)[1]), sent


def connections(live: Live, number: int, data: bytes) -> list[socket.socket]:
    """Open connections that send this data, then send and read nothing."""
    opened = []
    for _ in range(number):
        connection = socket.socket()
        # A receive buffer so small that a reply does not fit into the kernel's buffers.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(60)
        connection.connect(("127.0.0.1", live.port))
        connection.sendall(data)
        opened.append(connection)
    return opened
