"""Documents: upload, download, search, versions, shares, trash, and quota."""
