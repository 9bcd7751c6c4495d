# ruff: noqa: RUF001 - letters that look like others are what these tests are about

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gni_assess.disclosure.folding import fold_runs
from gni_assess.disclosure.terms import Match, Search, Term, TermIndex, fold, is_weak, protect
from gni_assess.model.case_vocabulary import TermMatch
from gni_assess.model.cases import ProtectedTerm

LONG = "Mehmet Yılmaz"
SHORT = "Orhan"


def finds(term: str, text: str, *, match: TermMatch | None = None) -> bool:
    return bool(TermIndex([protect(ProtectedTerm(term=term, match=match))]).find(text))


def finds_id(record_id: str, text: str) -> bool:
    return bool(TermIndex([Term(text=record_id, search=Search.IDENTIFIER)]).find(text))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (LONG, "MEHMET YILMAZ was named"),
        (LONG, "MEHMET YİLMAZ was named"),
        (LONG, "by mehmetyilmaz2"),
        (LONG, "M.e.h.m.e.t Y-ı-l-m-a-z"),
        (LONG, "Mehmet\n  Yılmaz"),
        (LONG, "Meh\u200bmet\u00adYıl\u2060maz"),
        (LONG, "\uff2d\uff25\uff28\uff2d\uff25\uff34 \uff39\uff29\uff2c\uff2d\uff21\uff3a"),
        (LONG, "\U0001d40c\U0001d41e\U0001d421\U0001d426\U0001d41e\U0001d42d Yilmaz"),
        (LONG, "Mèhmét Ýilmäz"),
        (LONG, unicodedata.normalize("NFD", "Mèhmét Ýilmäz")),
        (LONG, "https://example.com/mehmet%20y%C4%B1lmaz"),
        (LONG, "evidence/files/order_mehmet_yilmaz.pdf"),
        ("Straßenbau", "STRASSENBAU"),
        ("strassenbau", "Straßenbau"),
        ("+90 532 123 45 67", "0090-532-123-4567"),
        ("+90 532 123 45 67", "٩٠ ٥٣٢ ١٢٣ ٤٥ ٦٧"),
        ("+90 532 123 45 67", "۹۰۵۳۲۱۲۳۴۵۶۷"),
        ("905321234567", "\uff19\uff10\uff15\uff13\uff12 1234567"),
        ("Иван Петров", "ИВАН\u00a0ПЕТРОВ,"),
        ("محمد العربي", "مُحَمَّد العربي"),
        ("محمد العربي", "محـــــمد العربي"),
        ("عبدالرحمن", "وعبدالرحمن"),
        ("김철수민", "기자 김철수민은"),
        ("Οδυσσέας", "ΟΔΥΣΣΕΑΣ"),
        ("O'Brien-Kelly", "OʼBrien Kelly"),
        ("ﬁnancier", "FINANCIER"),
        ("user@example.org", "user @ example . org"),
    ],
)
def test_a_long_term_is_found_however_it_is_written(term: str, text: str) -> None:
    assert finds(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (SHORT, "as Orhan said"),
        (SHORT, "ORHAN"),
        (SHORT, "(orhan)"),
        (SHORT, "Orhan's"),
        (SHORT, "o-r-h-a-n"),
        (SHORT, "Or\u200bhan"),
        (SHORT, "Or-\nhan and others"),
        (SHORT, "ｏｒｈａｎ"),
        (SHORT, "file_orhan.pdf"),
        (SHORT, "不许Orhan进入"),
        ("Kılıç", "KILIC"),
        ("Kılıç", "kiliç,"),
        ("To be", "it is to  be"),
        ("To be", "tobe"),
        ("محمد", "الصحفي محمد، كتب"),
        ("Олег", "сказал ОЛЕГ."),
        ("李明", "记者李明被捕"),
        ("東京", "在東京的"),
        ("さくら", "私はさくらです"),
        ("ｻｸﾗ", "私はサクラです"),
        ("สมชาย", "นายสมชายถูกจับ"),
        ("이민", "기자 이민은"),
        ("417", "POL-417"),
        ("٤١٧", "room 417"),
    ],
)
def test_a_short_term_is_found_as_a_whole_word(term: str, text: str) -> None:
    assert finds(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (SHORT, "Orhanli"),
        (SHORT, "xorhan"),
        (SHORT, "Or han"),
        (SHORT, "Or\nhan"),
        (SHORT, "orhan\u0301x"),
        (SHORT, "orhan\u200bx"),
        (SHORT, "orhan2"),
        ("tobe", "to be or not"),
        (" tobe ", "to be or not"),
        ("Ann", "planning, annual, Anna"),
        ("Rob", "problem, robust, probe"),
        ("Ali", "quality, alike, Somalia, nationality"),
        ("Ali", "a list"),
        ("Erin", "entering, considering, erinacean"),
        ("Мир", "всемирный"),
        ("محمد", "ومحمدي"),
        ("ss", "Straße"),
        ("417", "4170"),
        ("京都", "京 都"),
    ],
)
def test_a_short_term_raises_no_false_alarm(term: str, text: str) -> None:
    assert not finds(term, text)


