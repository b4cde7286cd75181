"""Files: deletion of stored files, repair, and all files of one user."""
