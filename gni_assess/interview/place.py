"""Where a person left, as one line of text, so that the next session goes on there."""

import json

from gni_assess.interview.flow import is_possible
from gni_assess.interview.progress import is_answered
from gni_assess.interview.state import Spot, State, Step


def write_place(spot: Spot) -> str:
    """Give a spot as text. It names ids and fields, never anything that was typed."""
    plain = {"criterion": spot.criterion, "step": spot.step.name, "gap": spot.gap, "links": list(spot.links), "field": spot.field}
    return json.dumps({key: value for key, value in plain.items() if value})


def read_place(text: str) -> Spot | None:
    """Read it back; None for whatever was not written by `write_place`."""
    try:
        plain = json.loads(text)
        return Spot(
            criterion=str(plain["criterion"]),
            step=Step[plain["step"]],
            gap=str(plain.get("gap", "")),
            links=tuple(str(each) for each in plain.get("links", ())),
            field=str(plain.get("field", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def find_start(state: State, place: str) -> Spot | None:
    """Find where to go on: the question that was left, where it can still be asked and the work at it is not done."""
    spot = read_place(place)
    if spot is None or spot.criterion not in state.setting.walk or (spot.step in _WITH_LINKS and not spot.links):
        return None
    if spot.step is Step.FORM and not is_possible(state, spot):
        return Spot(criterion=spot.criterion, step=Step.EVIDENCE)  # nothing was kept of what was to be registered
    if not is_possible(state, spot) or spot.step in _PASSING:
        return None
    is_begun = spot.step is not Step.FINDING or state.setting.ask_everything
    return spot if is_begun or not is_answered(state.assessment, spot.criterion) else None


_WITH_LINKS = frozenset({Step.LINK_WHERE, Step.LINK_SHOWS})
_PASSING = frozenset({Step.DONE, Step.REGISTER})
