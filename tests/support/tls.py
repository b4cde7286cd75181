"""A certificate authority, and a Postgres that speaks TLS.

The embedded Postgres is built without TLS. So a proxy terminates TLS in front of it, as
Postgres itself begins it (Protocol, section "SSL Session Encryption").
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.environment import postgres

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")


def make_certificate(folder: Path, name: str) -> Path:
    """Write a key and a self-signed certificate of a host; return its file (PEM)."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(pem)
    )
    return file


class TlsPostgres:
    """The tests' Postgres on a port of its own; without a certificate it refuses TLS."""

    def __init__(self, certificate: Path | None) -> None:
        self.encrypted = 0
        self._served: list[threading.Thread] = []
        self._context = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]

    @contextmanager
    def running(self) -> Iterator["TlsPostgres"]:
        """Serve during the block."""
        thread = threading.Thread(target=self._accept)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
            for each in (thread, *self._served):
                each.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                served = threading.Thread(target=self._serve, args=[client])
                served.start()
                self._served.append(served)

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            stack.enter_context(client)
            server = stack.enter_context(socket.socket(socket.AF_UNIX))
            server.connect(f"{postgres.host}/.s.PGSQL.{postgres.port}")
            first = client.recv(8, socket.MSG_WAITALL)
            if first != _SSL_REQUEST:
                server.sendall(first)
            elif self._context is None:
                client.sendall(b"N")
            else:
                client.sendall(b"S")
                # A client that does not trust the certificate hangs up.
                client = self._context.wrap_socket(
                    client, server_side=True, do_handshake_on_connect=False
                )
                stack.enter_context(client)
                client.do_handshake()
                self.encrypted += 1
            back = threading.Thread(target=_pump, args=[server, client])
            back.start()
            _pump(client, server)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
