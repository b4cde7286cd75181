"""What every module stands on; imports nothing else of the backend."""
