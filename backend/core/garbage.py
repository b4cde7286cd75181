"""Keeps the garbage collector away from what lives as long as the process.

Measured in benchmarks/README.md.
"""

import gc


def pause() -> None:
    """Collect nothing while the application is loaded: none of it is garbage.

    To look for garbage there is a sixth of the start.
    """
    gc.disable()


def resume_after_loading() -> None:
    """Collect from now on, and look only at what is made from now on.

    To look through what is loaded again and again costs a fifth of the throughput,
    and to look through it once a tenth of the start.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
