"""Runs the command line."""

from backend.core import loading

loading.begin()

from backend.cli.app import app

loading.end()
if __name__ == "__main__":
    app()
