"""The registry that comes with the package, and what a repository may add to it."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from eo_tracker.domain.agencies import Agency, AgencyFile, Registry, find_registry_faults
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.problems import Fault
from eo_tracker.repository.registry import built_in_registry
from tests.domain.builders import Data, make_registry, places, refusal, words

REGISTRY = built_in_registry()

DEPARTMENTS = {
    "USDA": "Department of Agriculture",
    "DOC": "Department of Commerce",
    "DOD": "Department of Defense",
    "ED": "Department of Education",
    "DOE": "Department of Energy",
    "HHS": "Department of Health and Human Services",
    "DHS": "Department of Homeland Security",
    "HUD": "Department of Housing and Urban Development",
    "DOI": "Department of the Interior",
    "DOJ": "Department of Justice",
    "DOL": "Department of Labor",
    "DOS": "Department of State",
    "DOT": "Department of Transportation",
    "TREAS": "Department of the Treasury",
    "VA": "Department of Veterans Affairs",
}
OFFICES_OF_THE_PRESIDENT = words(
    "OMB NSC HSC NEC DPC OSTP CEA CEQ ONDCP USTR ONCD OA OVP USDS WHCO NEDC NSTC PCAST PIAB"
)
KINDS = ["department", "eop", "independent", "component", "body"]
COMPONENTS = words("NIST CISA FBI ATF DEA CBP ICE FEMA FDA CDC NIH FAA NTIA BLM IRS OFAC")
INDEPENDENTS = words(
    "EPA GSA NASA NSF OPM SBA SSA USAID ODNI CIA NARA NRC FCC SEC FTC CFTC FDIC FRB FERC FHFA CFPB NLRB MSPB OSC OGE "
    "EEOC FLRA NTSB CPSC FEC EXIM DFC NCUA PBGC USPS TVA USITC USTDA USAGM CSOSA"
)


def of_kind(kind: str) -> list[Agency]:
    return [agency for agency in REGISTRY if agency.kind == kind]


def keys_of_kind(kind: str) -> set[str]:
    return {agency.key for agency in of_kind(kind)}


def test_the_fifteen_departments() -> None:
    assert {a.key: a.name for a in of_kind("department")} == DEPARTMENTS
    assert sum(len(of_kind(kind)) for kind in KINDS) == len(REGISTRY.agencies)


@pytest.mark.parametrize("key", sorted(DEPARTMENTS))
def test_a_department_has_its_codes_and_no_parent(key: str) -> None:
    agency = REGISTRY.agencies[key]
    assert agency.parent is None
    assert agency.cgac
    assert agency.fr_slug
    assert agency.fr_slug.endswith("-department")


def test_the_justice_department_is_as_the_public_json_shows_it() -> None:
    agency = REGISTRY.agencies["DOJ"]
    assert (agency.head, agency.cgac, agency.fr_slug) == ("Attorney General", "015", "justice-department")


def test_the_offices_of_the_president() -> None:
    assert set(OFFICES_OF_THE_PRESIDENT) <= keys_of_kind("eop")


def test_independent_agencies_and_components_are_many() -> None:
    assert set(INDEPENDENTS) <= keys_of_kind("independent")
    assert set(COMPONENTS) <= keys_of_kind("component")
    assert len(of_kind("independent")) >= 60
    assert len(of_kind("component")) >= 60


@pytest.mark.parametrize("kind", KINDS)
def test_every_agency_is_whole(kind: str) -> None:
    for agency in of_kind(kind):
        assert re.fullmatch(r"[A-Z][A-Za-z0-9-]{0,15}", agency.key)
        assert agency.officials
        assert agency.head == agency.officials[0]
        assert agency.parent is None or agency.parent in REGISTRY.agencies
        assert agency.kind != "component" or agency.parent
        assert all(name == " ".join(name.split()) for name in agency.names())
        assert len(set(agency.officials)) == len(agency.officials)


@pytest.mark.parametrize("kind", KINDS)
def test_no_agency_is_above_itself(kind: str) -> None:
    for agency in of_kind(kind):
        above, parent = [agency.key], agency.parent
        while parent:
            assert parent not in above
            above.append(parent)
            parent = REGISTRY.agencies[parent].parent


@pytest.mark.parametrize("kind", KINDS)
def test_everything_an_agency_is_called_finds_it(kind: str) -> None:
    for agency in of_kind(kind):
        for name in agency.names():
            assert REGISTRY.find(name) is agency
            assert REGISTRY.find(name.upper()) is agency
            assert REGISTRY.find(name.lower()) is agency
            assert REGISTRY.find(f"the {name}") is agency


def test_every_name_stands_for_one_agency() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for agency in REGISTRY:
        for name in agency.names():
            owners[name.casefold()].add(agency.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}
    assert "agencies" not in owners


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Director of the Office of Management and Budget", "OMB"),
        ("Assistant to the President for National Security Affairs", "NSC"),
        ("Administrator of General Services", "GSA"),
        ("Attorney General", "DOJ"),
        ("the Attorney General", "DOJ"),
        ("The Attorney  General", "DOJ"),
        ("Secretary of Defense", "DOD"),
        ("Secretary of War", "DOD"),
        ("Department of War", "DOD"),
        ("Secretary of Homeland Security", "DHS"),
        ("Secretary of State", "DOS"),
        ("Secretary of the Treasury", "TREAS"),
        ("Secretary of the Interior", "DOI"),
        ("Secretary of Commerce", "DOC"),
        ("Secretary of Energy", "DOE"),
        ("Secretary of Health and Human Services", "HHS"),
        ("Secretary of Veterans Affairs", "VA"),
        ("Director of National Intelligence", "ODNI"),
        ("Director of the Central Intelligence Agency", "CIA"),
        ("Director of the Office of Personnel Management", "OPM"),
        ("Director of the Office of Science and Technology Policy", "OSTP"),
        ("Assistant to the President for Economic Policy", "NEC"),
        ("Assistant to the President for Domestic Policy", "DPC"),
        ("National Cyber Director", "ONCD"),
        ("United States Trade Representative", "USTR"),
        ("Administrator of the Environmental Protection Agency", "EPA"),
        ("Administrator of the Small Business Administration", "SBA"),
        ("Commissioner of Social Security", "SSA"),
        ("Archivist of the United States", "NARA"),
        ("Counsel to the President", "WHCO"),
        ("Director of the Federal Bureau of Investigation", "FBI"),
        ("Commissioner of Food and Drugs", "FDA"),
        ("Commissioner of Internal Revenue", "IRS"),
        ("Director of the National Institute of Standards and Technology", "NIST"),
        ("Director of the Cybersecurity and Infrastructure Security Agency", "CISA"),
        ("Administrator of the Federal Aviation Administration", "FAA"),
        ("Administrator of the Federal Emergency Management Agency", "FEMA"),
    ],
)
def test_titles_as_orders_write_them(title: str, key: str) -> None:
    assert REGISTRY.find(title).key == key


def test_a_name_that_changed_has_its_day() -> None:
    [alias] = [a for a in REGISTRY.agencies["DOD"].aliases if a.name == "Department of War"]
    assert str(alias.since) == "2025-09-05"


@pytest.mark.parametrize("typed", ["  the Attorney General ", " Department of Justice", "DOJ "])
def test_space_around_a_name_does_not_matter(typed: str) -> None:
    assert REGISTRY.find(typed).key == "DOJ"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Department of Justce", 'did you mean "Department of Justice"?'),
        ("NISTT", 'did you mean "NIST"?'),
        ("qqqqqqqqqqqq", "`eo-tracker agencies` lists them"),
    ],
)
def test_an_unknown_agency_is_told_with_the_nearest(typed: str, hint: str) -> None:
    with pytest.raises(UnknownReference) as caught:
        REGISTRY.find(typed)
    assert (str(caught.value), caught.value.hint) == (f'no agency is called "{typed}"', hint)


def test_a_hint_turns_a_name_into_its_key() -> None:
    assert REGISTRY.hint("doj") == 'write its key, "DOJ"'
    assert REGISTRY.hint("Attorney General") == 'write its key, "DOJ"'
    assert REGISTRY.hint("qqqqqqqqqqqq") == ""


def test_all_agencies_is_a_key_and_no_agency() -> None:
    assert "agencies" in REGISTRY
    assert "agencies" not in REGISTRY.agencies
    assert REGISTRY.named("agencies") is None
    assert REGISTRY.name("agencies") == "all agencies"


def test_keys_are_known_as_they_are_written() -> None:
    assert "DOJ" in REGISTRY
    assert "doj" not in REGISTRY
    assert None not in REGISTRY
    assert REGISTRY.name("DOJ") == "Department of Justice"
    assert REGISTRY.name("NOPE") == "NOPE"


@pytest.mark.parametrize(
    "key", ["doj", "", "D OJ", "1DOJ", "-DOJ", "DOJ/X", "../DOJ", "A" * 17, "all agencies", "DOJ\n"]
)
def test_what_is_no_key(key: str) -> None:
    assert refusal(Agency, {"key": key, "name": "x"})[0] == "string_pattern_mismatch"


@pytest.mark.parametrize("key", ["DOJ", "A", "PEACE-CORPS", "NSpC", "COVID19", "A" * 16])
def test_what_is_a_key(key: str) -> None:
    assert Agency.model_validate({"key": key, "name": "x"}).head == ""


def added(*agencies: Data) -> AgencyFile:
    return AgencyFile.model_validate({"agencies": list(agencies)})


def test_a_repository_adds_agencies() -> None:
    extended = make_registry().extended(added({"key": "HSTF", "name": "Homeland Security Task Forces"}))
    assert extended.find("homeland security task forces").key == "HSTF"
    assert extended.find("Attorney General").key == "DOJ"
    assert "HSTF" not in make_registry()


def test_a_known_key_is_overridden_in_what_is_given_and_in_nothing_else() -> None:
    liaison = {"name": "A Liaison", "email": "liaison@example.gov"}
    extended = REGISTRY.extended(added({"key": "DOJ", "name": "Justice Department", "liaisons": [liaison]}))
    agency = extended.agencies["DOJ"]
    assert (agency.name, agency.head, agency.cgac, agency.kind) == (
        "Justice Department",
        "Attorney General",
        "015",
        "department",
    )
    assert agency.liaisons[0].email == "liaison@example.gov"
    assert REGISTRY.agencies["DOJ"].name == "Department of Justice"
    assert len(extended.agencies) == len(REGISTRY.agencies)


def faults(*agencies: Data) -> list[Fault]:
    file = added(*agencies)
    return list(find_registry_faults(file, make_registry().extended(file)))


@pytest.mark.parametrize(
    "agency",
    [
        {"key": "HSTF", "name": "Homeland Security Task Forces", "parent": "DHS"},
        {"key": "DOJ", "name": "Department of Justice"},
        {"key": "DOJ", "name": "Justice Department", "officials": ["Attorney General"]},
        {"key": "X", "name": "X"},
    ],
)
def test_what_a_repository_may_add(agency: Data) -> None:
    assert faults(agency) == []


@pytest.mark.parametrize(
    ("agencies", "code", "at", "message"),
    [
        (
            [{"key": "agencies", "name": "All"}],
            "EO219",
            ("agencies", 0, "key"),
            'the key "agencies" stands for all agencies and cannot be given',
        ),
        (
            [{"key": "AA", "name": "A"}, {"key": "AA", "name": "B"}],
            "EO210",
            ("agencies", 1, "key"),
            "AA stands twice in this file",
        ),
        (
            [{"key": "AA", "name": "A", "parent": "DOX"}],
            "EO208",
            ("agencies", 0, "parent"),
            'the parent "DOX" is unknown',
        ),
        (
            [{"key": "AA", "name": "department of justice"}],
            "EO219",
            ("agencies", 0, "name"),
            '"department of justice" already stands for DOJ',
        ),
        (
            [{"key": "AA", "name": "A", "officials": ["Attorney General"]}],
            "EO219",
            ("agencies", 0, "officials", 0),
            '"Attorney General" already stands for DOJ',
        ),
        (
            [{"key": "AA", "name": "A", "aliases": [{"name": "OMB"}]}],
            "EO219",
            ("agencies", 0, "aliases", 0, "name"),
            '"OMB" already stands for OMB',
        ),
    ],
)
def test_what_a_repository_may_not_add(
    agencies: list[Data], code: str, at: tuple[str | int, ...], message: str
) -> None:
    [fault] = faults(*agencies)
    assert (places([fault]), fault.message) == ([(code, at)], message)


def test_two_new_agencies_may_not_share_a_name() -> None:
    found = faults({"key": "AA", "name": "A Council"}, {"key": "BB", "name": "B", "officials": ["A Council"]})
    assert places(found) == [("EO219", ("agencies", 1, "officials", 0))]


def test_a_parent_has_a_hint() -> None:
    [fault] = faults({"key": "AA", "name": "A", "parent": "DOX"})
    assert fault.hint.startswith('did you mean "DO')
    [fault] = faults({"key": "AA", "name": "A", "parent": "agencies"})
    assert fault.code == "EO208"


def test_the_packages_own_registry_has_no_fault() -> None:
    assert not list(find_registry_faults(AgencyFile(agencies=tuple(REGISTRY)), Registry(REGISTRY.agencies)))
