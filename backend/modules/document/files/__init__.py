"""Files: stored files, their deletion, and all files of one user."""
