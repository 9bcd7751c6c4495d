"""Protected terms in records, however they are disguised, and in ordinary prose, where they are not."""

import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gni_assess.disclosure.leaks import find_leaks
from gni_assess.disclosure.readers import all_texts
from gni_assess.disclosure.terms import TermIndex, protect
from gni_assess.model.assessment import Assessment
from gni_assess.model.case_vocabulary import CaseType
from gni_assess.model.cases import Case, ProtectedTerm
from gni_assess.model.gaps import Gap
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import Classification, Level, Right
from gni_assess.store.load import load_workspace
from gni_assess.store.packs import load_built_in

ROOT = Path(__file__).parent.parent.parent
LETTERS = "abcdefghijklmnoprstuvyz"
ZEROS = [zero for zero in range(0x110000) if chr(zero).isdecimal() and int(chr(zero)) == 0]
BOLD_A = ord("\N{MATHEMATICAL BOLD SMALL A}")
ACCENTED = {  # letters that are one character together with their accent
    base: [chr(code) for code in range(0xC0, 0x250) if re.fullmatch(f"{base}\\W+", unicodedata.normalize("NFD", chr(code)).casefold())]
    for base in LETTERS
}
BETWEEN_LONG = [
    "",
    "",
    "",
    " ",
    "-",
    "\n",
    "\n    ",
    "-\n",
    "\u2011",
    "\u00ad\n",
    ".",
    "_",
    "/",
    "'",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202e",
]
BETWEEN_SHORT = ["", "", "", "-", "\u2011", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u0301", "-\n"]


@cache
def sample() -> Assessment:
    return load_workspace(ROOT).require()


@cache
def prose() -> tuple[str, ...]:
    """The texts of the sample company and of the pack, as they are."""
    pack = load_built_in("gni-2024")
    texts = [text for each in all_texts(sample()) for _, text in each.parts]
    texts += [text for each in pack.criteria for text in (each.question, each.intent, each.example, *each.looks_for, *each.probes)]
    return tuple(dict.fromkeys(texts))


@st.composite
def disguises(draw: st.DrawFn, term: str, between: list[str]) -> str:
    """Write a term in other case, with accents, in full width, in bold, in other digits, with things between that hide or divide it."""
    pieces = []
    for char in term:
        forms = [char, char.upper(), chr(ord(char) + 0xFEE0)]
        if char.isdigit():
            forms += [chr(draw(st.sampled_from(ZEROS)) + int(char))]
        else:
            forms += [f"{char}\u0308", chr(BOLD_A + ord(char) - ord("a")), *ACCENTED[char]]
        pieces.append(draw(st.sampled_from(forms)))
        pieces.append(draw(st.sampled_from(between)))
    return "".join(pieces[:-1])


def assess(term: str, *responses: Response) -> Assessment:
    workspace = sample().workspace
    plain = replace(workspace, plan=replace(workspace.plan, overlays=()))
    return Assessment(
        workspace=plain, pack=sample().pack, cases={"CASE-900": protecting(term)}, responses={each.criterion: each for each in responses}
    )


def protecting(term: str) -> Case:
    return Case(
        id="CASE-900",
        title="An order",
        type=CaseType.USER_DATA,
        rights=(Right.PRIVACY,),
        jurisdiction="TR",
        classification=Classification.RESTRICTED,
        protected_terms=(ProtectedTerm(term=term),),
    )


def record_with(text: str, place: str) -> Response:
    gap = Gap(id="GOV-01-G417", summary=f"About {text}.", scale=Level.LOW, scope=Level.LOW, irremediability=Level.LOW)
    response = Response(criterion="GOV-01", answer="We refused.")
    texts: dict[str, Any] = {"gaps": (gap,)} if place == "gap" else {place: f"As {text} said, we refused."}
    return replace(response, **texts)


long_terms = st.text(alphabet=LETTERS + "0123456789", min_size=6, max_size=12)
short_terms = st.text(alphabet=LETTERS + "0123456789", min_size=3, max_size=5)
places = st.sampled_from(["answer", "reason", "alternative", "gap"])


@given(long_terms.flatmap(lambda term: st.tuples(st.just(term), disguises(term, BETWEEN_LONG))), places)
def test_no_disguise_lets_a_long_term_out(pair: tuple[str, str], place: str) -> None:
    term, text = pair
    assume(find_leaks(assess(term)) == ())  # a term that our own texts hold by chance
    leaks = find_leaks(assess(term, record_with(text, place)))
    assert [each.path for each in leaks] == [("gaps", 0, "summary") if place == "gap" else (place,)]
    assert term not in repr(leaks)


@given(short_terms.flatmap(lambda term: st.tuples(st.just(term), disguises(term, BETWEEN_SHORT))))
def test_no_disguise_hides_a_short_term_as_a_word(pair: tuple[str, str]) -> None:
    term, text = pair
    assert TermIndex([protect(ProtectedTerm(term=term))]).find(f"As ({text}) said")


NAMES = """
Zebedee Quux|Orhan Pamuk|Anna Politkovskaya|Ali Reza|Li Wei|Kim Min|Jan Novak|Eva Maria|Rosa Parks|Ines Costa|Tom Reed|Dan Cole|Ian Orr
Ada Roth|Noor Hassan|Iris Lund|Nils Berg|Erik Moe|Ole Nes|Lars Vik|Sara Lie|Ida Dahl|Mona Lind|Ana Dias|Rui Sa|Inga Thor|Rena Ito
Hana Sato|Omar Aziz
"""
SHORT = "Orhan|Erik|Lars|Nils|Ines|Selin|Rita|Nora|Lena|Ian|Eve|Asa|Ted|Reg|Ann|Rob|Ali|Eda|Ece|Ole|Ida|Ana|Rui|Ito|Moe|Sam|Tim|Ron|Dan|Pia"


@pytest.mark.parametrize("term", [*NAMES.strip().replace("\n", "|").split("|"), "2026/1181-D", "24-013378", "relay-acct-61028"])
def test_a_whole_name_or_number_raises_no_false_alarm(term: str) -> None:
    index = TermIndex([protect(ProtectedTerm(term=term))])
    assert [each for each in prose() if index.find(each)] == []


@pytest.mark.parametrize("term", SHORT.split("|"))
def test_a_short_name_is_found_only_where_it_stands_as_a_word(term: str) -> None:
    index = TermIndex([protect(ProtectedTerm(term=term))])
    word = re.compile(rf"(?<![^\W_]){term}(?![^\W_])", re.IGNORECASE)
    assert [each for each in prose() if index.find(each)] == [each for each in prose() if word.search(each)]


def test_there_is_enough_prose_to_try() -> None:
    assert sum(map(len, prose())) > 300_000


words = st.sampled_from(sorted({word.casefold() for text in prose() for word in re.findall(r"[a-z]{3,12}", text.casefold())}))


@given(short_terms, st.lists(words, min_size=1, max_size=30))
def test_no_short_term_is_found_in_words_that_merely_hold_it(term: str, text: list[str]) -> None:
    index = TermIndex([protect(ProtectedTerm(term=term))])
    assert bool(index.find(" ".join(text))) is (term in text)
