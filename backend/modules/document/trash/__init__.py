"""Trash: deleted documents are listed, restored, or permanently deleted."""
