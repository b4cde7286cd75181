"""Sandbox: reads hostile files in child processes that can open and send nothing."""
