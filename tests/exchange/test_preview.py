from dataclasses import replace

from gni_assess.exchange.preview import find_written
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.evidence import Effective, Policy, PolicyKind
from gni_assess.model.gaps import Gap
from gni_assess.model.response import EvidenceLink, Response
from gni_assess.model.vocabulary import Finding, Level

GAP = Gap(id="GOV-01-G417", summary="No log", scale=Level.HIGH, scope=Level.LOW, irremediability=Level.LOW)
OLD = Response(criterion="GOV-01", finding=Finding.PLANNED, answer="As it was.", gaps=(GAP,), evidence=(EvidenceLink(id="POL-417"),))


def told(*changes: Change) -> list[tuple[str, str, str, str]]:
    return [(each.record, each.name, each.before, each.after) for each in find_written(changes)]


def test_what_is_altered_stands_beside_what_it_was() -> None:
    after = replace(
        OLD, answer="As it is.", gaps=(replace(GAP, cause="Nobody asked."),), evidence=(EvidenceLink(id="POL-417", shows="All"),)
    )
    assert told(Change(before=OLD, after=after)) == [
        ("GOV-01", "answer", "As it was.", "As it is."),
        ("GOV-01", "evidence POL-417 shows", "", "All"),
        ("GOV-01", "gap GOV-01-G417 cause", "", "Nobody asked."),
    ]


def test_what_is_emptied_is_told_too() -> None:
    assert told(Change(before=OLD, after=replace(OLD, answer=""))) == [("GOV-01", "answer", "As it was.", "")]


def test_ids_that_are_drawn_are_not_said() -> None:
    policy = Policy(
        id="POL-801",
        kind_of=PolicyKind.POLICY,
        title="Charter",
        summary="The board has it.",
        owner="olga",
        effective=Effective(from_=PartialDate("2025-03")),
    )
    linked = replace(
        OLD,
        evidence=(*OLD.evidence, EvidenceLink(id="POL-801", shows="All")),
        gaps=(GAP, replace(GAP, id="GOV-01-G802", summary="No list")),
    )
    found = told(Change(before=None, after=policy), Change(before=OLD, after=linked))
    assert ("", "title", "", "Charter") in found
    assert ("GOV-01", "evidence", "", "this new record") in found
    assert ("GOV-01", "evidence shows", "", "All") in found
    assert ("GOV-01", "new gap summary", "", "No list") in found
    assert "801" not in str(found)
    assert "802" not in str(found)


def test_a_link_to_what_was_there_before_names_it() -> None:
    after = replace(OLD, evidence=(*OLD.evidence, EvidenceLink(id="SYS-208")))
    assert told(Change(before=OLD, after=after)) == [("GOV-01", "evidence", "", "SYS-208")]


def test_words_are_those_that_people_read() -> None:
    after = replace(OLD, finding=Finding.IN_PLACE, unsure=True)
    assert told(Change(before=OLD, after=after)) == [("GOV-01", "finding", "planned", "in place"), ("GOV-01", "not sure", "", "yes")]


def test_what_nobody_typed_is_left_out() -> None:
    assert told(Change(before=OLD, after=replace(OLD, confirmed_wording="0" * 64))) == []
