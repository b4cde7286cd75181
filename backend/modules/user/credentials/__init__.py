"""Changes of password and address, and the undo of a change of address."""
