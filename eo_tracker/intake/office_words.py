"""The words by which orders name offices: titles, bodies, classes of agencies, and what stands around them."""

from __future__ import annotations

import re

from eo_tracker.intake.alternatives import one_of

# Officials and bodies that an order may name by the bare title, once it has named them in full; those of which it may
# name several by one name, "Committees on ...", are parted from those whose plurals are things or people.
_OFFICIALS = "Director|Chair|Officer"
_LONE_OFFICIALS = one_of(
    "Administrator|Chairman|Chairperson|Commissioner|Representative|Coordinator|Comptroller|Archivist|Advisor|Adviser",
    "Assistant|Commandant",
)
_BODIES = "Commission|Council|Committee|Task Force|Board|Office|Center"
_LONE_BODIES = one_of(
    "Subcommittee|Panel|Department|Group|Corps|Bureau|Service|Administration|Institute|Corporation|Authority|Cabinet",
    "Initiative|Team|Foundation|Fund",
)
_COMPOUNDS = one_of(
    "(?:Under|Assistant|Deputy) Secretary|(?:Executive|Deputy) Director|Executive Agent|Surgeon General|Vice Chair",
    "Working Group|Steering Committee|Advisory (?:Committee|Council|Board)|Interagency Task Force",
)
# What only a longer name ends in or has in it: "Chief Data Officer", "Joint Staff".
_PARTS_OF_NAMES = (
    "Under Secretary|Vice Chair|Co-Chairs?|Deputy|Counsel|General|Ambassador|Envoy|Agent|Chief|Marshal|Inspector",
    "Librarian|Members?|Official|Czar|Registrar|Superintendent|Staff|Prosecutor|Attorney|Manager|Leads?",
    "Program|Trustees|Governors|Partnership|Laboratory|Endowment|Designated|Network|Consortium|Roundtable",
)
_HEAD_WORD = one_of(
    f"(?:{_OFFICIALS}|{_BODIES})s?|(?:Secretar|Agenc)(?:y|ies)", _LONE_OFFICIALS, _LONE_BODIES, *_PARTS_OF_NAMES
)
HEAD_WORD = re.compile(rf"\b{_HEAD_WORD}\b")
"""A word that makes a capitalised name that of an office."""
ANOTHER_OFFICE = re.compile(rf"(?:the |each )?{HEAD_WORD.pattern}")

_BARE_TITLE = one_of(_COMPOUNDS, "Secretary|Agency", _OFFICIALS, _LONE_OFFICIALS, _BODIES, _LONE_BODIES)
BARE_TITLE = re.compile(rf"{_BARE_TITLE}\b(?![ -](?:General|of\b|for\b))")
PLURALS = {
    "Secretaries": "Secretary",
    "Directors": "Director",
    "Administrators": "Administrator",
    "Commissioners": "Commissioner",
    "Departments": "Department",
    "Chairs": "Chair",
}
BARE_PLURAL = re.compile(rf"{one_of(*PLURALS, 'Co-Chairs')}\b(?! of\b)")
# "Secretaries of State, the Treasury, and Commerce"
PLURAL_TITLE = re.compile(rf"(?P<title>{one_of(*PLURALS)}) of (?=(?:the )?[A-Z])")

_BODY_NAME = re.compile(r"\b(?:Council|(?:Subc|C)ommittee|Commission|Board|Task Force|Group|Panel|Cabinet|Team)$")
_OF_OFFICIALS = re.compile(r"\b(?:of|Secretary|Director|Administrator|Chair\w*)\b")


def is_body_name(name: str) -> bool:
    """Whether a name is that of a body of which there is but one; "Chair of the Council" is an official's."""
    before, _, last = name.rpartition(" ")
    if not _BODY_NAME.search(name):
        return False
    return last not in {"Council", "Board", "Commission", "Committee"} or not _OF_OFFICIALS.search(before)


