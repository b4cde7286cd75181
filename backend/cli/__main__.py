"""Runs the command line."""

from backend.core import garbage

garbage.pause()

from backend.cli.app import app

garbage.resume_after_loading()
if __name__ == "__main__":
    app()
