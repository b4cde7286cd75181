"""Serves the web app, which is a folder of static files, on the port of the API."""
