"""The guidance of every criterion is whole, concrete, in our own words, and its own."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from gni_assess.model.criteria import CASE_AREA, Criterion
from gni_assess.model.vocabulary import CompanyType
from gni_assess.store.packs import load_built_in

PACK = load_built_in("gni-2024")
IN_A_FIELD = 8
COMPANIES = ("Example Telecom", "Example Social", "Example Mail", "Example Cloud", "Example Networks")
ROLES = {
    *("Human rights lead", "General counsel", "Regional counsel", "Head of law-enforcement response", "Head of trust and safety"),
    *(
        "Head of security",
        "Privacy officer",
        "Head of public policy",
        "Board secretary",
        "Head of risk management",
        "Head of internal audit",
    ),
    *("Head of product", "Head of engineering", "Network operations lead", "Head of sales", "Head of procurement", "Head of research"),
    *("Head of mergers and acquisitions", "Head of human resources", "Head of communications", "Head of training", "Data governance lead"),
    *("Head of customer support", "Managing director of a subsidiary", "Country manager", "Head of standards and licensing"),
}
OVERLAPS = (("FOE-02", "PRV-04", "TRE-06"), ("DDR-15", "TRE-01"), ("DDR-06", "TRE-05"))

VAGUE = (
    *(
        r"appropriate\w*",
        r"robust\w*",
        r"adequate\w*",
        r"sufficient\w*",
        r"comprehensive\w*",
        "effective(?:ly)?",
        "relevant",
        "suitabl[ey]",
    ),
    *(r"meaningful\w*", r"significant\w*"),
    *("various", "regularly", "periodically", "timely", r"holistic\w*", r"proactive\w*", r"strong\w*"),
    *(r"ensur\w+", r"facilitat\w+", r"streamlin\w+", r"utiliz\w+", "leverag(?:ing|ed)", r"seamless\w*", "world-class", "cutting-edge"),
    *(
        "proper(?:ly)?",
        "promptly",
        "reasonabl[ey]",
        "periodic",
        "as soon as possible",
        "where possible",
        "if applicable",
        "as applicable",
        "ongoing(?! due diligence)",
        "state-of-the-art",
        r"etc\.",
        "best-in-class",
        r"synerg\w+",
        "impactful",
        "actionable",
    ),
)
VAGUE_PHRASES = (
    *(
        "from time to time",
        "as needed",
        "as necessary",
        "where necessary",
        "if necessary",
        "when needed",
        "where appropriate",
        "best practices?",
    ),
    *("state of the art", "and so on", "and more", "key stakeholders?", "on a regular basis", "going forward", "committed to excellence"),
)
VAGUE_WORD = re.compile(rf"\b(?:{'|'.join((*VAGUE, *VAGUE_PHRASES))})(?!\w)", re.IGNORECASE)
AUTHORITIES = r"(?:GNI|Global Network Initiative|(?:the )?Principles|(?:the )?Implementation Guidelines|the Guidelines|(?:the )?Toolkit)"
CLAIMS = (
    r"(?:requires?|says?|states?|expects?|demands?|defines?|asks?|recommends?|obliges?|calls? for|text|wording|wants?|insists?|provides?|"
    r"commits?|prescribes?|lays? down|sets? out)"
)
PASSIVE = r"(?:required|endorsed|approved|demanded|defined|prescribed|recommended|expected|written)"
CLAIM_OF_GNI = re.compile(
    rf"\b{AUTHORITIES}(?:'s)?(?: \w+){{0,2}} {CLAIMS}\b|\b(?:according to|in the words of) {AUTHORITIES}|\b{PASSIVE} by {AUTHORITIES}|"
    r"\bofficial (?:text|wording|question)\b",
    re.IGNORECASE,
)
SCORE = re.compile(r"\b(?:maturity|compliant|rating|scores?|scored|graded?|best in class)\b", re.IGNORECASE)
BRITISH = re.compile(
    r"\b(?:\w*(?:organis|recognis|authoris|minimis|prioritis|summaris|anonymis|emphasis[ei]|localis|standardis|finalis)\w*|behaviours?|colours?|"
    r"favour\w*|honour\w*|labour|licence\w*|defence|offence|programmes?|centres?|judgements?|cancelled|travelled|fulfil|whilst|analyse[sd]?)\b",
    re.IGNORECASE,
)


def texts_of(criterion: Criterion) -> Iterator[str]:
    yield from (criterion.question, criterion.intent, criterion.example, *criterion.question_for.values())
    yield from (*criterion.looks_for, *criterion.probes, *criterion.common_gaps, *criterion.first_steps)
    yield from (each.what for each in criterion.show)


def runs_in(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def sentences_in(text: str) -> int:
    return len(re.findall(r"[.?](?=\s|$)", text))


@pytest.mark.parametrize("criterion", PACK.criteria, ids=lambda each: each.id)
def test_guidance_is_whole(criterion: Criterion) -> None:
    for texts, least, most, shortest in (
        (criterion.looks_for, 3, 6, 40),
        (criterion.probes, 2, 5, 50),
        (criterion.common_gaps, 2, 5, 45),
        (criterion.first_steps, 2, 4, 60),
    ):
        assert least <= len(texts) <= most
        assert len(set(texts)) == len(texts)
        assert all(len(each) >= shortest for each in texts), texts
    assert len(criterion.question) >= 60
    assert len(criterion.intent) >= 120
    assert all(len(each.what) >= 90 for each in criterion.show)
    assert all(each.endswith("?") for each in criterion.probes)
    assert criterion.question.count("?") == 1
    assert 1 <= len(criterion.who_to_ask) <= 4
    assert set(criterion.who_to_ask) <= ROLES
    assert 1 <= len(set(criterion.see_also)) == len(criterion.see_also) <= 4


@pytest.mark.parametrize("criterion", PACK.criteria, ids=lambda each: each.id)
def test_the_example_is_a_short_answer_of_a_company_that_does_not_exist(criterion: Criterion) -> None:
    assert 3 <= sentences_in(criterion.example) <= 6
    assert len(criterion.example) >= 350
    assert any(each in re.split(r"(?<=[.?])\s", criterion.example)[0] for each in COMPANIES)


@pytest.mark.parametrize("criterion", PACK.criteria, ids=lambda each: each.id)
def test_words_are_concrete_ours_and_american(criterion: Criterion) -> None:
    for text in texts_of(criterion):
        for forbidden in (VAGUE_WORD, CLAIM_OF_GNI, SCORE, BRITISH):
            assert forbidden.findall(text) == [], text
        assert not re.search("[\u2014\u2013\u201c\u201d\u2018\u2019\u2026!]", text), text
        assert "\n" not in text


def test_no_two_criteria_share_a_run_of_words_in_one_text() -> None:
    owners: dict[tuple[str, ...], str] = {}
    for criterion in PACK.criteria:
        for text in texts_of(criterion):
            for run in runs_in(text, IN_A_FIELD):
                assert owners.setdefault(run, criterion.id) == criterion.id, " ".join(run)


def test_twins_by_title_are_not_twins_by_text() -> None:
    pairs = [(one, other) for one, other in combinations(PACK.criteria, 2) if one.title == other.title]
    assert len(pairs) >= 7
    for one, other in pairs:
        ours, theirs = (set(re.findall(r"\w{5,}", " ".join(texts_of(each)).casefold())) for each in (one, other))
        shared = len(ours & theirs) / min(len(ours), len(theirs))
        assert shared < 0.5, (one.id, other.id, shared)


def test_forbidden_words_are_found_where_they_stand() -> None:
    for text in ("an appropriate step", "Ensure that", "lists, etc.", "as needed", "key stakeholders"):
        assert VAGUE_WORD.search(text), text
    for text in ("required by the Principles", "approved by GNI", "GNI's Principle 4 demands it", "the Principles commit members to"):
        assert CLAIM_OF_GNI.search(text), text
    for text in ("GNI requires a policy", "The Principles say", "according to the Guidelines", "GNI's official text"):
        assert CLAIM_OF_GNI.search(text), text
    for text in ("a member of GNI", "the non-company members of GNI nominate", "the key to a file", "a strength"):
        assert not VAGUE_WORD.search(text), text
        assert not CLAIM_OF_GNI.search(text), text
    assert BRITISH.search("the organisation")
    assert runs_in("one two three", 2) == {("one", "two"), ("two", "three")}


def test_real_overlaps_name_each_other() -> None:
    for group in OVERLAPS:
        for one in group:
            assert set(group) - {one} <= set(PACK.by_id[one].see_also), one


def test_every_criterion_can_be_reached_from_another_of_its_area() -> None:
    named = {other for each in PACK.criteria for other in each.see_also}
    assert {each.id for each in PACK.criteria} - named - {each.id for each in PACK.criteria if each.area == CASE_AREA} == set()


def test_questions_for_a_part_of_the_stack() -> None:
    for criterion in PACK.criteria:
        assert set(criterion.question_for) <= {CompanyType.VENDOR, CompanyType.INFRASTRUCTURE}
        assert not criterion.question_for or criterion.area in ("FOE", "PRV")
        assert not (CompanyType.VENDOR in criterion.question_for and not criterion.applies(frozenset({CompanyType.VENDOR})))
        for text in criterion.question_for.values():
            assert text.endswith("?")
            assert text != criterion.question
    for each in CompanyType.VENDOR, CompanyType.INFRASTRUCTURE:
        assert sum(each in criterion.question_for for criterion in PACK.criteria) >= 20
