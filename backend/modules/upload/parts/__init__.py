"""Parts: the bytes of an upload as they arrive, and the file made of them."""
