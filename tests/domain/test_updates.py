"""Updates: the rules of a good record, each with the field that is at fault, and what an update leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eo_tracker.domain.consistency import find_record_faults
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.records import Acknowledgement, Evidence, Extension, Hold, Record, Verification
from eo_tracker.domain.updates import Lift, RefusedUpdate, Update, make_evidence, make_hold, read_status
from eo_tracker.domain.updating import apply_update, find_liaison_agency, list_next_statuses
from eo_tracker.domain.values import file_form
from eo_tracker.domain.words import Status
from tests.domain.builders import Data, day, make_dataset, make_directive, make_items, make_order, make_registry

TODAY = day("2025-06-30")
RELEASE = Evidence(reference="DOJ release 25-118")
PAGE = Evidence(url="https://example.gov/report", date=day("2025-06-18"))
DONE: Data = {"status": "completed", "completed": "2025-06-20", "evidence": [{"reference": "DOJ release 25-118"}]}
HELD: Data = {"court": "D.D.C.", "docket": "1:25-cv-00001", "since": "2025-06-01"}
EVERY: Data = {"every": "1 month", "by": "2025-05-31"}
AFTER_EVENT: Data = {"within": "45 days", "of": "event", "event": "enactment"}


def make_tracker(record: Data | None = None, provision: str = "3.b", **keys: Any) -> tuple[Duty, Dataset]:
    """Make a directive, Sec. 3(b), and what it stands in, with a record of it or of one of its items."""
    order = make_order(make_directive(**keys), bodies=[{"key": "TF", "name": "Task Force"}])
    dataset = make_dataset(order, **({provision: record} if record else {}))
    return dataset.duties_by_id[f"eo-14288/{provision}"], dataset


def update(record: Data | None = None, keys: Data | None = None, today: date = TODAY, **said: Any) -> Data:
    """Return what the record's file says after an update of a directive, for which `keys` may be given."""
    duty, dataset = make_tracker(record, **(keys or {}))
    return file_form(apply_update(Update(**said), duty, dataset, today))


def refuse(record: Data | None = None, keys: Data | None = None, **said: Any) -> tuple[str, str, str]:
    """Return the field, the sentence and the hint with which an update is refused."""
    with pytest.raises(RefusedUpdate) as caught:
        update(record, keys, **said)
    return caught.value.field, str(caught.value), caught.value.hint


# What is recorded


def test_what_is_said_is_recorded_for_today() -> None:
    assert update(status="in_progress", note="Under way") == {
        "status": "in_progress",
        "as_of": TODAY,
        "note": "Under way",
    }


def test_a_completion_is_recorded_with_what_shows_it() -> None:
    said = update(status="completed", completed=day("2025-06-20"), evidence=(RELEASE,), reported_by="Attorney General")
    assert said == {
        "status": "completed",
        "as_of": TODAY,
        "reported_by": "DOJ",
        "completed": day("2025-06-20"),
        "evidence": ({"reference": "DOJ release 25-118"},),
    }


def test_a_day_of_completion_alone_completes() -> None:
    said = update({"status": "in_progress"}, completed=day("2025-06-20"), without_evidence="It was told by telephone")
    assert (said["status"], said["without_evidence"]) == ("completed", "It was told by telephone")


def test_a_reporter_may_vouch_for_another_day() -> None:
    assert update(status="in_progress", as_of=day("2025-06-27"))["as_of"] == day("2025-06-27")
    assert update({"status": "in_progress", "as_of": "2025-06-01"}, as_of=day("2025-06-27")) == {
        "status": "in_progress",
        "as_of": day("2025-06-27"),
    }


@pytest.mark.parametrize(
    "said",
    [
        {"verification": Verification(state="verified", by="OMB")},
        {"hold": Hold.model_validate(HELD)},
        {"acknowledged": Acknowledgement(reason="Waiting", until=day("2025-07-31"))},
    ],
    ids=lambda said: next(iter(said)),
)
def test_what_others_than_the_reporter_say_vouches_for_nothing(said: Data) -> None:
    assert update({"status": "in_progress", "as_of": "2025-06-01"}, **said)["as_of"] == day("2025-06-01")


def test_an_update_that_says_nothing_changes_nothing() -> None:
    assert Update().says_nothing
    assert update(DONE) == {**DONE, "completed": day("2025-06-20"), "evidence": tuple(DONE["evidence"])}


