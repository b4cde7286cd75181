"""Facets: the types and tags of documents, each with the number of documents."""
