import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gni_assess.errors import UsageError
from gni_assess.model.criteria import Pack
from gni_assess.model.search import SMALL_WORDS as SMALL
from gni_assess.model.search import Findings, search_pack
from gni_assess.model.stems import stems_of
from gni_assess.model.synonyms import MEANINGS
from gni_assess.store.packs import load_built_in

RELATED = """
notify notification, notified notify, policies policy, board BOARD, boards board, LEAs LEA, laws law, NGOs NGO,
EDRs EDR, identité identite, escalate escalation, investigate investigator, mitigate mitigation, educate education,
retaliate retaliation, analyses analysis, denial deny, planned plan, banned ban, removal remove, removing removed,
intercepted interception, encrypt encryption, restrict restrictions, processes process, jurisdictions jurisdiction,
notices notice, verify verification, data-centre data-center, challenges challenged
"""
APART = """
police policy, informal information, directors direct, station state, several severe, mission missing,
sector section, central center, customs customer, counter count, terminal termination, former form, insider inside,
minor minutes, lease LEA, news new, statement state
"""
PACK: Pack = load_built_in("gni-2024")
EVERY_WORD = sorted({word for each in PACK.criteria for word in each.question.split()})


def found(query: str) -> list[str]:
    return [each.criterion.id for each in search_pack(PACK, query).matches]


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
    assert "GOV-01" not in found("police")


@pytest.mark.parametrize("pair", RELATED.split(","))
def test_words_of_one_family_are_the_same(pair: str) -> None:
    one, other = pair.split()
    assert stems_of(one) == stems_of(other)


@pytest.mark.parametrize("pair", APART.split(","))
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stems_of(one) != stems_of(other)


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
    assert result.matches == ()
    assert "encryption" in result.unknown["encripton"]
    assert "GOV-02" in [each.criterion.id for each in result.partial]


@pytest.mark.parametrize("query", ["[/etc/passwd]", "\x1b[31m", "ملف", "x" * 100_000])
def test_odd_queries_do_no_harm(query: str) -> None:
    assert isinstance(search_pack(PACK, query), Findings)


@pytest.mark.parametrize("query", ["", "  ", "the a", "?!", "...", " ".join(f"word{number}" for number in range(51))])
def test_a_query_with_nothing_to_look_for_or_without_end_is_refused(query: str) -> None:
    with pytest.raises(UsageError):
        search_pack(PACK, query)


def test_many_unknown_words_are_answered_at_once() -> None:
    result = search_pack(PACK, " ".join(f"xq{number}zz" for number in range(50)))
    assert len(result.unknown) == 50


def test_a_number_is_not_that_of_a_criterion() -> None:
    assert not {"GOV-16", "DDR-16", "PRV-16"} & set(found("UNGP 16")[:3])
    assert found("gov-16") == ["GOV-16"]


def test_every_name_of_a_meaning_finds_what_its_plural_finds() -> None:
    for name in ("LEA", "NGO", "gag order", "takedown", "shutdown", "wiretap", "subpoena", "whistleblower", "hotline"):
        assert found(f"{name}s") == found(name), name


@settings(max_examples=20)
@given(st.sampled_from([each for each in EVERY_WORD if each.isalpha() and each.casefold() not in SMALL]))
def test_every_word_of_a_question_finds_something(word: str) -> None:
    assert found(word)


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_any_text_may_be_searched(query: str) -> None:
    try:
        result = search_pack(PACK, query)
    except UsageError:
        return
    for each in (*result.matches, *result.partial):
        assert any(via.split()[0].casefold() in query.casefold() or via in result.also for via in each.via)


def test_synonyms_are_groups_of_at_least_two_without_repetition() -> None:
    for group in MEANINGS:
        stems = [stems_of(each) for each in group]
        assert len(set(stems)) == len(stems) >= 2, group
        assert all(stems), group