@pytest.mark.parametrize("said", [{"note": "x"}, {"as_of": TODAY}, {"evidence": (RELEASE,)}, {"lift": Lift(TODAY)}])
def test_an_update_says_something(said: Data) -> None:
    assert not Update(**said).says_nothing


# Completion


def test_completed_needs_its_day() -> None:
    assert refuse(status="completed", evidence=(RELEASE,)) == (
        "completed",
        "completed needs the day of completion",
        "say on which day it was completed",
    )


def test_completed_needs_evidence_or_a_reason_why_there_is_none() -> None:
    field, message, _ = refuse(status="completed", completed=TODAY)
    assert (field, message) == ("evidence", "completed needs at least one piece of evidence")
    assert update(status="completed", completed=TODAY, without_evidence="Classified")["without_evidence"]
    assert update({"evidence": [{"reference": "DOJ 1"}]}, status="completed", completed=TODAY)["evidence"]


@pytest.mark.parametrize("record", [None, {"status": "in_progress"}])
def test_evidence_and_a_reason_why_there_is_none_contradict_each_other(record: Data | None) -> None:
    field, message, _ = refuse(record, note="x", evidence=(RELEASE,), without_evidence="None")
    assert (field, message) == ("without_evidence", "evidence is given, and a reason why there is none")
    assert refuse(completed=TODAY, evidence=(RELEASE,), without_evidence="None")[0] == "without_evidence"


def test_a_record_with_evidence_needs_no_reason_why_there_is_none() -> None:
    field, message, _ = refuse(DONE, without_evidence="None")
    assert (field, message) == ("without_evidence", "the record has evidence already")


def test_evidence_takes_the_place_of_the_reason_why_there_was_none() -> None:
    record = {"status": "completed", "completed": "2025-06-20", "without_evidence": "Not yet published"}
    said = update(record, evidence=(PAGE,))
    assert "without_evidence" not in said
    assert said["evidence"] == ({"url": "https://example.gov/report", "date": day("2025-06-18")},)


def test_evidence_is_added_once() -> None:
    assert len(update(DONE, evidence=(PAGE, PAGE))["evidence"]) == 3
    assert len(update(DONE, evidence=(RELEASE,))["evidence"]) == 1


def test_a_day_of_completion_does_not_go_with_another_status() -> None:
    field, message, _ = refuse(status="in_progress", completed=TODAY)
    assert (field, message) == ("completed", "a day of completion does not go with in progress")


def test_other_things_can_be_said_of_a_completion_that_shows_no_evidence() -> None:
    old = {"status": "completed", "completed": "2025-06-20"}
    assert update(old, note="The report is long")["note"] == "The report is long"
    assert update(old, verification=Verification(state="disputed", by="GAO"))["verification"]["state"] == "disputed"
    assert refuse(old, status="completed")[0] == "evidence"


def test_the_day_of_a_completion_can_be_corrected() -> None:
    said = update({**DONE, "verification": {"state": "verified"}}, completed=day("2025-06-19"))
    assert said["completed"] == day("2025-06-19")
    assert "verification" not in said


