"""The mailbox simulates faults on request, and runs as a command."""

import signal
import socket
import subprocess
import sys
import time

import pytest
from python_http_client.exceptions import TooManyRequestsError

from devtools.mailbox import Mailbox
from tests.mailbox.calls import ADA, KEY, ask, client, mail_to, post, valid
from tests.support.environment import ROOT


class TestFaults:
    """The faults that the mailbox can simulate."""

    def test_an_error_status_is_returned_a_given_number_of_times(
        self, mailbox: Mailbox
    ) -> None:
        mailbox.fail(429, times=2, retry_after=1)

        for _ in range(2):
            with pytest.raises(TooManyRequestsError) as refused:
                client(mailbox).send(mail_to(ADA))
            assert refused.value.headers["Retry-After"] == "1"
            assert refused.value.to_dict["errors"][0]["message"] == "too many requests"
        client(mailbox).send(mail_to(ADA))

        assert mailbox.requests == 3
        assert len(mailbox.messages()) == 1

    @pytest.mark.parametrize("status", [400, 451, 499, 503, 599])
    def test_any_error_status_can_be_chosen(
        self, mailbox: Mailbox, status: int
    ) -> None:
        mailbox.fail(status)

        assert post(mailbox, valid()).status == status
        assert post(mailbox, valid()).status == status
        mailbox.heal()
        assert post(mailbox, valid()).status == 202

    def test_a_hang_outlasts_the_timeout_of_a_client(self, mailbox: Mailbox) -> None:
        mailbox.hang(30, times=1)

        with pytest.raises(TimeoutError):
            client(mailbox, timeout=0.1).send(mail_to(ADA))
        client(mailbox).send(mail_to(ADA))

        assert len(mailbox.messages()) == 1

    def test_a_hang_ends_with_a_closed_connection(self, mailbox: Mailbox) -> None:
        mailbox.hang(0.05)

        with pytest.raises(ConnectionError):
            client(mailbox).send(mail_to(ADA))

    def test_closing_ends_a_hang_at_once(self) -> None:
        with Mailbox(key=KEY) as mailbox:
            mailbox.hang(30)
            address = mailbox.url.removeprefix("http://").split(":")
            connection = socket.create_connection((address[0], int(address[1])), 5)
            connection.sendall(
                b"POST /v3/mail/send HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
            )
            while mailbox.requests == 0:
                time.sleep(0.01)
            started = time.monotonic()

        with connection:
            assert connection.recv(1) == b""
        assert time.monotonic() - started < 1

    def test_a_dropped_connection_has_no_reply(self, mailbox: Mailbox) -> None:
        mailbox.drop(times=1)

        with pytest.raises(ConnectionError):
            client(mailbox).send(mail_to(ADA))
        client(mailbox).send(mail_to(ADA))

        assert mailbox.requests == 2

    @pytest.mark.parametrize(
        ("fault", "shown"),
        [
            (
                {"mode": "status", "status": 429, "times": 3, "retry_after": 1},
                {"mode": "status", "status": 429, "times": 3, "retry_after": 1},
            ),
            (
                {"mode": "hang", "seconds": 30, "times": 2},
                {"mode": "hang", "seconds": 30, "times": 2},
            ),
            ({"mode": "drop", "times": None}, {"mode": "drop", "times": None}),
        ],
    )
    def test_faults_are_set_shown_and_removed_over_http(
        self, mailbox: Mailbox, fault: object, shown: object
    ) -> None:
        url = f"{mailbox.url}/faults"

        assert ask(url).json() == {"faults": None, "requests": 0}
        assert ask(url, "PUT", fault).json() == {"faults": shown, "requests": 0}
        assert ask(url).json()["faults"] == shown
        assert ask(url, "DELETE").status == 204
        assert ask(url).json()["faults"] is None

    @pytest.mark.parametrize(
        "fault",
        [
            [],
            {},
            {"mode": "sleep"},
            {"mode": "status"},
            {"mode": "status", "status": 200},
            {"mode": "status", "status": "503"},
            {"mode": "status", "status": 503, "retry_after": -1},
            {"mode": "hang"},
            {"mode": "hang", "seconds": -1},
            {"mode": "hang", "seconds": True},
            {"mode": "drop", "times": 0},
            {"mode": "drop", "times": 1.5},
            b"not json",
        ],
    )
    def test_a_senseless_fault_is_refused(
        self, mailbox: Mailbox, fault: object
    ) -> None:
        assert ask(f"{mailbox.url}/faults", "PUT", fault).status == 400
        assert ask(f"{mailbox.url}/faults").json()["faults"] is None


def run(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "devtools.mailbox", "--key", KEY, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestCommand:
    """python -m devtools.mailbox."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_prints_its_address_and_ends_cleanly(
        self, number: signal.Signals
    ) -> None:
        with run("--port", "0") as process:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            status = ask(f"{url}/health").status
            process.send_signal(number)
            output, errors = process.communicate(timeout=5)

        assert status == 200
        assert (process.returncode, output, errors) == (0, "", "")

    def test_a_taken_port_is_reported_in_one_line(self, mailbox: Mailbox) -> None:
        with run("--port", mailbox.url.rpartition(":")[2]) as process:
            output, errors = process.communicate(timeout=5)

        assert (process.returncode, output) == (1, "")
        assert errors.startswith("mailbox: 127.0.0.1:")
        assert errors.count("\n") == 1

    def test_requests_are_logged_on_request(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        with Mailbox(key=KEY) as quiet:
            ask(f"{quiet.url}/health")
        assert capfd.readouterr().err == ""

        with Mailbox(key=KEY, verbose=True) as verbose:
            ask(f"{verbose.url}/health")
        assert '"GET /health HTTP/1.1" 200' in capfd.readouterr().err