def test_a_short_term_that_says_anywhere_is_found_inside_words() -> None:
    assert finds("Ann", "planning", match=TermMatch.ANYWHERE)
    assert finds("tobe", "to be", match=TermMatch.ANYWHERE)


def test_a_long_term_that_says_word_is_found_anywhere_all_the_same() -> None:
    assert finds("Mehmet", "xmehmetx", match=TermMatch.WORD)


@pytest.mark.parametrize(("term", "weak"), [("Li", True), ("ß", True), ("--", True), ("", True), ("J. O.", True), ("Lin", False)])
def test_a_term_under_three_characters_is_weak(term: str, weak: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_weak(ProtectedTerm(term=term)) is weak


def test_a_weak_term_is_looked_for_as_a_whole_word_whatever_it_says() -> None:
    assert finds("Li", "with Li there", match=TermMatch.ANYWHERE)
    assert not finds("Li", "a lively list", match=TermMatch.ANYWHERE)


@pytest.mark.parametrize("term", ["", "--", "\u200b", "★"])
def test_a_term_without_letters_and_digits_is_never_found(term: str) -> None:
    index = TermIndex([protect(ProtectedTerm(term=term))])

    assert not index
    assert index.find("-- ★ \u200b") == ()


@pytest.mark.parametrize(
    "text", ["see CASE-208", "case208.", "case\u2011208", "ＣＡＳＥ-２０８", "Case 208", "x/CASE-208/y", "CASE_208_b.pdf"]
)
def test_an_identifier_is_found_however_it_is_written(text: str) -> None:
    assert finds_id("CASE-208", text)


@pytest.mark.parametrize(
    "text", ["CASE-2080", "CASE-1208", "showcase 208", "CASE-20 8x", "POL-208", "in this case 2083 people", "case 20.81"]
)
def test_an_identifier_is_not_found_in_another(text: str) -> None:
    assert not finds_id("CASE-208", text)


@pytest.mark.parametrize(
    "text",
    [
        "CASE-208b",
        "case 208B.",
        "CASE-208bis",
        "(CASE-208/b)",
        "CASE-208\u200bb",
        "CASE_208b_2",
        "ＣＡＳＥ-２０８ｂ",
        "CASE%2D208b",
        "CASE-208b2",
    ],
)
def test_letters_stuck_to_the_number_do_not_hide_an_identifier(text: str) -> None:
    assert finds_id("CASE-208", text)
    assert not finds_id("ASE-208", text)
    assert not finds_id("CASE-20", text)


@pytest.mark.parametrize(
    "text", ["CASE-2081b", "CASE-20-8b", "CASE-2 08b", "CASE-20", "showcase-208b", "CASE-b208", "CASE b 208", "SE-208"]
)
def test_letters_stuck_elsewhere_make_no_identifier(text: str) -> None:
    assert not finds_id("CASE-208", text)


@pytest.mark.parametrize("text", ["GOV-02-G417", "gov02g417", "gov 02: G 417", "GOV-02-G417b", "GOV-٠٢-G٤١٧", "GOV-02-\nG417"])
def test_the_identifier_of_a_gap_is_found_however_it_is_written(text: str) -> None:
    assert finds_id("GOV-02-G417", text)
    assert not finds_id("GOV-02-G4178", text)
    assert not finds_id("OV-02-G417", text)


def test_a_protected_term_is_no_identifier() -> None:
    assert not finds("R208", "R208b")
    assert finds_id("R208", "R208b")


def test_matches_say_where_they_stand_in_the_original() -> None:
    name = protect(ProtectedTerm(term=LONG))
    word = protect(ProtectedTerm(term=SHORT))
    text = "Über M\u0301eh-met YILMAZ; Orhan, orhan"

    matches = TermIndex([name, word]).find(text)

    assert [(each.term, text[each.start : each.end]) for each in matches] == [
        (name, "M\u0301eh-met YILMAZ"),
        (word, "Orhan"),
        (word, "orhan"),
    ]


def test_a_match_in_escapes_is_the_whole_text() -> None:
    text = "https://example.com/J%C3%BCrgens"

    assert TermIndex([term := protect(ProtectedTerm(term="Jürgens"))]).find(text) == (Match(term=term, start=0, end=len(text)),)


def test_one_place_can_hold_several_terms() -> None:
    terms = [protect(ProtectedTerm(term=each)) for each in ("Yilmaz", "Mehmet Yilmaz", "aaaaaa")]

    assert TermIndex(terms).find_terms("mehmet yilmaz") == set(terms[:2])
    assert len(TermIndex(terms).find("aaaaaaaa")) == 3


PROSE = (
    "The regulator asked the regional team, in a telephone call on 3 March 2025, to restrict access to a news site for three days. "
    "Counsel reviewed the legal basis and found that the order had not been issued by a court; the team asked for it in writing. "
    "Access was restricted for some users between 14:00 and 16:30, and 1,208 people were told the reason afterwards. "
)


@pytest.mark.parametrize("term", ["Ted", "Reg", "Ian", "Eve", "Asa", "Lena", "Rita", "Nora", "Dan", "Erik", "Selin", "1430x", "Legal Tea"])
def test_ordinary_prose_raises_no_alarm(term: str) -> None:
    assert not finds(term, PROSE)


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold("Å-ß\tİı ﬀ ½ ④ Ⅷ ४२ λόγος").folded == "assiiff124viii42λογοσ"


letters = st.text(alphabet=st.sampled_from("abcdeghijklmnoprstuvyz0123456789"), min_size=1, max_size=14)
separators = st.sampled_from(["", "", "", "-", ".", " ", "\n", "\u00a0", "\u200b", "\u0301", "\u00ad", "\u200f", "_", "'"])
invisible = st.sampled_from(["", "", "\u200b", "\u0301", "\u00ad", "\u2060", "\ufe0f", "-"])


@st.composite
def disguised(draw: st.DrawFn, *, between: st.SearchStrategy[str], min_size: int, max_size: int) -> tuple[str, str]:
    term = draw(st.text(alphabet="abcdeghijklmnoprstuvyz0123456789", min_size=min_size, max_size=max_size))
    forms: dict[str, Callable[[str], str]] = {
        "plain": lambda char: char,
        "upper": str.upper,
        "wide": lambda char: chr(ord(char) + 0xFEE0),
        "arabic": lambda char: chr(ord(char) - ord("0") + 0x660) if char.isdigit() else char,
        "turkish": lambda char: {"i": "ı"}.get(char, char),
    }
    return term, "".join(forms[draw(st.sampled_from(sorted(forms)))](each) + draw(between) for each in term)


@given(disguised(between=separators, min_size=6, max_size=14), st.text(max_size=20), st.text(max_size=20))
def test_no_disguise_hides_a_long_term(pair: tuple[str, str], before: str, after: str) -> None:
    term, text = pair
    assert finds(term, before + text + after)


@given(disguised(between=invisible, min_size=3, max_size=5), st.text(max_size=20), st.text(max_size=20))
def test_no_disguise_hides_a_short_word(pair: tuple[str, str], before: str, after: str) -> None:
    term, text = pair
    assert finds(term, f"{before} {text} {after}")


def is_named(needle: str, text: str) -> bool:
    """Say by brute force whether runs in a row make up an identifier; to the last, with all of the number, letters may be stuck."""
    runs = fold_runs(text)
    digits = len(needle) - len(needle.rstrip("0123456789"))
    for start in range(len(runs)):
        for end in range(start, len(runs)):
            before, last = "".join(runs[start:end]), runs[end]
            rest = last[len(needle) - len(before) :]
            is_lettered = len(needle) - len(before) >= digits and not rest[:1].isdecimal()
            if before + last == needle or (len(before) < len(needle) and (before + last).startswith(needle) and is_lettered):
                return True
    return False


record_ids = st.builds("{}-{}".format, st.sampled_from(["POL", "CASE", "GOV-02-G"]), st.integers(10, 222))
id_parts = st.sampled_from([*"polcase0122 ", "POL-", "case", "gov02g", "22", "\n", "\u200b", ".", "٢", "二", "b"])


@given(st.lists(record_ids, min_size=1, max_size=8), st.lists(id_parts | record_ids, max_size=12).map("".join))
def test_identifiers_are_found_as_by_brute_force(ids: list[str], text: str) -> None:
    index = TermIndex([Term(text=each, search=Search.IDENTIFIER) for each in ids])

    assert {each.text for each in index.find_terms(text)} == {each for each in ids if is_named(fold(each).folded, text)}


@given(st.lists(letters, max_size=6), st.lists(st.text(max_size=30) | letters, max_size=5), st.sampled_from(TermMatch))
def test_the_quick_test_never_overlooks_a_term(terms: list[str], texts: list[str], match: TermMatch) -> None:
    searches = [protect(ProtectedTerm(term=each, match=match)) for each in terms]
    searches += [Term(text=each, search=Search.IDENTIFIER) for each in terms]
    index = TermIndex(searches)

    found = {term for each in texts for term in index.find_terms(each)}

    assert found == {term for term in searches if any(TermIndex([term]).find(each) for each in texts)}
    assert index.may_find(texts) or not found
    anywhere = {each for each in searches if each.search is Search.ANYWHERE}
    assert found & anywhere == {each for each in anywhere if any(fold(each.text).folded in fold(text).folded for text in texts)}


@given(st.text(max_size=40))
def test_every_folded_character_has_its_origin(text: str) -> None:
    folded = fold(text)

    assert len(folded.origins) == len(folded.folded)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(fold(text[at]).folded for at in folded.origins)
    assert fold(folded.folded).folded == folded.folded