# Days


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"status": "completed", "completed": day("2025-07-01"), "evidence": (RELEASE,)}, "completed"),
        ({"status": "in_progress", "as_of": day("2025-07-01")}, "as_of"),
        ({"event_date": day("2025-07-01")}, "event_date"),
        ({"lift": Lift(day("2025-07-01"))}, "lifted"),
        ({"hold": Hold(court="D.D.C.", docket="1", since=day("2025-07-01"))}, "since"),
        ({"evidence": (Evidence(reference="DOJ 1", date=day("2025-07-01")),)}, "evidence_date"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_happened_has_not_happened_after_today(said: Data, field: str) -> None:
    found, message, hint = refuse({"holds": [HELD]}, {"deadline": AFTER_EVENT}, **said)
    assert found == field
    assert message.endswith("2025-07-01, which is after today, 2025-06-30")
    assert hint == "check the month and the year"


@pytest.mark.parametrize(
    "said", [{"completed": day("2025-04-27"), "evidence": (RELEASE,)}, {"as_of": day("2024-06-30")}]
)
def test_nothing_is_completed_or_vouched_for_before_the_order_was_signed(said: Data) -> None:
    field, message, _ = refuse(**said)
    assert field == next(iter(said))
    assert message.endswith("before EO 14288 was signed on 2025-04-28")


def test_the_day_of_signing_and_today_will_do() -> None:
    for good in (day("2025-04-28"), TODAY):
        assert update(completed=good, evidence=(RELEASE,))["completed"] == good


def test_a_completion_is_not_vouched_for_before_it() -> None:
    message = "completed on 2025-06-20 cannot be vouched for as of 2025-06-19, before it"
    early = day("2025-06-19")
    assert refuse(completed=day("2025-06-20"), evidence=(RELEASE,), as_of=early)[:2] == ("as_of", message)
    assert refuse(DONE, note="x", as_of=early)[:2] == ("as_of", message)
    assert update(DONE, status="in_progress", note="Not yet", as_of=early)["as_of"] == early


# Status


def test_not_reported_cannot_be_reported() -> None:
    field, message, hint = refuse(DONE, status="not_reported")
    assert (field, message) == ("status", '"not_reported" is nothing that can be reported')
    assert "eo-tracker undo" in hint


@pytest.mark.parametrize("becomes", ["in_progress", "not_started"])
def test_going_back_from_completed_needs_a_note(becomes: Status) -> None:
    words = becomes.replace("_", " ")
    field, message, _ = refuse({**DONE, "note": "All done"}, status=becomes)
    assert (field, message) == ("note", f"going back from completed to {words} needs a note")
    said = update({**DONE, "without_evidence": "None"}, status=becomes, note="It was another report")
    assert said["status"] == becomes
    assert said.keys().isdisjoint({"completed", "without_evidence"})
    assert said["evidence"] == tuple(DONE["evidence"])


@pytest.mark.parametrize("becomes", ["not_applicable", "not_pursued"])
def test_what_ends_without_completion_needs_a_note(becomes: Status) -> None:
    field, message, _ = refuse({"status": "in_progress", "note": "Under way"}, status=becomes)
    assert (field, message) == ("note", f"{becomes.replace('_', ' ')} needs a note")
    assert update(status=becomes, note="Repealed")["status"] == becomes
    assert update({"status": becomes}, status=becomes)["status"] == becomes


def test_a_new_status_drops_what_others_confirmed_of_the_old() -> None:
    record = {"status": "in_progress", "verification": {"state": "verified", "by": "OMB"}}
    assert "verification" not in update(record, status="completed", completed=TODAY, evidence=(RELEASE,))
    assert update(record, status="in_progress", note="Still")["verification"] == record["verification"]


@pytest.mark.parametrize("status", get_args(Status))
def test_a_status_is_read_as_people_write_it(status: Status) -> None:
    words = status.split("_")
    assert {read_status(mark.join(words)) for mark in ("_", "-", " ", "  ")} == {status}
    assert read_status(f" {' '.join(words).capitalize()} ") == status


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("complete", 'did you mean "completed"?'),
        ("not reportd", 'did you mean "not_reported"?'),
        ("zzz", "one of not_started, in_progress, completed, not_applicable, not_pursued"),
    ],
)
def test_what_is_no_status_is_refused(typed: str, hint: str) -> None:
    with pytest.raises(RefusedUpdate) as caught:
        read_status(typed)
    assert (caught.value.field, str(caught.value), caught.value.hint) == ("status", f'"{typed}" is no status', hint)


@pytest.mark.parametrize("status", get_args(Status))
def test_after_each_status_one_that_can_be_reported_is_likely(status: Status) -> None:
    following = list_next_statuses(status)
    assert following
    assert "not_reported" not in following
    assert len(set(following)) == len(following)


# Reporters


@pytest.mark.parametrize("typed", ["DOJ", "doj", "Attorney General", "the Department of Justice"])
def test_a_reporter_is_an_agency_as_it_is_called(typed: str) -> None:
    assert update(status="in_progress", reported_by=typed)["reported_by"] == "DOJ"


def test_a_reporter_may_be_a_body_of_the_order() -> None:
    assert update(status="in_progress", reported_by="task force")["reported_by"] == "TF"


@pytest.mark.parametrize("typed", ["DOJJ", "agencies", ""])
def test_a_reporter_that_nobody_knows_is_refused(typed: str) -> None:
    field, message, hint = refuse(status="in_progress", reported_by=typed)
    assert (field, message) == ("reported_by", f'no agency is called "{typed}"')
    assert hint


