"""Runs the mailbox: ``python -m devtools.mailbox --port 8025 --key KEY``."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from devtools.mailbox.mailbox import Mailbox
from devtools.mailbox.smtp import SmtpOptions


def main() -> int:
    """Serve until SIGTERM or SIGINT; return 1 if it cannot listen on the address."""
    options = _parser().parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        mailbox = Mailbox(
            key=options.key,
            host=options.host,
            port=options.port,
            store=options.store,
            verbose=options.verbose,
            smtp=_smtp(options),
        )
    except OSError as error:
        print(f"mailbox: {options.host}:{options.port}: {error}", file=sys.stderr)
        return 1
    except ImportError:
        print("mailbox: SMTP needs the package aiosmtpd", file=sys.stderr)
        return 1
    with mailbox:
        print(f"Mailbox listens on {mailbox.url}", flush=True)
        if options.smtp_port is not None:
            print(f"SMTP on {options.host}:{mailbox.smtp_port}", flush=True)
        stop.wait()
    return 0


def _smtp(options: argparse.Namespace) -> SmtpOptions | None:
    if options.smtp_port is None:
        return None
    user, _, password = (options.smtp_login or "").partition(":")
    return SmtpOptions(
        port=options.smtp_port,
        login=(user, password) if user else None,
        certificate=options.smtp_certificate,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m devtools.mailbox",
        description="A local stand-in for SendGrid and for an SMTP server, which shows "
        "the e-mails it receives.",
    )
    parser.add_argument(
        "--key", required=True, help="the API key that requests must send"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8025, help="0 picks a free port")
    parser.add_argument(
        "--store", type=Path, help="a file that keeps the e-mails after a restart"
    )
    parser.add_argument("--smtp-port", type=int, help="accept SMTP on this port too")
    parser.add_argument(
        "--smtp-login", metavar="USER:PASSWORD", help="what SMTP clients log in with"
    )
    parser.add_argument(
        "--smtp-certificate",
        type=Path,
        metavar="FILE",
        help="a certificate with its key (PEM); SMTP clients must then use STARTTLS",
    )
    parser.add_argument("--verbose", action="store_true", help="log each request")
    return parser


if __name__ == "__main__":
    sys.exit(main())
