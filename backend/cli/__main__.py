"""Runs the command line."""

from backend.cli.app import app

if __name__ == "__main__":
    app()