def test_each_lead_of_a_joint_directive_stays_named() -> None:
    joint = {"lead": ["DOJ", "DHS"]}
    first = update(keys=joint, status="in_progress", reported_by="DHS")
    assert first["reported_by"] == "DHS"
    assert update({**first, "as_of": "2025-06-01"}, joint, note="x", reported_by="DOJ")["reported_by"] == ["DHS", "DOJ"]
    both = {"status": "in_progress", "reported_by": ["DHS", "DOJ"]}
    assert update(both, joint, note="x", reported_by="DHS")["reported_by"] == ["DHS", "DOJ"]
    assert update(both, joint, note="x")["reported_by"] == ["DHS", "DOJ"]


def test_of_one_lead_the_last_who_reported_is_named() -> None:
    record = {"status": "in_progress", "reported_by": "OMB"}
    assert update(record, note="x", reported_by="DOJ")["reported_by"] == "DOJ"
    assert update(record, {"lead": ["DOJ", "agencies"]}, note="x", reported_by="DOJ")["reported_by"] == "DOJ"


def test_leads_are_joint_by_the_agencies_that_an_order_names() -> None:
    assert make_tracker(lead=["DOJ", "DHS"])[0].named_leads == ("DOJ", "DHS")
    assert make_tracker(lead=["DOJ", "agencies"])[0].named_leads == ("DOJ",)
    item = make_tracker({}, "3.b.i", lead=["DOJ", "DHS"], items=make_items("3.b.i"))[0]
    assert item.named_leads == ("DOJ", "DHS")
    own = make_tracker({}, "3.b.i", lead=["DOJ", "DHS"], items=[{"id": "3.b.i", "lead": ["DOJ"]}])[0]
    assert own.named_leads == ("DOJ",)


def test_a_liaison_reports_for_the_lead_agency_that_lists_them() -> None:
    duty, dataset = make_tracker(lead=["DOJ", "DHS"])
    people = [{"name": "Ann", "email": "ann@example.gov"}]
    registry = make_registry({"key": "DHS", "name": "Department of Homeland Security", "liaisons": people})
    dataset = replace(dataset, registry=registry)
    assert find_liaison_agency("ann@example.gov", duty, dataset) == "DHS"
    assert find_liaison_agency("Ann@Example.gov", duty, dataset) == "DHS"
    assert find_liaison_agency("bob@example.gov", duty, dataset) is None
    assert find_liaison_agency("ann@example.gov", make_tracker(lead=["DOJ"])[0], dataset) is None


# Verification


def test_somebody_else_verifies_what_is_reported() -> None:
    given_by = Verification(state="verified", by="Inspector General", date=TODAY)
    said = update({**DONE, "reported_by": "DOJ"}, verification=given_by)
    assert said["verification"] == {"state": "verified", "by": "Inspector General", "date": TODAY}


@pytest.mark.parametrize("by", ["DOJ", "attorney general"])
def test_who_reported_does_not_verify(by: str) -> None:
    field, message, _ = refuse(
        {**DONE, "reported_by": ["DHS", "DOJ"]}, verification=Verification(state="verified", by=by)
    )
    assert (field, message) == ("by", "DOJ reported it, and somebody else says whether it is so")
    assert refuse(DONE, verification=Verification(state="verified", by=by), reported_by="DOJ")[0] == "by"


def test_nothing_that_is_not_reported_is_verified() -> None:
    field, message, _ = refuse(verification=Verification(state="disputed", by="GAO"))
    assert (field, message) == ("verification", "nothing is reported of eo-14288/3.b that could be disputed")


def test_an_occurrence_that_is_reported_can_be_verified() -> None:
    record = {"occurrences": [{"due": "2025-05-31", "completed": "2025-05-30"}]}
    said = update(record, {"deadline": EVERY}, verification=Verification(state="verified", by="OMB"))
    assert said["verification"]["by"] == "OMB"


# Holds


def test_a_hold_is_set_beside_others() -> None:
    said = update({"holds": [HELD]}, hold=make_hold("9th Cir.", "25-1", day("2025-06-02"), "Sec. 3(b) only"))
    assert [h["docket"] for h in said["holds"]] == ["1:25-cv-00001", "25-1"]
    assert said["holds"][1] == {
        "court": "9th Cir.",
        "docket": "25-1",
        "since": day("2025-06-02"),
        "scope": "Sec. 3(b) only",
    }


@pytest.mark.parametrize(
    ("court", "docket", "field"), [(None, "1", "court"), ("D.D.C.", None, "docket"), ("", "", "court")]
)
def test_a_hold_needs_court_and_docket(court: str | None, docket: str | None, field: str) -> None:
    with pytest.raises(RefusedUpdate, match="a hold needs its court and its docket") as caught:
        make_hold(court, docket)
    assert caught.value.field == field


