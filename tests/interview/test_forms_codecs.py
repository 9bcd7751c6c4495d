"""What is typed becomes a value, what is shown can be typed again, and nothing but a sentence comes of the rest."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gni_assess.errors import GniAssessError, StoreError
from gni_assess.interview.forms.codecs import LINE, LIST, NUMBER, TERMS, TEXT, YES_NO, word_of, words_of
from gni_assess.interview.forms.date_codecs import DAY, PARTIAL_DATE
from gni_assess.interview.forms.form_field import Codec, Lookup
from gni_assess.interview.forms.lookup_codecs import (
    ADDRESS,
    COUNTRY,
    FILE,
    PERSON,
    ROLE,
    id_of,
    ids_of,
    known_criteria,
    known_documents,
    known_entities,
    known_evidence,
    known_services,
    links_to,
)
from gni_assess.interview.forms.meanings import CASE_TYPES, DATA_CATEGORIES, RESPONSES, RIGHTS, STEPS
from gni_assess.model.assessment import Assessment
from gni_assess.model.vocabulary import RecordKind
from gni_assess.model.workspace import Entity, Person, Service
from gni_assess.store.countries import load_countries
from gni_assess.store.yaml_reader import read_yaml
from gni_assess.store.yaml_writer import dump_document

TODAY = date(2026, 11, 21)
CODECS = {
    "text": TEXT,
    "line": LINE,
    "list": LIST,
    "terms": TERMS,
    "number": NUMBER,
    "yes or no": YES_NO,
    "word": word_of(RESPONSES),
    "words": words_of(RIGHTS),
    "partial date": PARTIAL_DATE,
    "day": DAY,
    "country": COUNTRY,
    "person": PERSON,
    "role": ROLE,
    "criteria": ids_of(known_criteria, "criterion"),
    "entities": ids_of(known_entities, "entity"),
    "services": ids_of(known_services, "service"),
    "evidence": links_to(known_evidence, "evidence"),
    "policy": id_of(known_documents(RecordKind.POLICY), "policy"),
    "file": FILE,
    "address": ADDRESS,
}
TYPED = (
    *("yes", "NO", "2025-03", "2025-03-01", "1 March 2025", "unknown", "12", "6.80", "-3", "norway", "UK", "olga", "Carl Counsel"),
    *("gov-01, GOV-02", "POL-417 case-208", "nordics", "cdn", "both", "refused", "1 2", '"a, b", c', "'x.pdf'", "https://example.com"),
)


@pytest.fixture
def lookup(assessment: Assessment) -> Lookup:
    workspace = replace(
        assessment.workspace,
        entities=(Entity(id="group", name="Group", jurisdiction="US"), Entity(id="nordics", name="Nordics AS", jurisdiction="NO")),
        services=(Service(id="cdn", name="Content delivery"), Service(id="dns", name="Name service")),
    )
    whole = replace(assessment, workspace=workspace)
    return Lookup(assessment=whole, today=TODAY, person_id="olga", countries=load_countries())


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.sampled_from(TYPED),
    st.text("ab\",\n '0129-/."),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True),
)


@pytest.mark.parametrize("name", CODECS)
def test_any_text_gives_a_value_that_can_be_shown_and_typed_again_or_a_sentence(name: str, lookup: Lookup) -> None:
    codec = CODECS[name]

    @example("")
    @example(" \n")
    @example("\ud800")
    @example("9" * 5000)
    @example("GOV-99 " * 500)
    @given(TEXTS)
    def check(text: str) -> None:
        try:
            value = codec.read(text, lookup)
        except ValueError as error:
            said = str(error)
            assert any(word in said for word in ("type", "did you mean", "people")), said
            assert said[0] != said[0].upper() or said[0] == "`", said
            assert not said.endswith("."), said
            said.encode()
            return
        assert codec.read(codec.show(value), lookup) == value
        stored = read_yaml(dump_document({"value": value}).encode()).value
        assert stored == {"value": value}

    check()


def read(codec: Codec, text: str, lookup: Lookup) -> object:
    return codec.read(text, lookup)


def refuse(codec: Codec, text: str, lookup: Lookup) -> str:
    with pytest.raises(ValueError, match=r"\w") as refused:
        codec.read(text, lookup)
    return str(refused.value)


def test_a_text_is_kept_exactly_but_for_its_line_ends(lookup: Lookup) -> None:
    assert read(TEXT, "  [bold] \x1b[31m=1+1\r\n\nand more \n", lookup) == "  [bold] \x1b[31m=1+1\n\nand more \n"


def test_several_lines_are_refused_where_one_is_asked_for(lookup: Lookup) -> None:
    assert "one line" in refuse(LINE, "one\ntwo", lookup)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("narrowed", "narrowed"),
        ("N-A", None),
        ("NA", "narrowed"),
        ("no data held", "no-data-held"),
        ("4", "no-data-held"),
        ("w", "withdrawn"),
    ],
)
def test_a_word_is_found_by_itself_its_beginning_or_its_number(typed: str, word: str | None, lookup: Lookup) -> None:
    if word is None:
        assert "not in the list" in refuse(word_of(RESPONSES), typed, lookup)
    else:
        assert read(word_of(RESPONSES), typed, lookup) == word


def test_a_beginning_that_several_words_have_is_not_guessed(lookup: Lookup) -> None:
    assert refuse(word_of(RESPONSES), "comp", lookup) == "`comp` can be `complied-in-part` or `complied-in-full`; type more of it"
    assert "did you mean `interception`?" in refuse(word_of(CASE_TYPES), "interseption", lookup)
    assert "from 1 to 14" in refuse(word_of(CASE_TYPES), "15", lookup)


@pytest.mark.parametrize("typed", ["both", "all", "expression, privacy", "1 2", "e;p", "expression privacy", "1, 2, 1"])
def test_both_rights_can_be_named_in_many_ways(typed: str, lookup: Lookup) -> None:
    assert read(words_of(RIGHTS), typed, lookup) == ["expression", "privacy"]


def test_both_of_four_is_no_answer(lookup: Lookup) -> None:
    assert "not in the list" in refuse(words_of(DATA_CATEGORIES), "both", lookup)
    assert read(words_of(STEPS), "notified users, decided", lookup) == ["notified-users", "decided"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2025-03-01", "2025-03-01"),
        ("2025-3-1", "2025-03-01"),
        ("2025/03/01", "2025-03-01"),
        ("2025-03", "2025-03"),
        ("3/2025", "2025-03"),
        ("Unknown", "unknown"),
        ("March 2025", "2025-03"),
        ("1 March 2025", "2025-03-01"),
        ("1st of March, 2025", "2025-03-01"),
        ("Mar. 1, 2025", "2025-03-01"),
        ("Sept 2025", "2025-09"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("3.3.2025", "2025-03-03"),
        ("yesterday", "2026-11-20"),
        ("today", "2026-11-21"),
    ],
)
def test_a_date_is_understood_where_it_can_mean_one_thing(typed: str, value: str, lookup: Lookup) -> None:
    assert read(PARTIAL_DATE, typed, lookup) == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04/2025", "can be `2025-03-04` or `2025-04-03`; type the one that you mean"),
        ("3.4.25", "more than one way"),
        ("2025", "type the month too, such as `2025-03`"),
        ("2025-02-30", "not in the calendar"),
        ("30/30/2025", "not in the calendar"),
        ("Ma 2025", "type a day such as"),
        ("last spring", "type a day such as"),
        ("2025-03-0\N{ARABIC-INDIC DIGIT ONE}", "type a day such as"),
        ("0000-01-01", "not in the calendar"),
    ],
)
def test_a_date_that_can_mean_two_things_is_never_guessed(typed: str, said: str, lookup: Lookup) -> None:
    assert said in refuse(PARTIAL_DATE, typed, lookup)


def test_a_month_is_no_day(lookup: Lookup) -> None:
    assert read(DAY, "31 January 2027", lookup) == "2027-01-31"
    for typed in ("2027-01", "unknown", "soon"):
        assert "type the whole day, such as `2026-11-21`" in refuse(DAY, typed, lookup)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("NO", "NO"), ("no", "NO"), ("norway", "NO"), ("Norw", "NO"), ("turkiye", "TR"), ("Turkey", "TR"), ("UK", "GB"), ("Niger", "NE")),
        *(("USA", "US"), ("cote d'ivoire", "CI"), ("Iran", "IR"), ("vietnam", "VN"), ("South Korea", "KR"), ("russia", "RU")),
    ],
)
def test_a_country_is_found_by_code_or_name(typed: str, code: str, lookup: Lookup) -> None:
    assert read(COUNTRY, typed, lookup) == code


def test_a_country_that_can_be_two_is_not_guessed(lookup: Lookup) -> None:
    assert "`CG` (Congo)" in refuse(COUNTRY, "Congo", lookup)
    assert "`KP`" in refuse(COUNTRY, "Korea", lookup)
    assert "did you mean `NO` (Norway)?" in refuse(COUNTRY, "Norwey", lookup)
    assert "`NO`" in refuse(COUNTRY, "Atlantis", lookup)
    assert read(COUNTRY, "xk", replace(lookup, countries={})) == "XK"


def test_a_person_is_found_by_a_part_of_name_or_role(lookup: Lookup) -> None:
    assert read(PERSON, "human rights", lookup) == "olga"
    assert refuse(PERSON, "Car", lookup) == "`Car` can be one of `carl`, `carla`; type the id"
    assert "type an id or a name" in refuse(PERSON, "Nobody", lookup)
    without: tuple[Person, ...] = ()
    empty = replace(lookup.assessment, workspace=replace(lookup.assessment.workspace, people=without))
    assert "`gni-assess.yaml`" in refuse(PERSON, "Olga", replace(lookup, assessment=empty))


def test_a_mistyped_id_is_asked_about(lookup: Lookup) -> None:
    assert refuse(CODECS["criteria"], "GOV-01 GOV-20", lookup) == "there is no criterion `GOV-20`; did you mean `GOV-02`?"
    assert refuse(CODECS["evidence"], "POL-471", lookup) == "there is no evidence `POL-471`; did you mean `POL-417`?"
    assert refuse(CODECS["services"], "cnd", lookup) == "there is no service `cnd`; did you mean `cdn`?"
    assert "type an id such as" in refuse(CODECS["policy"], "charter", lookup)
    assert read(CODECS["evidence"], "pol-417; CASE-208", lookup) == [{"id": "POL-417"}, {"id": "CASE-208"}]


def test_what_a_line_does_not_say_of_a_link_or_term_stays(lookup: Lookup) -> None:
    old = [{"id": "POL-417", "where": "section 4", "shows": "It"}, {"id": "SYS-122"}]
    assert CODECS["evidence"].join(old, read(CODECS["evidence"], "CASE-208 POL-417", lookup)) == [{"id": "CASE-208"}, old[0]]
    terms = [{"term": "Haddad", "kind": "person"}]
    assert TERMS.join(terms, read(TERMS, "Haddad, Amira", lookup)) == [*terms, {"term": "Amira"}]
    assert TEXT.join("old", "new") == "new"


def test_a_list_has_commas_and_quotation_marks(lookup: Lookup) -> None:
    assert read(LIST, ' a , "b, c",, a\nd "e" ', lookup) == ["a", "b, c", 'd "e"']
    assert read(TERMS, 'Amira Haddad, "Haddad, Amira"', lookup) == [{"term": "Amira Haddad"}, {"term": "Haddad, Amira"}]


@pytest.mark.parametrize(("typed", "value"), [("1402", 1402), ("6.8", 6.8), ("-3", -3), ("0.000000000000001", 1e-15)])
def test_a_number_is_typed_plainly(typed: str, value: float, lookup: Lookup) -> None:
    assert read(NUMBER, typed, lookup) == value


@pytest.mark.parametrize("typed", ["1,402", "1e3", "nan", "402 demands", "9" * 17, "9999999999999999"])
def test_a_number_that_may_mean_another_is_refused(typed: str, lookup: Lookup) -> None:
    assert refuse(NUMBER, typed, lookup)


def test_a_file_is_measured_and_its_own_errors_come_through(lookup: Lookup) -> None:
    def measure(path: str) -> dict[str, object]:
        if path != "files/a b.pdf":
            raise StoreError(f"there is no file `{path}`", hint="check the path")
        return {"file": path, "sha256": "0" * 64, "size": 3}

    measured = replace(lookup, measure=measure)
    value = read(FILE, " files/a b.pdf ", measured)
    assert value == {"file": "files/a b.pdf", "sha256": "0" * 64, "size": 3}
    assert FILE.show(value) == FILE.show("files/a b.pdf") == "files/a b.pdf"
    with pytest.raises(GniAssessError, match="there is no file"):
        read(FILE, "other", measured)


def test_words_that_fit_are_offered(lookup: Lookup) -> None:
    def texts(codec: Codec, typed: str) -> list[tuple[str, int]]:
        return [(each.text, each.replaces) for each in codec.offers(typed, lookup)] if codec.offers else []

    assert ("NO", 3) in texts(COUNTRY, "nor")
    assert texts(PERSON, "couns") == [("carl", 5)]
    assert texts(CODECS["evidence"], "SYS-122, board") == [("POL-417", 5)]
    assert texts(words_of(RIGHTS), "privacy, e")[0] == ("expression", 1)
    assert texts(ROLE, "gen") == [("General counsel", 3)]
    assert texts(YES_NO, "y") == [("yes", 1)]
