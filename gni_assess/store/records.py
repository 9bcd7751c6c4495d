"""A record made of plain fields that did not come from a file: checked as a file would be."""

from gni_assess.errors import UsageError
from gni_assess.model.assessment import Record
from gni_assess.model.vocabulary import RecordKind
from gni_assess.store.explain import explain_misfit
from gni_assess.store.schemas import get_acceptor
from gni_assess.store.structure import RECORD_TYPES, build


def build_checked(kind: RecordKind, plain: object) -> Record:
    """Make a record of fields as its file would hold them. Raises UsageError with the first that does not fit."""
    if not get_acceptor(kind.value)(plain) or not isinstance(plain, dict):
        faults = explain_misfit(kind.value, plain)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise UsageError(f"{faults[0].message}{more}", hint=faults[0].fix)
    return build(RECORD_TYPES[kind], plain)
