"""Downloads: one file or a part of it, several files as a ZIP, short-lived links."""
