import pytest

from gni_assess.disclosure.staff import UNNAMED, Staff
from gni_assess.model.vocabulary import Audience
from gni_assess.model.workspace import Person

PEOPLE = (
    Person(id="security", name="Kim Specimen", role="Head of security"),
    Person(id="rplaceholder", name="Robin Placeholder", role="CPO"),
    Person(id="officer", name="Compliance officer", role="Human rights lead"),
    Person(id="counsel", name="Counsel", role="General counsel"),
    Person(id="regional", name="Regional counsel", role="Regional counsel"),
    Person(id="zu", name="Zo\u00eb \u00dcnal"),
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Kim Specimen, Head of security", "Head of security, Head of security"),
        ("Approved by Robin Placeholder", "Approved by CPO"),
        ("Kim Specimen (security)", "Head of security (security)"),
        ("Robin Placeholder, CPO", "CPO, CPO"),
        ("KIM\nSPECIMEN and robin-placeholder.", "Head of security and CPO."),
        ("by zoe unal", f"by {UNNAMED}"),
        ("asked rplaceholder", "asked CPO"),
        ("see /Kim%20Specimen", "Head of security"),
        ("counsel", "General counsel"),
        ("Regional counsel", "Regional counsel"),
    ],
)
def test_a_whole_name_in_a_role_becomes_the_role(typed: str, shown: str) -> None:
    assert Staff(PEOPLE, Audience.ASSESSOR).mend(typed) == shown
    assert Staff(PEOPLE, Audience.INTERNAL).mend(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Corporate secretary",
        "Head of security",
        "Outside counsel",
        "Chief compliance officer",
        "Kimberly Specimens",
        "Kim, of the night shift",
        "The security team",
        "[/etc/passwd] =1+1",
    ],
)
def test_other_words_stay_as_they_were_typed(typed: str) -> None:
    assert Staff(PEOPLE, Audience.ASSESSOR).mend(typed) == typed


def test_the_longest_name_that_begins_first_is_meant() -> None:
    people = (Person(id="a", name="Kim Specimen", role="Analyst"), Person(id="b", name="Kim Specimen Junior", role="Intern"))

    assert Staff(people, Audience.GNI).mend("by Kim Specimen Junior, Kim Specimen") == "by Intern, Analyst"


def test_a_role_with_a_name_in_it_is_no_role() -> None:
    staff = Staff((Person(id="kim", name="Kim Specimen", role="Kim Specimen, security"),), Audience.ASSESSOR)

    assert (staff.call("kim"), staff.mend("Kim Specimen"), staff.mend("by Kim Specimen")) == (UNNAMED, UNNAMED, f"by {UNNAMED}")
