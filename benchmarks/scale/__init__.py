"""Times every query of the service and its jobs on a large database."""
