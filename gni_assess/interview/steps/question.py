"""What a question is: how it is put, and what follows from what is typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gni_assess.interview.edits import save
from gni_assess.interview.layout import Para, choice, hint, warning
from gni_assess.interview.state import State, Turn
from gni_assess.interview.terminal import Offer
from gni_assess.model.response import Response

WORDS_OF_A_TEXT = 4
"""What has as many words was meant as a text, wherever it was typed."""


@dataclass(frozen=True, kw_only=True)
class TextField:
    """A text of any length: where it stands in the record, and how it is put there.

    `put` stores a text, or, with an empty one, takes it out; the turn stays at the question.
    """

    read: Callable[[State], str]
    put: Callable[[State, str], Turn]
    required: bool = False


_LEAST_OF_A_WORD = 3


def text_of_response(read: Callable[[State], str], write: Callable[[State, str], Response], *, required: bool = False) -> TextField:
    """Describe a text that stands in the response; `write` gives the response with it."""
    return TextField(read=read, put=lambda state, text: save(state, write(state, text)), required=required)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `take` is given what was typed, never a command; an empty text means that Enter alone was pressed.

    `default` is what Enter stands for. `field` is there where the question takes a text, `value` where it takes something shorter that
    can be taken out again; `is_choice` says that only words of a list are taken. `offers` completes what is typed, `label` stands in the
    prompt.
    """

    introduce: Callable[[State], tuple[Para, ...]]
    take: Callable[[State, str], Turn]
    default: Callable[[State], str] = lambda _: ""
    field: TextField | None = None
    value: TextField | None = None
    is_choice: bool = False
    offers: Callable[[State, str], Sequence[Offer]] = lambda _state, _typed: ()
    label: Callable[[State], str] = lambda state: str(state.spot.step)


def refuse(state: State, text: str, *says: Para) -> Turn:
    """Ask again; after Enter alone with the whole question, which may be out of sight by now.

    Something as long as a sentence is set aside: it was probably meant for another question.
    """
    kept, note = set_aside(state, text) if is_long(text) else (state, ())
    return Turn(state=kept, says=(*says, *note), repeat=not text.strip())


def is_long(text: str) -> bool:
    """Whether what was typed has several lines or so many words that it was meant as a text."""
    return len(text.split()) >= WORDS_OF_A_TEXT or len(text.split("\n")) > 1


def set_aside(state: State, text: str) -> tuple[State, tuple[Para, ...]]:
    """Keep a text for a question that takes one, and say so."""
    return replace(state, aside=(*state.aside, text)), (hint("What you typed is kept: `:p` uses it at a question that takes text."),)


def choose(text: str, choices: Mapping[str, str]) -> str | None:
    """Find the key that was typed: the letter, or the word that it stands for, or a beginning of it that no other has."""
    typed = " ".join(text.replace("-", " ").casefold().split())
    exact = next((key for key, word in choices.items() if typed in (key, word.replace("-", " "))), None)
    begun = [key for key, word in choices.items() if len(typed) >= _LEAST_OF_A_WORD and word.replace("-", " ").startswith(typed)]
    return exact or (begun[0] if len(begun) == 1 else None)


def list_choices(choices: Mapping[str, str]) -> tuple[Para, ...]:
    """List keys with what they stand for."""
    return tuple(choice(key, text) for key, text in choices.items())


def ask_for_key(choices: Mapping[str, str]) -> Para:
    """Say which keys are taken."""
    return warning(f"type one of {', '.join(f'`{key}`' for key in choices)}; `:?` lists the commands")
