"""An S3 imitation for a service in a process of its own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer


@dataclass(frozen=True)
class Bucket:
    """A bucket, by the value for STORAGE_URL."""

    url: str
    client: Any
    prefix: str

    def sizes(self) -> list[int]:
        """Return the sizes of all files."""
        listed = self.client.list_objects_v2(Bucket="documents", Prefix=self.prefix)
        return [file["Size"] for file in listed.get("Contents", ())]


@contextmanager
def bucket() -> Iterator[Bucket]:
    """Serve a folder of a bucket during the block.

    The folder is a new one, because all servers of one process share their data.
    """
    prefix = f"{uuid4().hex}/"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    endpoint = f"http://127.0.0.1:{port}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="documents")
    url = (
        f"s3://documents/{prefix}?endpoint={endpoint}&region=us-east-1"
        "&access_key_id=key&secret_access_key=secret"
    )
    try:
        yield Bucket(url, client, prefix)
    finally:
        client.close()
        server.stop()
