"""Delivers the outbox and runs the jobs in a separate process.

Start it with `python -m backend.worker`; any number may run at once. Unless
RUN_WORKER=false, the service's own process does this work too.
"""

from backend.core import loading

loading.begin()

import signal
import sys
import threading

from backend.background.jobs import runners
from backend.background.thread import BackgroundThread
from backend.core import logging
from backend.core.start import CannotStart
from backend.modules import registry
from backend.monitoring import MetricsServer
from backend.outbox.delivery import Worker


def main() -> None:
    """Deliver e-mails and run the jobs until SIGTERM or SIGINT."""
    logging.configure()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    threads: list[BackgroundThread] = [Worker(), *runners(registry.jobs())]
    with MetricsServer():
        for thread in threads:
            thread.start()
        stopping.wait()
    for thread in threads:
        thread.request_stop()
    for thread in threads:
        thread.stop()


loading.end()
if __name__ == "__main__":
    try:
        main()
    except CannotStart as error:
        sys.exit(str(error))
