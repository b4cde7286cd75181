"""Downloads: one file, in whole or in part, many as a ZIP, and links of minutes."""
