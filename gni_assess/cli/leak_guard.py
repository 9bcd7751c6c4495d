"""What every command refuses that writes something for readers outside the team: a record read in part, and whatever would leak."""

import sys
from collections.abc import Collection, Sequence

from gni_assess.checks.runner import Result
from gni_assess.errors import RefusedError, WorkspaceError
from gni_assess.model.diagnostics import RecordRef
from gni_assess.report.spill import Spill
from gni_assess.store.layout import folder_to_name
from gni_assess.store.load import LoadedWorkspace

LEAK_RULES = ("GNI511", "GNI601")
"""While one of these fires for what would be shown, nothing is written for anybody outside the team."""

_HARMLESS = "GNI008"  # a file that no one reads is not in the report, and is not missing from it
_SHOWN = 5


def refuse_broken(loaded: LoadedWorkspace, *, why: str = "the report would be incomplete", again: str = "export again") -> None:
    """Refuse where a file cannot be read. Raises WorkspaceError."""
    broken = [each for each in loaded.problems if each.code != _HARMLESS]
    if broken:
        first = broken[0]
        # What is not shown on a terminal may be kept in a log, and a file's name may tell what is in it.
        folder = None if sys.stderr.isatty() else folder_to_name(first.file)
        file = first.file if folder is None else f"{folder}/…"
        where = file if first.line is None else f"{file}, line {first.line}"
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        message = f"{why}: {where}: {first.message}{more}"
        raise WorkspaceError(message, hint=f"`gni-assess validate` shows all; mend them, then {again}")


def refuse_leaks(result: Result, *, among: Collection[RecordRef] | None = None, nothing: str = "nothing was exported") -> None:
    """Refuse where a rule about leaks fires, with `among` only for these records. Raises RefusedError."""
    found = [each for each in result.diagnostics if each.code in LEAK_RULES and (among is None or each.record in among)]
    places = [f"{each.place.file}:{each.place.line}:{each.place.column} {each.code} {each.message}" for each in found]
    _refuse(places, f"mend these first; `gni-assess validate --select {','.join(LEAK_RULES)}` shows them with how", nothing)


def refuse_spills(found: Sequence[Spill], *, nothing: str = "nothing was exported") -> None:
    """Refuse where what was put together holds what its reader must not be told. Raises RefusedError."""
    hint = (
        "a protected term, or something of a record that may not be told of, comes about there: mend the record's fields that this column "
        "is made from, put a limit on them, or write the protected term more exactly"
    )
    _refuse([f"{_place(each)} holds what this audience must not be told" for each in found], hint, nothing)


def _refuse(places: Sequence[str], hint: str, nothing: str) -> None:
    if places:
        more = [f"and {len(places) - _SHOWN} more"] if len(places) > _SHOWN else []
        message = "\n  ".join([f"{nothing}: it would show what must not be shown", *places[:_SHOWN], *more])
        raise RefusedError(message, hint=hint)


def _place(spill: Spill) -> str:
    record = f" ({spill.record})" if spill.record else ""
    parts = (
        f"sheet `{spill.sheet}`" if spill.sheet else "the workbook as a whole",
        f"table `{spill.table}`" if spill.table else "",
        f"row {spill.row}{record}" if spill.row else "",
        f"column `{spill.column}`" if spill.row else spill.column,
    )
    return ", ".join(each for each in parts if each)
