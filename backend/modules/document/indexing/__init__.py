"""Indexing: makes what searches and sorted lists read of documents."""