_DETERMINERS = one_of(
    "the|each of|each|every|both|either|any|all(?: of)?|an?|two|three|other|another",
    "its|their|his|her|such|that|this|said|then|new|current|appropriate|relevant|respective",
)
DETERMINERS = re.compile(rf"(?:{_DETERMINERS}\s+){{0,8}}", re.IGNORECASE)
"""It matches nothing, too."""

# "the heads of all relevant executive departments and agencies": whatever stands before "agencies" says which of them.
_WHICH_AGENCIES = one_of(
    "(?i:the|each|all|any|every|no|other|another|such|an?|its|their|those|these|both|of|and|or|lead|member|individual)",
    "(?i:appropriate|relevant|applicable|respective|additional|responsible|principal|cabinet|civilian|non-defense)",
    "(?i:federal|executive|independent|regulatory|branch|mission|statistical|research|heads?|leaders?|departments?)",
    r"(?i:[a-z]{1,20}-[a-z]{1,20})",
    r"(?i:(?!(?:including|regarding|concerning|affecting|requiring|among|following)\b)[a-z-]{1,20}(?:ing|ed))",
)
_AGENCIES = one_of(
    r"(?:[Aa]genc(?:y|ies)|AGENC(?:Y|IES)|entit(?:y|ies) of the Federal Government)(?:[ -][Hh]eads?\b)?",
    "[Dd]epartment [Hh]eads?|[Ee]xecutive departments?|departments",
)
_AND_OTHERS = (
    r",? (?:and|or) (?:(?:executive|independent|other|the|heads?|of) ){0,5}"
    r"(?:agenc(?:y|ies)|bureaus|offices|establishments|departments)\b(?: heads?)?"
)
ALL_AGENCIES = re.compile(
    rf"(?:{_WHICH_AGENCIES}\s+){{0,14}}{_AGENCIES}\b(?:{_AND_OTHERS}){{0,4}}(?: and offices)?(?: heads?\b)?"
)
"""Agencies of the executive branch as a class."""
NAMED_CLASS = re.compile(r"[A-Za-z]+-[A-Za-z]+ [Aa]genc(?:y|ies)$")
"""A class that has a name of its own, "Sector-Specific Agencies"."""
OTHERS = re.compile(r"\b(?:State|Tribal|foreign|local|private|news|credit|rating|travel|adoption|placement)\b")
"""What makes agencies or officials those of somebody else."""

# "a senior official of each agency": officials who have no capital letters.
_LOWER_WORD = one_of(
    "officials?|officers?|heads?|[Mm]embers?|representatives?|[Cc]omponents|liaisons?|designees?|leaders|leads?",
    "managers|employees|personnel|councils?|(?:sub)?committees?|commissions?|task forces?|groups?|boards?|teams?",
    "panels?|offices?|bodies|body|authority|authorities|centers?|[Cc]hairs?|co-chairs|secretariat",
)
_A_WORD = r"[A-Za-z][\w’'-]{0,40}"
_ITS_AGENCY = (
    rf" (?:of|for|at|within|from|on|to) "
    rf"(?:(?:the|each|all|such|this|that|other|any|every|its|their|an?|relevant|appropriate) ){{0,5}}"
    rf"{_A_WORD}(?:(?: (?:and|of|for|the|other))? [A-Z][\w’'-]{{0,40}}){{0,12}}"
)
LOWER_OFFICIALS = re.compile(rf"(?:{_A_WORD} ){{0,7}}?{_LOWER_WORD}\b(?:{_ITS_AGENCY})?")
# A mention of officials begins with none of these.
_NO_OFFICIALS = one_of(
    "no|not|may|is|are|be|it|there|I|we|and|or|which|as|that|when|if|because|where|while|once|until|unless|consist",
    "within|following|in|on|for|with|to|by|of|under|after|before|during|through|at|upon|from|including|provided",
    "appoint|planned|certain",
)
NO_OFFICIALS = re.compile(rf"{_NO_OFFICIALS}\b", re.IGNORECASE)

