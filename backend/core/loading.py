"""Keeps the garbage collector away from objects that live as long as the process.

benchmarks/README.md has the measurements.
"""

import gc


def pause() -> None:
    """Turn the collector off while the application loads, which makes no garbage.

    Looking for garbage would take a sixth of the start-up time.
    """
    gc.disable()


def resume_after_loading() -> None:
    """Turn the collector on, for objects that are made from now on.

    Scanning the loaded objects repeatedly would take a fifth of the throughput;
    scanning them once, a tenth of the start-up time. New objects are scanned as soon as
    there are some thousand, because until then garbage of finished requests stays.
    """
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()
