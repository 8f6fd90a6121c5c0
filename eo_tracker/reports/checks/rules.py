"""The rules of `check` themselves: a list of them, and one of them in full, with an example of a fault and its cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from itertools import groupby
from textwrap import indent

from eo_tracker.checks.findings import Rule

_FAMILIES = {
    "data": "Data: what the files say",
    "deadlines": "Deadlines: what is missed",
    "records": "Records: what is reported",
    "history": "History: what was changed",
}


def list_rules(rules: Iterable[Rule]) -> Iterator[str]:
    """Give a line for each rule, under the headings of their families."""
    for family, group in groupby(rules, key=lambda rule: rule.family):
        yield _FAMILIES[family]
        for rule in group:
            yield f"  {rule.code}  {rule.severity:<7}  {rule.title}"
        yield ""


def explain_rule(rule: Rule, more: str = "") -> str:
    """Tell all of a rule; `more` is what there is to say beyond its title."""
    paragraphs = [
        f"{rule.code}: {rule.title}",
        f"family {rule.family}; {rule.severity}, unless severity.{rule.code} is set for this repository",
        *([cleandoc(more)] if more else []),
        f"A fault:\n{indent(rule.fault, '    ')}",
        f"The cure:\n{indent(rule.cure, '    ')}",
    ]
    return "\n\n".join(paragraphs) + "\n"
