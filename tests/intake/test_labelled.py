"""The fictional orders that are labelled by hand are read without a fault; what measures real ones is held, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from eo_tracker.intake.draft_json import make_draft_json
from eo_tracker.intake.offices import Names
from eo_tracker.intake.reading import read_draft
from eo_tracker.intake.sources import read_official_text
from eo_tracker.repository.registry import built_in_registry
from tests.bench.intake import LABELLED, MEASURES, count, tell_figures

REGISTRY = built_in_registry()
NAMES = Names(REGISTRY)


def read(label: dict[str, Any]) -> dict[str, Any]:
    text = read_official_text((LABELLED / label["file"]).read_bytes(), label["file"], number=str(label["order"]))
    return make_draft_json(read_draft(text, NAMES))


@pytest.mark.parametrize("path", sorted(LABELLED.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_labelled_order_is_read_as_it_is_labelled(path: Path) -> None:
    label = yaml.safe_load(path.read_text("utf-8"))
    assert dict(zip(MEASURES, tell_figures(count(label, read(label), REGISTRY)), strict=True)) == dict.fromkeys(
        MEASURES, 1.0
    )


def test_the_measures_see_what_is_missing() -> None:
    label = yaml.safe_load((LABELLED / "99201.yaml").read_text("utf-8"))
    draft = read(label)
    draft["provisions"].pop()
    draft["directives"].pop(0)
    provisions, deadlines, _, _, duties = tell_figures(count(label, draft, REGISTRY))
    assert max(provisions, deadlines, duties) < 1
