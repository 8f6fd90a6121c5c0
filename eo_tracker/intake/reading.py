"""Reading an order: from its outline to the duties that it lays, on whom and by when.

Sentences are read in the order's order, for later words lean on earlier ones: a short title on the full one, an item on
its lead-in, "the report" on what required it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from eo_tracker.domain.provisions import Provision
from eo_tracker.intake.anchors import Wording
from eo_tracker.intake.bodies import Bodies
from eo_tracker.intake.clauses import Clause, find_clauses
from eo_tracker.intake.deadline_reading import DeadlineReader, choose_deadlines
from eo_tracker.intake.draft import Doubt, Draft, Duty, Office
from eo_tracker.intake.kinds import BODY, LEAD_IN, NOBODY, QUOTED, SETS_UP, SUNSET, explain, find_kinds, find_reason
from eo_tracker.intake.laying import Governing, Laid, Timed
from eo_tracker.intake.mentions import Reader
from eo_tracker.intake.offices import Names
from eo_tracker.intake.official_text import OfficialText
from eo_tracker.intake.outline import Outline, Passage
from eo_tracker.intake.outlining import find_outline
from eo_tracker.intake.sentences import is_open, split_sentences
from eo_tracker.intake.summaries import summarize
from eo_tracker.intake.time_phrases import TimePhrase
from eo_tracker.intake.timing import find_time_phrases

_PRESIDENT = {"President", "President of the United States"}
_AGENT = re.compile(r"\bby (?=the |each |all |any |[A-Z]|its |heads? )")
# "Each agency’s fleet shall be ...", "The Council’s functions shall include:"
_OWNER = re.compile(r"(?P<owner>(?:[Ee]ach|[Tt]he|[Aa]ll|[Ee]very) [A-Za-z ]{3,60}?)[’'](?:s |(?<=s[’'])\s)")
_FUNCTIONS = r"(?:duties|functions|responsibilities)"
_ITS_FUNCTIONS = re.compile(
    rf"{_OWNER.pattern}{_FUNCTIONS} (?:shall )?(?:include|be)\b"
    rf"|[Tt]he {_FUNCTIONS} of (?P<of>the [A-Za-z ]{{3,60}}?) (?:shall (?:include|be)|are|include)\b"
)
# A bare plural, "Proposals must be submitted", speaks of what others make.
_DEFINITE = re.compile(
    r"\W*(?:Within|No later|Not later|By|In|On|To|For|As|At|Upon|After|Following|Thereafter|Additionally|Further"
    r"|Furthermore|Such|These|Those|This|The|Each|Any|All|It|They|An?|That|be|[a-z]\w+)\b"
)
_COSTS = re.compile(r"\bcosts? (?:for|of) (?:the )?publication\b.{0,200}\bshall be (?:borne|paid)\b", re.IGNORECASE)
_BEAR_COSTS = "Bear the costs for publication of this order"
_OF_LEAD_INS = {LEAD_IN, NOBODY, BODY}
"""Reasons that say nothing of the items below."""


def read_draft(text: OfficialText, names: Names) -> Draft:
    """Read an order's official text into a draft, with the names of the registry's agencies."""
    outline = find_outline(text)
    reading = _Reading(outline, names)
    for passage in outline.passages:
        reading.read_passage(passage)
    return reading.make_draft(text)


class _Reading:
    """One order being read."""

    def __init__(self, outline: Outline, names: Names) -> None:
        self.outline = outline
        self.reader = Reader(names)
        self.bodies = Bodies(self.reader)
        self.kinds = find_kinds(outline)
        self.duties: list[Laid] = []
        self.doubts: list[Doubt] = []
        self.reasons: dict[str, str] = {}
        self.governing: dict[str, Governing] = {}
        self.wordings: list[Wording] = []
        self.texts: dict[str, list[str]] = {}
        self.subject: tuple[Office, ...] = ()
        """Whom the last sentence was about: "it" and "they"."""
        self.items: dict[str, Laid] = {}
        """The provisions that go on with a lead-in's duty, with that duty."""

    def read_passage(self, passage: Passage) -> None:
        """Read what stands in one provision, sentence by sentence."""
        provision = passage.provision
        if provision is None:
            return
        if passage.quoted:
            self.reasons.setdefault(provision, QUOTED)
            return
        is_first = provision not in self.texts
        self.texts.setdefault(provision, []).append(passage.text)
        above = self._find_above(provision) if is_first else None
        sentences = split_sentences(passage.text)
        for number, words in enumerate(sentences, 1):
            opens = number == len(sentences) and is_open(words)
            self._read_sentence(provision, words, above if number == 1 else None, opens=opens)

    def _find_above(self, provision: str) -> Governing | None:
        """What governs a provision: the nearest lead-in above it that is still open."""
        place = Provision.parse(provision)
        for depth in range(len(place.marks) - 1, -1, -1):
            if found := self.governing.get(Provision(place.section, place.marks[:depth]).id):
                return found
        return None

    def _read_sentence(self, provision: str, words: str, above: Governing | None, *, opens: bool) -> None:
        self.reader.scan(words)
        self.bodies.learn(words, provision)
        clauses = find_clauses(words, self.reader)
        phrases = find_time_phrases(words)
        kind = self.kinds.get(Provision.parse(provision).section, "directives")
        reason = find_reason(words, clauses, kind)
        if reason and not (above and above.duty and not clauses):
            laid = None
            self.reasons.setdefault(provision, reason)
            governing: Governing | None = Governing(None, reason)
        else:
            laid = self._lay(provision, words, clauses, phrases, above)
            governing = self._govern(provision, words, clauses, laid, above, opens=opens)
            if governing and opens and laid is None and phrases and not clauses:
                governing = Governing(None, governing.reason, tuple(self._place(provision, phrases)))
        self.wordings.append(Wording(provision, words, lays_duty=laid is not None))
        if governing:
            self.governing[provision] = governing
        if mention := self.reader.list_at(words, 0):
            self.subject = mention.offices

    def _place(self, provision: str, phrases: Iterable[TimePhrase]) -> list[Timed]:
        """Say of time phrases where they stand: in the sentence that is being read."""
        return [Timed(provision, phrase, len(self.wordings)) for phrase in phrases]

    def _govern(
        self,
        provision: str,
        words: str,
        clauses: list[Clause],
        laid: Laid | None,
        above: Governing | None,
        *,
        opens: bool,
    ) -> Governing | None:
        """What a sentence is to the items below it; None where it changes nothing."""
        if laid is not None:
            if laid.provision != provision:
                self.items[provision] = laid
            return Governing(laid, timed=above.timed if above else ())
        if above is not None:
            listed = "" if above.reason in _OF_LEAD_INS else above.reason
            self.reasons.setdefault(provision, listed or explain(provision, words, self.kinds))
            return above
        if not (clauses or opens or provision not in self.governing):
            return None
        reason = self.reasons.setdefault(provision, explain(provision, words, self.kinds))
        leads: tuple[Office, ...] = ()
        if opens and SETS_UP.search(words):
            leads = self.bodies.set_up_in(provision)
        elif opens and clauses and clauses[0].kind == "thing":
            leads = self._find_near(provision)
        return Governing(None, reason, leads=leads)

    def _lay(
        self, provision: str, words: str, clauses: list[Clause], phrases: list[TimePhrase], above: Governing | None
    ) -> Laid | None:
        """Take the duties of one sentence; the last one, which governs what stands below."""
        laid = current = above.duty if above else None
        own = [(clause, leads) for clause in clauses if (leads := self._find_leads(clause, current))]
        if current is not None:
            # Words of an item before any subject of its own go on with the lead-in's duty.
            first = own[0][0].start if own else len(words)
            self._time(current, provision, words, [p for p in phrases if p.start < first])
        ends = [*(clause.start for clause, _ in own[1:]), len(words)]
        for (clause, leads), until in zip(own, ends, strict=False):
            laid = self._open(provision, leads, words[clause.verb : until], clause)
            self._time(laid, provision, words, [p for p in phrases if clause.start <= p.start < until])
            laid.inherit(above.timed if above else ())
        return laid or self._lay_without_subject(provision, words, clauses, phrases, above)

    def _find_leads(self, clause: Clause, current: Laid | None) -> tuple[Office, ...]:
        """Whom a clause lays a duty on; nobody when it lays none."""
        if not clause.lays_duty:
            return ()
        if clause.kind == "pronoun":
            return self.subject or (current.leads if current else ())
        return tuple(office for office in clause.leads if office.name not in _PRESIDENT)

    def _open(self, provision: str, leads: tuple[Office, ...], doing: str, clause: Clause | None = None) -> Laid:
        """The duty of these leads in this provision: the one that is there, or a new one."""
        self.subject = leads
        laid = next((d for d in self.duties if d.provision == provision and d.is_of(leads)), None)
        if laid is None:
            laid = Laid(provision, leads, doing)
            self.duties.append(laid)
            if clause and clause.doubt:
                chosen = f"{_list(leads)}, the last one named before"
                self.doubts.append(Doubt(provision, "lead", clause.doubt, chosen, "another office of that title"))
        if clause:
            laid.add_asides(clause.asides)
        return laid

    def _lay_without_subject(
        self, provision: str, words: str, clauses: list[Clause], phrases: list[TimePhrase], above: Governing | None
    ) -> Laid | None:
        """Take what somebody must do whom the sentence does not make its subject."""
        if _COSTS.search(words):
            leads = self._find_agent(words)
            return self._open(provision, leads, _BEAR_COSTS) if leads else None
        if leads := self._find_whose_functions(words):
            return self._open(provision, leads, "")
        return self._lay_by_context(provision, words, clauses, phrases, above) if phrases else None

    def _lay_by_context(
        self, provision: str, words: str, clauses: list[Clause], phrases: list[TimePhrase], above: Governing | None
    ) -> Laid | None:
        """Take what shall be done, by a day, by someone whom only what stands before names."""
        things = [clause for clause in clauses if clause.kind != "relative"]
        at_once = all(phrase.immediately for phrase in phrases)
        may_bind = (things[0].passive or not at_once) if things else bool(above and above.leads and not at_once)
        if not may_bind or SUNSET.search(words):
            return None
        leads = self._find_agent(words) or self._find_owner(words)
        if not leads and not at_once and _DEFINITE.match(words):
            leads = (above.leads if above else ()) or self._find_near(provision)
        if not leads:
            return None
        laid = self._open(provision, leads, words[things[0].verb if things else 0 :])
        self._time(laid, provision, words, phrases)
        chosen = f"{_list(leads)}, by what stands before"
        self.doubts.append(Doubt(provision, "lead", words, chosen, "the sentence names nobody who must act"))
        return laid

    def _find_agent(self, words: str) -> tuple[Office, ...]:
        """By whom something shall be done."""
        mentions = (self.reader.list_at(words, by.end()) for by in _AGENT.finditer(words))
        return next((mention.offices for mention in mentions if mention), ())

    def _find_owner(self, words: str) -> tuple[Office, ...]:
        """Whose thing a sentence speaks of."""
        match = _OWNER.match(words)
        return self._read_whole(match["owner"]) if match else ()

    def _find_whose_functions(self, words: str) -> tuple[Office, ...]:
        match = _ITS_FUNCTIONS.match(words)
        return self._read_whole(match["owner"] or match["of"]) if match else ()

    def _read_whole(self, words: str) -> tuple[Office, ...]:
        mention = self.reader.office_at(words, 0)
        return mention.offices if mention and mention.end == len(words) else ()

    def _find_near(self, provision: str) -> tuple[Office, ...]:
        """On whom a duty was last laid in the section."""
        section = Provision.parse(provision).section
        near = (duty.leads for duty in reversed(self.duties) if Provision.parse(duty.provision).section == section)
        return next(near, ())

    def _time(self, laid: Laid, provision: str, words: str, phrases: Iterable[TimePhrase]) -> None:
        laid.timed += self._place(provision, choose_deadlines(words, phrases))

    def make_draft(self, text: OfficialText) -> Draft:
        """Make the draft of what was read."""
        timed = (each for duty in self.duties for each in duty.timed)
        deadlines = DeadlineReader(self.wordings, self.outline.provisions, text.facts.signed, timed)
        duties = tuple(self._make_duty(laid, deadlines) for laid in self.duties)
        facts = (Doubt(None, "facts", doubt, "") for doubt in text.doubts)
        numbering = (Doubt(d.provision, "provision", d.quote, d.chosen, d.otherwise) for d in self.outline.doubts)
        return Draft(
            text.facts,
            self.outline,
            duties,
            self.kinds,
            self._explain(),
            tuple(self.bodies.found.values()),
            (*facts, *numbering, *self.doubts, *deadlines.doubts),
        )

    def _make_duty(self, laid: Laid, deadlines: DeadlineReader) -> Duty:
        items = tuple(provision for provision in self.outline.provisions if self.items.get(provision) is laid)
        return Duty(
            laid.provision,
            self._text(laid.provision),
            self._summarize(laid, items),
            self._give_keys(laid.leads, laid.provision),
            self._give_keys_to_named(laid.consulted, laid.provision),
            self._give_keys_to_named(laid.coordinating, laid.provision),
            self._give_keys_to_named(laid.through, laid.provision),
            tuple(deadlines.read(timed) for timed in laid.timed or laid.inherited),
            items,
        )

    def _text(self, provision: str) -> str:
        return " ".join(self.texts.get(provision, []))

    def _summarize(self, laid: Laid, items: tuple[str, ...]) -> str:
        """Draft a summary of a duty; of a list, by its first item."""
        summaries = map(summarize, (laid.doing, *map(self._text, items)))
        return next(filter(None, summaries), f"Sec. {Provision.parse(laid.provision).label}")

    def _give_keys_to_named(self, offices: Iterable[Office], provision: str) -> tuple[Office, ...]:
        """Give keys to those who have names; others who are consulted, "officials as appropriate", are left out."""
        return self._give_keys((o for o in offices if o.key or o.name[:1].isupper()), provision)

    def _give_keys(self, offices: Iterable[Office], provision: str) -> tuple[Office, ...]:
        return tuple(self._give_key(office, provision) for office in offices)

    def _give_key(self, office: Office, provision: str) -> Office:
        key = office.key or self.bodies.find_key(office)
        if key is None:
            key = self.bodies.add_unknown(office)
            chosen = f'a body of the draft\'s own, "{key}"'
            self.doubts.append(Doubt(provision, "lead", office.name, chosen, "an agency of the registry"))
        return Office(key, office.name)

    def _explain(self) -> dict[str, str]:
        """Say of each provision without a duty why it has none."""
        laid = {duty.provision for duty in self.duties} | set(self.items)
        return {
            provision: self.reasons.get(provision) or explain(provision, self._text(provision), self.kinds)
            for provision in self.outline.provisions
            if provision not in laid
        }


def _list(offices: tuple[Office, ...]) -> str:
    return ", ".join(office.name for office in offices)
