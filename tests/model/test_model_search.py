import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.model.criteria import Pack
from gni_assess.model.search import Findings, search_pack
from gni_assess.model.stems import stems_of
from gni_assess.model.synonyms import MEANINGS
from gni_assess.store.packs import load_built_in

PACK: Pack = load_built_in("gni-2024")
EVERY_WORD = sorted({word for each in PACK.criteria for word in each.question.split()})


def found(query: str) -> list[str]:
    result = search_pack(PACK, query)
    return [each.criterion.id for each in result.matches] if result.complete else []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("gag order", {"PRV-16", "PRV-11"}),
        ("takedown", {"FOE-01"}),
        ("wiretap", {"PRV-13"}),
        ("shutdown", {"FOE-10"}),
        ("network shutdowns", {"FOE-10"}),
        ("whistleblower", {"GOV-13"}),
        ("KYC", {"PRV-19"}),
        ("backdoor", {"PRV-14"}),
        ("HRIA", {"DDR-03"}),
        ("M&A", {"DDR-09"}),
        ("landing law", {"DDR-16"}),
        ("NGO", {"TRE-05", "DDR-06"}),
        ("lobbying", {"TRE-06"}),
        ("reseller", {"DDR-11"}),
        ("gov-02", {"GOV-02"}),
    ],
)
def test_words_of_the_field_find_the_criterion_that_is_about_them(query: str, first: set[str]) -> None:
    assert found(query)[0] in first


def test_law_enforcement_by_any_of_its_names_finds_the_same() -> None:
    by_name = [set(found(each)) for each in ("LEA", "law enforcement", "law-enforcement", "Police")]
    assert by_name[0]
    assert all(each == by_name[0] for each in by_name)


def test_police_is_not_policy() -> None:
    assert stems_of("police") != stems_of("policy")
    assert stems_of("Policies") == stems_of("policy")
    assert "GOV-01" not in found("police")


@pytest.mark.parametrize(("one", "other"), [("notify", "notification"), ("board", "BOARD"), ("boards", "board"), ("identité", "identite")])
def test_endings_case_and_accents_do_not_matter(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other)


def test_all_words_must_be_there_and_small_words_do_not_count() -> None:
    both = found("training of the board")
    assert both == found("training board")
    assert set(both) == set(found("training")) & set(found("board"))
    assert both[0] == "GOV-04"
    assert found("who tells users about a gag order") == found("tells users gag order")


def test_a_match_says_where_and_shows_the_sentence() -> None:
    for each in search_pack(PACK, "gag order").matches:
        assert each.field
        assert each.via
        assert any(_has(each.text, via) for via in each.via)
        assert "\n" not in each.text


def _has(text: str, phrase: str) -> bool:
    words, wanted = stems_of(text), stems_of(phrase)
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words)))


def test_a_misspelled_word_brings_near_words_and_what_has_the_others() -> None:
    result = search_pack(PACK, "board encripton")
    assert not result.complete
    assert "encryption" in result.unknown["encripton"]
    assert "GOV-02" in [each.criterion.id for each in result.matches]


@pytest.mark.parametrize("query", ["", "  ", "the", "[/etc/passwd]", "?!", "\x1b[31m", "ملف"])
def test_odd_queries_do_no_harm(query: str) -> None:
    assert isinstance(search_pack(PACK, query), Findings)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(EVERY_WORD))
def test_every_word_of_a_question_finds_something(word: str) -> None:
    assert not stems_of(word) or search_pack(PACK, word).matches


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=40))
def test_any_text_may_be_searched(query: str) -> None:
    for each in search_pack(PACK, query).matches:
        assert each.criterion.id in PACK.by_id


def test_synonyms_are_groups_of_at_least_two_without_repetition() -> None:
    for group in MEANINGS:
        stems = [stems_of(each) for each in group]
        assert len(set(stems)) >= 2, group
        assert all(stems), group