def test_a_hold_that_stands_is_not_set_again() -> None:
    again = make_hold("D.D.C.", "1:25-cv-00001")
    field, message, _ = refuse({"holds": [HELD]}, hold=again)
    assert (field, message) == ("docket", "eo-14288/3.b is already held by D.D.C., 1:25-cv-00001")
    assert len(update({"holds": [{**HELD, "lifted": "2025-06-10"}]}, hold=again)["holds"]) == 2


def test_a_hold_is_lifted() -> None:
    said = update({"holds": [HELD]}, lift=Lift(day("2025-06-10")))
    assert said["holds"] == ({**HELD, "since": day("2025-06-01"), "lifted": day("2025-06-10")},)


def test_of_several_holds_one_is_named() -> None:
    two = {"holds": [HELD, {"court": "9th Cir.", "docket": "25-1"}]}
    field, message, hint = refuse(two, lift=Lift(TODAY))
    assert (field, message) == ("docket", "2 holds stand on eo-14288/3.b: say which is lifted")
    assert hint == "the dockets here: 1:25-cv-00001, 25-1"
    assert [h.get("lifted") for h in update(two, lift=Lift(TODAY, "25-1"))["holds"]] == [None, TODAY]
    field, message, _ = refuse(two, lift=Lift(TODAY, "25-2"))
    assert (field, message) == ("docket", 'no hold with the docket "25-2" stands on eo-14288/3.b')


@pytest.mark.parametrize("holds", [[], [{**HELD, "lifted": "2025-06-10"}]])
def test_no_hold_can_be_lifted_where_none_stands(holds: list[Data]) -> None:
    assert refuse({"holds": holds}, lift=Lift(TODAY))[:2] == ("lift", "no hold stands on eo-14288/3.b")


def test_a_hold_is_not_lifted_before_it_began() -> None:
    field, message, _ = refuse({"holds": [HELD]}, lift=Lift(day("2025-05-31")))
    assert (field, message) == ("lifted", "lifted on 2025-05-31, before the hold began on 2025-06-01")


# Extensions and acknowledgements


def test_an_extension_grants_a_later_day() -> None:
    granted = Extension(to=day("2025-07-31"), authority="OMB", date=TODAY)
    said = update(keys={"deadline": {"within": "60 days"}}, extension=granted)
    assert said == {"extension": {"to": day("2025-07-31"), "authority": "OMB", "date": TODAY}}


@pytest.mark.parametrize("to", ["2025-06-27", "2025-06-01"])
def test_an_extension_to_no_later_day_is_refused(to: str) -> None:
    said = Extension(to=day(to), authority="OMB")
    field, message, _ = refuse(keys={"deadline": {"within": "60 days"}}, extension=said)
    assert (field, message) == ("extension", f"{to} is no later than the order's own day, 2025-06-27")
    named = Extension(to=day(to), due=day("2025-06-27"), authority="OMB")
    assert refuse(keys={"deadline": {"within": "60 days"}}, extension=named)[0] == "extension"


@pytest.mark.parametrize("deadline", [(), {"immediately": "true"}, AFTER_EVENT])
def test_what_has_no_due_day_is_not_extended(deadline: Any) -> None:
    field, message, _ = refuse(keys={"deadline": deadline}, extension=Extension(to=day("2025-07-31"), authority="OMB"))
    assert (field, message) == ("extension", "eo-14288/3.b has no due day that could be extended")


def test_an_extension_of_a_day_that_is_no_due_day_is_refused() -> None:
    said = Extension(to=day("2025-07-31"), due=day("2025-06-26"), authority="OMB")
    field, message, _ = refuse(keys={"deadline": {"within": "60 days"}}, extension=said)
    assert (field, message) == ("extension", "eo-14288/3.b does not fall due on 2025-06-26")


def test_a_missed_deadline_is_acknowledged() -> None:
    said = update(acknowledged=Acknowledgement(reason="Waiting for funds", until=day("2025-07-31"), date=TODAY))
    assert said == {"acknowledged": {"reason": "Waiting for funds", "until": day("2025-07-31"), "date": TODAY}}


def test_an_acknowledgement_does_not_end_before_it_begins() -> None:
    past = Acknowledgement(reason="Waiting", until=day("2025-06-29"), date=TODAY)
    assert refuse(acknowledged=past)[:2] == ("until", "acknowledged until 2025-06-29, which is before 2025-06-30")


