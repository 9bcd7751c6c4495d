"""Evidence: link what is registered, by id or by words; and say what is missing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gni_assess.interview.edits import save
from gni_assess.interview.evidence_search import looks_like_id, nearest, search, split_words
from gni_assess.interview.flow import following
from gni_assess.interview.layout import Para, bullet, choice, good, hint, plain, warning
from gni_assess.interview.progress import missing_kinds
from gni_assess.interview.state import State, Step, Turn
from gni_assess.interview.steps.form import KINDS, begin, describe_draft
from gni_assess.interview.steps.question import Question, ask_for_key, choose, list_choices, refuse
from gni_assess.interview.terminal import Offer
from gni_assess.model.assessment import Evidence
from gni_assess.model.response import EvidenceLink
from gni_assess.model.vocabulary import EvidenceKind

_REGISTER = hint("`+` registers it here and now; where a colleague registers it, `:r` looks again.")
_NEW = "+"
_CHANGE = "="
_LEAST_TO_SEARCH = 2


def _introduce(state: State) -> tuple[Para, ...]:
    # Once something is linked, only what is still missing is worth repeating.
    still = missing_kinds(state.assessment, state.criterion, state.response)
    shown = [each for each in state.criterion.show if not state.response.evidence or (each.required and each.kind in still)]
    expected = tuple(bullet(f"{each.kind}{'' if each.required else ' (optional)'}: {each.what}") for each in shown)
    title = "Still expected:" if state.response.evidence else "An assessor would expect:"
    wanted = (plain(title), *expected) if expected else ()
    linked = tuple(bullet(_describe_link(state, each)) for each in state.response.evidence)
    present = (
        (
            plain("Linked so far:"),
            *linked,
            hint("`-ID` takes a link away, the id alone changes what is said about it, `=ID` changes the record itself."),
        )
        if linked
        else ()
    )
    begun = (warning(f"You began {describe_draft(state, state.draft)} here; `+` goes on with it."),) if state.draft else ()
    return (*wanted, *present, *begun, plain("Evidence: ids or words to search for; `+` registers new; Enter goes on."))


def _describe_link(state: State, link: EvidenceLink) -> str:
    found = state.assessment.find_evidence(link.id)
    return ", ".join(each for each in (f"{link.id} {found.title if found else '(not registered)'}", link.where, link.shows) if each)


def _take(state: State, text: str) -> Turn:
    words = split_words(text)
    if not words:
        return Turn(state=state.move(following(state)))
    if (turn := _take_new(state, text)) is not None:
        return turn
    if all(word.isdecimal() for word in words) and state.found:
        return _take_numbers(state, text, words)
    removed = tuple(word.removeprefix("-").upper() for word in words if word.startswith("-"))
    if removed and len(removed) == len(words):
        return _unlink(state, removed)
    if any(looks_like_id(word) for word in words):
        return _take_ids(state, text, words)
    return _search(state, text)


def _take_new(state: State, text: str) -> Turn | None:
    typed = text.strip().casefold()
    if typed.startswith(_NEW) and len(typed.split()) == 1:
        kind = next((kind for key, kind in KINDS.items() if typed[1:] in (key, kind)), None)
        if kind is not None and (state.draft is None or (state.draft.kind is kind and not state.draft.record_id)):
            return begin(state, kind)
        return Turn(state=state.move(state.spot.at(Step.NEW_KIND)))
    if not typed.startswith(_CHANGE) or not looks_like_id(typed.removeprefix(_CHANGE)):
        return None
    found = state.assessment.find_evidence(typed.removeprefix(_CHANGE).upper())
    if found is None:
        return refuse(state, text, warning(f"`{typed.removeprefix(_CHANGE).upper()}` is not registered"))
    if state.draft is not None and state.draft.record_id != found.id:
        return Turn(state=state.move(state.spot.at(Step.NEW_KIND)))
    return begin(state, found.kind, found.id)


def _take_numbers(state: State, text: str, words: tuple[str, ...]) -> Turn:
    chosen = [int(word) for word in words]
    if any(not 1 <= number <= len(state.found) for number in chosen):
        return refuse(state, text, warning(f"type numbers from 1 to {len(state.found)}, ids, or other words"))
    return link(state, tuple(dict.fromkeys(state.found[number - 1] for number in chosen)))


def _take_ids(state: State, text: str, words: tuple[str, ...]) -> Turn:
    ids = tuple(dict.fromkeys(word.upper() for word in words))
    unknown = tuple(each for each in ids if state.assessment.find_evidence(each) is None)
    if not unknown:
        return link(state, ids)
    says: list[Para] = []
    found: list[Evidence] = []
    for each in unknown:
        says.append(
            warning(
                f"`{each}` is not registered; nothing was linked" if looks_like_id(each) else f"`{each}` is not an id; nothing was linked"
            )
        )
        found += (other for other in nearest(state.assessment, each) if other not in found)
    listed = (plain("Did you mean one of these? Type its number:"), *_number(found)) if found else ()
    again = replace(state, found=tuple(each.id for each in found), sought=text)
    return refuse(again, text, *says, *listed, _REGISTER)


def _search(state: State, text: str) -> Turn:
    found = search(state.assessment, text)
    again = replace(state, found=tuple(each.id for each in found), sought=text)
    if not found:
        return refuse(again, text, warning("no evidence has all these words in its id, title or summary"), _REGISTER)
    return Turn(
        state=again, says=(plain("Found; type the numbers to link:"), *_number(found), hint("Other words search again; Enter goes on."))
    )


def _number(found: tuple[Evidence, ...] | list[Evidence]) -> tuple[Para, ...]:
    return tuple(choice(str(number), f"{each.id} {each.title}") for number, each in enumerate(found, start=1))


def search_again(state: State) -> Turn:
    """Look again for what was last looked for, after it was registered elsewhere."""
    if not state.sought:
        return Turn(state=state, says=(warning("nothing was looked for yet; type ids or words"),))
    return _take(replace(state, found=()), state.sought)


def link(state: State, ids: tuple[str, ...]) -> Turn:
    """Link evidence that is registered, and go on to ask what it shows."""
    there = {each.id for each in state.response.evidence}
    new = tuple(each for each in ids if each not in there)
    links = (*state.response.evidence, *(EvidenceLink(id=each) for each in new))
    says = (good(f"Linked: {', '.join(new)}"),) if new else (hint("Linked already; you can change what is said about it."),)
    turn = save(state, replace(state.response, evidence=links), state.spot.at(Step.LINK_WHERE, links=ids))
    return replace(turn, says=says)


def _unlink(state: State, ids: tuple[str, ...]) -> Turn:
    there = {each.id for each in state.response.evidence}
    absent = tuple(each for each in ids if each not in there)
    if absent:
        return Turn(state=state, says=(warning(f"not linked here: {', '.join(absent)}; nothing was changed"),))
    gone = tuple(each for each in state.response.evidence if each.id in ids)
    turn = save(state, replace(state.response, evidence=tuple(each for each in state.response.evidence if each not in gone)))
    return replace(turn, says=(good("No longer linked:"), *(bullet(_describe_link(state, each)) for each in gone)))


def _offer(state: State, typed: str) -> Sequence[Offer]:
    if typed.lstrip().startswith(_NEW):
        return tuple(Offer(text=f"{_NEW}{kind}", replaces=len(typed.lstrip()), note="register a new one") for kind in KINDS.values())
    # Ids that were chosen before stay; only what follows the last comma is looked for.
    words = re.split(r"[,;]\s*", typed)[-1]
    if len(words.strip()) < _LEAST_TO_SEARCH:
        return ()
    there = {each.id for each in state.response.evidence}
    found = (each for each in search(state.assessment, words.removeprefix("-").removeprefix(_CHANGE)) if each.id not in there)
    return tuple(Offer(text=each.id, replaces=len(words), shown=f"{each.id} {each.title}", note=str(each.kind)) for each in found)


EVIDENCE = Question(introduce=_introduce, take=_take, offers=_offer)
"""Ids or words; Enter goes on."""

_WAYS: Mapping[str, str] = {
    "l": "link evidence that is registered",
    "r": "register it now",
    "n": "nothing of the kind happened in the period, so there is no case",
    "o": "it cannot be shown, but the assessor can have something else",
    "g": "it does not exist: a gap explains that",
}
_WORDS: Mapping[str, str] = {"l": "link", "r": "register", "n": "nothing", "o": "other", "g": "gap"}


def _ways(state: State) -> Mapping[str, str]:
    missing = missing_kinds(state.assessment, state.criterion, state.response)
    return {key: text for key, text in _WAYS.items() if key != "n" or EvidenceKind.CASE in missing}


def _introduce_missing(state: State) -> tuple[Para, ...]:
    missing = missing_kinds(state.assessment, state.criterion, state.response)
    wanted = tuple(bullet(f"{each.kind}: {each.what}") for each in state.criterion.show if each.required and each.kind in missing)
    return (
        warning("An assessor will ask for this, and nothing shows it yet:"),
        *wanted,
        *list_choices(_ways(state)),
        hint("Enter leaves it for later."),
    )


def _take_missing(state: State, text: str) -> Turn:
    if not text.strip():
        return Turn(state=state.move(following(state)))
    ways = _ways(state)
    key = choose(text, {each: _WORDS[each] for each in ways})
    if key is None:
        return refuse(state, text, ask_for_key(ways))
    step = {"l": Step.EVIDENCE, "r": Step.NEW_KIND, "n": Step.NO_INSTANCE, "o": Step.ALTERNATIVE, "g": Step.GAP_SUMMARY}[key]
    return Turn(state=state.move(state.spot.at(step)))


MISSING = Question(introduce=_introduce_missing, take=_take_missing)
"""What to do about kinds of evidence that an assessor would expect and that are not there."""
