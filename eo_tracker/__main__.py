"""Where the program starts: `eo-tracker`, `eot` and `python -m eo_tracker`."""

import os
import sys
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line; Ctrl-C is in order from the first import on."""
    try:
        from eo_tracker.cli.main import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: nothing was done\n")
        os._exit(130)


if __name__ == "__main__":
    start()
