"""Output that may be published carries no file name that a person chose: it may say what the record keeps confidential."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from gni_assess.model.diagnostics import Diagnostic
from gni_assess.output.run import Run

_NUMBER = re.compile(r"(?<=/…) \([0-9]+ of [0-9]+\)\Z")

FolderOf = Callable[[str], str | None]
"""Gives the folder to name in place of a file; None where the whole path may be published."""


def without_file_names(run: Run, *, folder_of: FolderOf, is_record_id: Callable[[str], bool]) -> Run:
    """Give a run with a neutral stand-in for each file whose name must not be published, and without what is no id of a record.

    Several such files of one folder are told apart by numbers, in the order of their names: `evidence/files/… (1 of 3)`.
    """
    names = _stand_ins((each.place.file for each in (*run.diagnostics, *run.suppressed)), folder_of)

    def conceal(diagnostic: Diagnostic) -> Diagnostic:
        place, record = diagnostic.place, diagnostic.record
        if record is not None and record.id and not is_record_id(record.id):
            record = replace(record, id="")
        return replace(diagnostic, place=replace(place, file=names.get(place.file, place.file)), record=record)

    return replace(
        run,
        diagnostics=tuple(conceal(each) for each in run.diagnostics),
        suppressed=tuple(conceal(each) for each in run.suppressed),
        subjects=tuple(each for each in run.subjects if not each.id or is_record_id(each.id)),
    )


def without_number(file: str) -> str:
    """Take the number from a stand-in: it changes when another such file comes or goes."""
    return _NUMBER.sub("", file)


def _stand_ins(files: Iterable[str], folder_of: FolderOf) -> dict[str, str]:
    folders: dict[str, list[str]] = {}
    for file in sorted(set(files)):
        if (folder := folder_of(file)) is not None:
            folders.setdefault(folder, []).append(file)
    return {
        file: f"{folder}/…" + (f" ({number} of {len(inside)})" if len(inside) > 1 else "")
        for folder, inside in folders.items()
        for number, file in enumerate(inside, start=1)
    }
