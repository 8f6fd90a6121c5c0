"""`python -m eo_tracker` is `eo-tracker`."""

from eo_tracker.cli.main import run

if __name__ == "__main__":
    run()