# Occurrences


def test_an_occurrence_is_completed() -> None:
    record = {"status": "in_progress", "occurrences": [{"due": "2025-06-30", "note": "Soon"}]}
    said = update(
        record, {"deadline": EVERY}, occurrence=day("2025-05-31"), completed=day("2025-05-30"), evidence=(RELEASE,)
    )
    assert said["occurrences"] == (
        {"due": day("2025-05-31"), "completed": day("2025-05-30"), "evidence": (file_form(RELEASE),)},
        {"due": day("2025-06-30"), "note": "Soon"},
    )
    assert (said["status"], said["as_of"]) == ("in_progress", TODAY)
    assert said.keys().isdisjoint({"completed", "evidence"})


def test_of_an_occurrence_more_can_be_said() -> None:
    record = {"occurrences": [{"due": "2025-05-31", "completed": "2025-05-30", "without_evidence": "Not published"}]}
    said = update(record, {"deadline": EVERY}, occurrence=day("2025-05-31"), note="Short", evidence=(RELEASE,))
    [occurrence] = said["occurrences"]
    assert occurrence == {
        "due": day("2025-05-31"),
        "completed": day("2025-05-30"),
        "note": "Short",
        "evidence": (file_form(RELEASE),),
    }


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"status": "completed"}, "completed"),
        ({"completed": TODAY}, "evidence"),
        ({"status": "in_progress"}, "status"),
        ({}, "occurrence"),
    ],
)
def test_an_occurrence_keeps_the_rules_of_a_completion(said: Data, field: str) -> None:
    assert refuse(keys={"deadline": EVERY}, occurrence=day("2025-05-31"), **said)[0] == field


def test_what_falls_due_once_has_no_occurrences() -> None:
    field, message, _ = refuse(keys={"deadline": {"within": "60 days"}}, occurrence=day("2025-06-27"), note="x")
    assert (field, message) == ("occurrence", "eo-14288/3.b falls due once and has no occurrences")


def test_an_occurrence_on_another_day_is_refused() -> None:
    field, message, hint = refuse(keys={"deadline": EVERY}, occurrence=day("2025-06-01"), note="x")
    assert (field, message) == ("occurrence", "eo-14288/3.b does not fall due on 2025-06-01")
    assert hint == "the nearest due day is 2025-05-31"


def test_what_recurs_is_not_completed_as_a_whole() -> None:
    said: Data = {"status": "completed", "completed": TODAY, "evidence": (RELEASE,)}
    field, message, hint = refuse(keys={"deadline": EVERY}, **said)
    assert (field, message) == (
        "occurrence",
        "eo-14288/3.b falls due again and again: say which occurrence is completed",
    )
    assert hint == "the first that is open is due 2025-05-31"
    waiting = {"every": "1 year", "of": "event", "event": "enactment"}
    assert refuse(keys={"deadline": waiting}, **said)[2] == "name it by its due day"
    assert update(keys={"deadline": EVERY}, status="in_progress")["status"] == "in_progress"


def test_several_deadlines_that_do_not_recur_can_be_completed_as_a_whole() -> None:
    two = {"deadline": [{"within": "30 days"}, {"within": "60 days"}]}
    assert update(keys=two, completed=TODAY, evidence=(RELEASE,))["status"] == "completed"


# Events


def test_the_day_of_an_event_is_recorded() -> None:
    assert update(keys={"deadline": AFTER_EVENT}, event_date=day("2025-05-05")) == {
        "as_of": TODAY,
        "events": ({"event": "enactment", "date": day("2025-05-05")},),
    }


def test_an_event_keeps_its_place_and_its_note() -> None:
    both = {"deadline": [AFTER_EVENT, {**AFTER_EVENT, "event": "ruling"}]}
    record = {
        "events": [
            {"event": "enactment", "date": "2025-05-05", "note": "Signed"},
            {"event": "ruling", "date": "2025-05-07"},
        ]
    }
    said = update(record, both, event="enactment", event_date=day("2025-05-06"))
    assert said["events"] == (
        {"event": "enactment", "date": day("2025-05-06"), "note": "Signed"},
        {"event": "ruling", "date": day("2025-05-07")},
    )


