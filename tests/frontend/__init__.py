"""Tests of the web app's files, on a small made-up export."""
