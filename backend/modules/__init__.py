"""The features, one folder each; registry.py lists them."""
