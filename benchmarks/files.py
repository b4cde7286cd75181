"""Measures upload and download of a file of 50 MB: `python -m benchmarks.files`.

App and floor take turns, one request at a time. Throughput is compared with that of the
floor in the same round. Memory is the rise of the kernel's high-water mark of the app's
process above its resident memory when idle.
"""

import http.client
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.load import LOAD_CORE, Server, pinned
from benchmarks.stack import running
from devtools.process import ChildError

_MEGABYTE = 2**20
_SIZE = 50 * _MEGABYTE
_ROUNDS = 7
_BOUNDARY = "boundary-of-the-benchmark"


class Caller:
    """A client that uploads files to a server and downloads them again."""

    def __init__(self, server: Server, prefix: str, token: str) -> None:
        self.server = server
        self._prefix = prefix
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        }

    def upload(self, number: int, size: int = _SIZE) -> str:
        """Upload a text that is unique for this number; return the document's id."""
        line = f"line of the file with number {number:08}\n".encode()
        text = (line * (size // len(line) + 1))[:size]
        head = (
            f"--{_BOUNDARY}\r\nContent-Disposition: form-data; "
            'name="file"; filename="file.txt"\r\n\r\n'
        )
        body = head.encode() + text + f"\r\n--{_BOUNDARY}--\r\n".encode()
        reply = self._request("POST", "/documents/upload", 201, body)
        document: dict[str, str] = json.loads(reply)
        return document["id"]

    def download(self, document_id: str) -> None:
        """Download the whole file."""
        self._request("GET", f"/documents/{document_id}/download", 200)

    def _request(
        self, method: str, path: str, status: int, body: bytes | None = None
    ) -> bytes:
        port = self.server.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(method, self._prefix + path, body, self._headers)
            reply = connection.getresponse()
            start = reply.read(_MEGABYTE)
            read = len(start)
            while piece := reply.read(_MEGABYTE):
                read += len(piece)
            if reply.status != status or (method == "GET" and read != _SIZE):
                raise ChildError(f"{method} {path}: {reply.status}, {read} bytes")
            return start
        finally:
            connection.close()


def seconds(work: Callable[[], object]) -> float:
    """Return the duration of some work in seconds."""
    started = perf_counter()
    work()
    return perf_counter() - started


def main() -> None:
    """Measure some rounds and print a table."""
    with running() as stack, ExitStack() as servers, pinned(LOAD_CORE):
        Path(stack.env["STORAGE_URL"].removeprefix("file://")).mkdir(exist_ok=True)
        callers = {}
        for target, prefix in (
            ("benchmarks.floor_app:app", ""),
            ("main:app", stack.env["API_PREFIX"]),
        ):
            server = Server(target, stack.env, stack.folder / "log" / f"{target}.log")
            servers.enter_context(server)
            callers[target] = Caller(server, prefix, stack.token)
        floor, app = callers.values()
        # The first upload loads code that stays in memory, whatever the file's size.
        app.upload(0, _MEGABYTE)
        rows: dict[str, list[tuple[float, float, float]]] = {"up": [], "down": []}
        for number in range(_ROUNDS + 1):
            idle = app.server.memory("VmRSS")
            app.server.forget_peak()
            base = seconds(lambda: floor.upload(2 * number))  # noqa: B023
            mine = seconds(lambda: app.upload(2 * number + 1))  # noqa: B023
            rise = app.server.memory("VmHWM") - idle
            up = (mine, base, rise)
            ids = floor.upload(1000 + number), app.upload(2000 + number)
            app.server.forget_peak()
            idle = app.server.memory("VmRSS")
            base = seconds(lambda: floor.download(ids[0]))  # noqa: B023
            mine = seconds(lambda: app.download(ids[1]))  # noqa: B023
            down = (mine, base, app.server.memory("VmHWM") - idle)
            if number:
                rows["up"].append(up)
                rows["down"].append(down)
            print(f"round {number} of {_ROUNDS}", file=sys.stderr, flush=True)
    print("| 50 MB | MB/s | floor | of the floor (min-max) | most memory above idle |")
    print("|---|---|---|---|---|")
    for way, found in rows.items():
        ratios = [base / mine for mine, base, _ in found]
        print(
            f"| {way} | {50 / median(mine for mine, _, _ in found):.0f} "
            f"| {50 / median(base for _, base, _ in found):.0f} "
            f"| {median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) "
            f"| {max(rise for _, _, rise in found) / _MEGABYTE:.1f} MiB |"
        )


if __name__ == "__main__":
    main()