def test_an_event_that_is_not_awaited_is_refused() -> None:
    assert refuse(event_date=TODAY)[:2] == ("event", "no deadline of eo-14288/3.b waits for an event")
    field, message, hint = refuse(keys={"deadline": AFTER_EVENT}, event="enactmnt", event_date=TODAY)
    assert (field, message) == ("event", 'no deadline of eo-14288/3.b waits for "enactmnt"')
    assert hint == 'did you mean "enactment"?'
    assert refuse(keys={"deadline": AFTER_EVENT}, event="x", event_date=TODAY)[2] == 'it waits for "enactment"'


def test_of_several_events_one_is_named() -> None:
    both = {"deadline": [AFTER_EVENT, {**AFTER_EVENT, "event": "ruling"}]}
    field, message, hint = refuse(keys=both, event_date=TODAY)
    assert (field, message, hint) == ("event", "eo-14288/3.b waits for several events", 'one of "enactment"; "ruling"')


def test_an_event_needs_its_day() -> None:
    field, message, _ = refuse(keys={"deadline": AFTER_EVENT}, event="enactment")
    assert (field, message) == ("event_date", 'say on which day "enactment" happened')


def test_an_event_is_not_moved_from_under_its_occurrences() -> None:
    record = {
        "events": [{"event": "enactment", "date": "2025-05-01"}],
        "occurrences": [{"due": "2025-05-31", "note": "First"}],
    }
    keys = {"deadline": {"every": "30 days", "of": "event", "event": "enactment"}}
    field, message, _ = refuse(record, keys, event_date=day("2025-05-02"))
    assert (field, message) == ("occurrence", "eo-14288/3.b does not fall due on 2025-05-31")
    [event] = update(record, keys, event_date=day("2025-05-01"))["events"]
    assert event == {"event": "enactment", "date": day("2025-05-01")}


# Evidence


@pytest.mark.parametrize("place", ["https://www.justice.gov/x", "http://example.gov", "  https://example.gov/a?b=c#d "])
def test_an_address_is_evidence(place: str) -> None:
    assert make_evidence(place) == Evidence(url=place.strip())


@pytest.mark.parametrize("place", ["DOJ release 25-118", "90 FR 18765", "Letter to Congress", "25-118"])
def test_a_reference_is_evidence(place: str) -> None:
    found = make_evidence(place, "The report", TODAY, "report")
    assert file_form(found) == {"title": "The report", "reference": place, "date": TODAY, "kind": "report"}


@pytest.mark.parametrize(
    "place",
    ["www.justice.gov", "justice.gov/opa", "ftp://example.gov/x", "https://", "https:///x", "HTTPS://example.gov/a b"],
)
def test_what_is_meant_as_an_address_and_is_none_is_refused(place: str) -> None:
    with pytest.raises(RefusedUpdate, match=r"is no web address$") as caught:
        make_evidence(place)
    assert caught.value.field == "evidence"
    assert "https://" in caught.value.hint


@pytest.mark.parametrize("place", ["", "x", "report", "done"])
def test_what_is_no_address_and_no_reference_is_refused(place: str) -> None:
    with pytest.raises(RefusedUpdate, match=r"is no web address and no reference$") as caught:
        make_evidence(place)
    assert caught.value.field == "evidence"


# Any update of any directive

SHAPES: dict[str, Data] = {
    "plain": {},
    "once": {"deadline": {"within": "60 days"}},
    "joint": {"lead": ["DOJ", "DHS"], "deadline": {"by": "2025-06-01"}},
    "twice": {"deadline": [{"within": "30 days"}, {"within": "60 days"}]},
    "recurring": {"deadline": EVERY},
    "awaiting": {"deadline": [AFTER_EVENT, {**AFTER_EVENT, "event": "ruling"}]},
    "recurring after an event": {"deadline": {"every": "30 days", "of": "event", "event": "enactment"}},
    "immediate": {"deadline": {"immediately": "true"}, "continuing": "true"},
    "with items": {"items": make_items("3.b.i", "3.b.ii"), "deadline": {"within": "60 days"}},
}
FIELDS = {*Update.__slots__, "evidence_date", "by", "docket", "lifted", "since", "until"}
_OUTCOMES = ("status", "completed", "verification", "without_evidence")
_TOUCHED: dict[str, set[str]] = {
    "status": {*_OUTCOMES, "occurrences", "as_of"},
    "completed": {*_OUTCOMES, "occurrences", "as_of"},
    "evidence": {"evidence", "without_evidence", "occurrences", "as_of"},
    "without_evidence": {"without_evidence", "occurrences", "as_of"},
    "note": {"note", "occurrences", "as_of"},
    "reported_by": {"reported_by", "as_of"},
    "occurrence": {"occurrences"},
    "hold": {"holds"},
    "lift": {"holds"},
    "event": {"events"},
    "event_date": {"events", "as_of"},
}

