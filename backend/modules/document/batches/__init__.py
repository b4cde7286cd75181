"""Batches: one action on many documents, by their ids or by a filter."""