CAPITALISED = re.compile(r"[A-Z][\w’'&/.+-]{0,60}")
CAPITAL = re.compile(r"(?<![\w’'])[A-Z]")
JOINT = re.compile(r" (?:(?:of the|for the|on the|to the|of|for|on|to|in|at|and)(?: |$))?")
"""What joins the words of a capitalised name."""
NO_NAME = re.compile(r"(?:Sec|Section|President|Congress|States)[,.]*(?![\w’'&/.+-])")
NO_OFFICE = re.compile(
    r"(?:My|Our|This|These) |(?:Executive|Presidential) (?:Order|Memorandum)|Act\b|(?:Program|Initiative)$"
    r"|.* (?:Act|Program|Initiative|Order|Policy|Directive|Plan|Report|Fund)$"
)
"""What a name is that has a head word and is none of an office: "Children’s Health Initiative"."""
# "Under Secretary of Commerce" goes on with "for Standards and Technology".
WITHIN_OFFICE = re.compile(
    r" for (?:the )?[A-Z][\w’'-]{0,40}"
    r"(?:(?:,? and| of|,)? (?:the )?(?!Secretary|Director|Attorney|Administrator)[A-Z][\w’'-]{0,40}){0,12}"
)
HEAD_OF = re.compile(r"(?:(?i:the )?(?i:heads?) of ){1,3}(?=[A-Za-z])")

DEFINITION = re.compile(
    r"\s*\((?:(?:hereinafter|hereafter|herein|collectively|individually|together|referred to|known|as"
    r"|each|the|an?|in this order|or|,)\s*){0,8}"
    r"(?:[“\"‘'](?P<quoted>[^”\"’]{2,60})[”\"’']"
    r"|(?P<bare>[A-Z][\w.&’/ -]{1,58}?|agenc(?:y|ies)|departments?))"
    r"(?:,? or (?:the |an? )?[“‘]?(?P<second>[A-Za-z][\w &-]{1,40})[”’]?)?\)"
)
"""What gives the office before it a shorter name: "(Secretary)", "(the “Council”)"."""
NO_TERM = re.compile(r"\d{4}|Act\b|Order\b|U\.S\.C")
TERM_ARTICLE = re.compile(r"(?:the|each an?|an?|each) ")
MEANS = re.compile(
    r"[“\"](?:the )?(?P<term>[A-Z][\w &’-]{1,50}),?[”\"]"
    r" (?:means|shall mean|refers to|shall refer to|is) (?=the |[A-Z])"
)
PARENTHESIS = re.compile(r"\s?\([^()]{0,200}\)")
ABBREVIATION = re.compile(r" \([A-Z]{2,8}\) (?=[A-Z]|of (?:the )?[A-Z]|for (?:the )?[A-Z])")
"""An abbreviation within a name: "Director of the Office (OFF) of Things"."""
OF_A_WHOLE = re.compile(r" of the (?:Department|Office|Agency|Bureau) of .*$")

_WHOSE = r"(?:his or her|his|her|its|their|the|an?|such)"
_DEPUTIES = r"(?:designees?|delegates?|representatives?)"
DESIGNEES = re.compile(rf",? \(?or {_WHOSE}?[^,.;()]{{0,50}}?{_DEPUTIES}\)?,?|’s designees?|\s\(or[^()]{{0,100}}\)")
"""What says that somebody may act for the office before it: it stays the office’s."""
# What belongs to an office is not the office; its designee acts for it.
POSSESSIVE = re.compile(r"[’']s\s(?!designee)|'\s")

SEPARATOR = re.compile(
    r"\s?(?:(?P<last>,? (?:and|or|and/or|as well as|along with|together with|and with)\s+"
    r"(?:with |also |then |of |by |for )?)|[,;] (?!and\b|or\b))"
)
"""What stands between two offices of a list; `last` before the last one."""
LIST_SEPARATOR = re.compile(r",? and |, ")
"""The same between the parts of "Secretaries of State, the Treasury, and Commerce"."""
BETWEEN = re.compile(rf"(?:\s?\([^()]*\))?{SEPARATOR.pattern}(?:the )?")