days = st.sampled_from(
    [day(f"2025-{text}") for text in ("04-27", "04-28", "05-28", "05-31", "06-27", "06-30", "07-01")]
)
notes = st.sampled_from(["Under way", "=1", "é\n\n日"])
pieces = st.builds(make_evidence, st.sampled_from(["https://example.gov/a", "DOJ 1"]), st.none(), st.none() | days)
updates = st.builds(
    Update,
    status=st.none() | st.sampled_from(get_args(Status)),
    completed=st.none() | days,
    as_of=st.none() | days,
    reported_by=st.none() | st.sampled_from(["DOJ", "DHS", "task force", "nobody"]),
    note=st.none() | notes,
    evidence=st.lists(pieces, max_size=2).map(tuple),
    without_evidence=st.none() | notes,
    verification=st.none()
    | st.builds(Verification, state=st.just("verified"), by=st.sampled_from(["DOJ", "OMB", "IG"])),
    hold=st.none() | st.builds(make_hold, st.just("D.D.C."), st.sampled_from(["1", "2"]), st.none() | days),
    lift=st.none() | st.builds(Lift, days, st.none() | st.sampled_from(["1", "2", "3"])),
    extension=st.none() | st.builds(Extension, to=days, due=st.none() | days, authority=st.just("OMB")),
    acknowledged=st.none() | st.builds(Acknowledgement, reason=notes, until=days, date=st.none() | days),
    occurrence=st.none() | days,
    event=st.none() | st.sampled_from(["enactment", "ruling", "x"]),
    event_date=st.none() | days,
)
# Of one thing at a time more is accepted than of all at once.
single_updates = updates.flatmap(
    lambda full: st.sets(st.sampled_from(Update.__slots__), min_size=1, max_size=4).map(
        lambda names: Update(**{name: getattr(full, name) for name in names})
    )
)
sequences = st.lists(updates | single_updates, min_size=1, max_size=6)


def apply_all(shape: Data, said: list[Update]) -> tuple[Duty, Dataset]:
    """Apply updates one after the other, but for those that are refused, to a directive or its first item."""
    provision = "3.b.i" if "items" in shape else "3.b"
    duty, dataset = make_tracker(None, provision, **shape)
    for each in said:
        dataset = with_record(dataset, duty, attempt(each, duty, dataset))
    return duty, dataset


def attempt(said: Update, duty: Duty, dataset: Dataset) -> Record | None:
    try:
        return apply_update(said, duty, dataset, TODAY)
    except RefusedUpdate as e:
        refused = e
    assert str(refused)
    assert refused.field in FIELDS
    return None


def with_record(dataset: Dataset, duty: Duty, record: Record | None) -> Dataset:
    return replace(dataset, records={**dataset.records, duty.id: record}) if record else dataset


@given(st.sampled_from(list(SHAPES.values())), sequences)
def test_an_update_is_refused_in_words_or_gives_a_record_without_a_fault(shape: Data, said: list[Update]) -> None:
    duty, dataset = apply_all(shape, said)
    record = dataset.records.get(duty.id, Record())
    assert list(find_record_faults(record, duty, dataset, TODAY)) == []
    assert Record.model_validate(file_form(record)) == record


@given(st.sampled_from(list(SHAPES.values())), sequences, updates | single_updates)
def test_an_update_that_is_made_twice_changes_nothing_the_second_time(
    shape: Data, said: list[Update], last: Update
) -> None:
    duty, dataset = apply_all(shape, said)
    once = attempt(last, duty, dataset)
    assume(once)
    again = attempt(last, duty, with_record(dataset, duty, once))
    if last.lift or last.hold:
        assert again is None or last.lift
    else:
        assert again == once


@given(st.sampled_from(list(SHAPES.values())), sequences, single_updates)
def test_what_an_update_does_not_speak_of_stays(shape: Data, said: list[Update], last: Update) -> None:
    duty, dataset = apply_all(shape, said)
    before = dataset.records.get(duty.id, Record())
    after = attempt(last, duty, dataset)
    assume(after)
    spoken = [name for name in Update.__slots__ if getattr(last, name)]
    touched = {field for name in spoken for field in _TOUCHED.get(name, {name})}
    for field in Record.model_fields.keys() - touched:
        assert getattr(after, field) == getattr(before, field)
