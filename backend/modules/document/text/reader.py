"""Reads the text of a file by running text/extract.py in a child process."""

from pathlib import Path

from backend.modules.document.sandbox.sandbox import Sandbox
from backend.modules.document.text.extract import TEXT_BYTES

reader = Sandbox(Path(__file__).with_name("extract.py"), most_bytes=TEXT_BYTES)
