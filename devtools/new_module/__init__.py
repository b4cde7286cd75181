"""Writes a new module that passes every check: see `__main__.py`.

`templates/` holds the texts. `plan.py` decides where each of them goes.
"""
