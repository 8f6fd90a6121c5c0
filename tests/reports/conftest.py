"""How property tests run here: the first example may pay for a late import, so that none is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("reports", deadline=None)
settings.load_profile("reports")
