"""What stands on a sheet for a record, or a part of one, that this audience does not get in full."""

from collections.abc import Callable
from typing import Any, TypeVar

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.response import EvidenceLink
from gni_assess.report.view import View
from gni_assess.report.words import HELD_BACK, TREATMENTS, grounds_in_words, lines, plain
from gni_assess.sheets.book import Value

R = TypeVar("R")


def of_record(give: Callable[[View, R], Value], *keys: str) -> Callable[[View, Disclosed[R]], Value]:
    """Give a value that follows from some fields of a record, or say why they are not shown.

    Where it follows from several fields, the parts that are shown stand above what is said of the others.
    """

    def value(view: View, shown: Disclosed[R]) -> Value:
        if shown.record is None:
            return HELD_BACK
        hidden = dict.fromkeys(view.limits_of(shown.kind, shown.id, key) for key in keys if key in shown.hidden_fields)
        if not hidden:
            return give(view, shown.record)
        given = give(view, shown.record) if len(keys) > 1 else ""
        return lines(given if isinstance(given, str) else "", *hidden)

    return value


def limit_in_words(view: View, shown: Disclosed[Any]) -> str:
    """Say how a record is shown, on which grounds, and which of its fields are not."""
    texts = [TREATMENTS[shown.treatment]]
    if shown.record is None:
        texts = [f"{TREATMENTS[shown.treatment]}: {grounds_in_words(shown.grounds)}"]
    for item in view.withheld_of(shown.kind, shown.id):
        if item.fields:
            names = ", ".join(plain(each).replace("_", " ") for each in item.fields)
            texts.append(f"{TREATMENTS[item.treatment]}: {names} ({grounds_in_words(item.grounds)})")
    return lines(*texts)


def how_to_see(view: View, shown: Disclosed[Any]) -> str:
    """Say how the rest of a record can be seen."""
    of_fields = [how for item in view.withheld_of(shown.kind, shown.id) for how in item.how]
    return lines(*dict.fromkeys((*shown.how, *of_fields)))


def link_text(view: View, link: EvidenceLink) -> str:
    """Give what a link says of its target, where the target is shown in full; "" where it says nothing."""
    if not view.is_in_full(link.id):
        return f"{link.id}: {HELD_BACK}"
    texts = [text for text in (link.where, link.shows) if text]
    return f"{link.id}: " + ". ".join(texts) if texts else ""
