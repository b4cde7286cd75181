"""Limits of the sandbox that the service and the queues know."""

from backend.modules.document.sandbox.confine import CPU_SECONDS

# A run of a program: the storage must send the file, and the cores may be busy.
SECONDS = CPU_SECONDS + 20
MAX_FILE_BYTES = 64 * 1024 * 1024
