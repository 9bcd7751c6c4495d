"""What a run of `validate` could not find because a part of the record cannot be read."""

from collections.abc import Callable

from gni_assess.cli.validate_batch import Checked
from gni_assess.model.vocabulary import RecordKind
from gni_assess.output.fingerprints import Fingerprint
from gni_assess.store.layout import EVIDENCE, FOLDERS

_NEEDS_OTHERS = frozenset(
    {
        *("GNI008", "GNI106", "GNI304", "GNI308"),
        *("GNI501", "GNI502", "GNI503", "GNI504", "GNI505", "GNI506", "GNI507"),
    }
)
"""Rules about one record, or none, that say less or nothing while another cannot be read."""


def hidden_by_unread(checked: Checked) -> Callable[[Fingerprint], bool]:
    """Tell what may still be there though this run did not find it."""
    records = {(each.kind.value, each.id) for each in checked.loaded.broken}
    files = {each.file for each in checked.loaded.problems}
    kinds = {kind.value for folder, kind in FOLDERS.items() if f"{EVIDENCE}/{folder}" in files}

    def is_hidden(entry: Fingerprint) -> bool:
        own, asked = (entry.kind, entry.record), (RecordKind.RESPONSE.value, entry.about)
        if own in records or asked in records or entry.kind in kinds or (entry.about and asked[0] in kinds):
            return True
        return bool(records or kinds) and entry.code in _NEEDS_OTHERS

    return is_hidden
