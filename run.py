"""Sets Sample up and runs it: `python3 run.py --help`.

This file must parse on any Python, so that an old one can print the message below.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    found = ".".join(str(number) for number in sys.version_info[:2])
    sys.exit("run.py: needs Python 3.11 or newer, and this is " + found + ".")

from devtools.bootstrap import main

if __name__ == "__main__":
    main(sys.argv[1:])
