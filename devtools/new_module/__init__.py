"""Writes a new module that passes every check: see `__main__.py`.

`templates/` holds what is written, `plan.py` where each of it goes.
"""
