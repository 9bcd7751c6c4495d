"""What the columns and words of an evidence list stand for: from options, a mapping that was kept, guesses, and by asking."""

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gni_assess.cli.asking import Asker
from gni_assess.cli.evidence_mapping_ask import (
    ask_dates,
    ask_file,
    ask_owner_for_all,
    ask_owners,
    ask_renewal,
    ask_rest,
    ask_sheet,
    ask_words,
    review_columns,
)
from gni_assess.cli.shared import Shared, refuse_output
from gni_assess.errors import StoreError, UsageError
from gni_assess.exchange.evidence_guess import guess_columns, is_heading
from gni_assess.exchange.evidence_map import (
    DATES,
    FIELDS,
    MAPPED_WORDS,
    TEXT_WORDS,
    VERSION_KEY,
    DateOrder,
    EvidenceMap,
    Rest,
    check_word,
    get_column,
    get_field,
    map_as_plain,
    map_from_plain,
)
from gni_assess.exchange.evidence_rows import find_passed_over
from gni_assess.exchange.evidence_values import (
    count_clear_days,
    find_unclear_days,
    find_unknown_people,
    find_unknown_words,
    names_nobody,
    read_value,
    typed_cell,
)
from gni_assess.exchange.values import read_person
from gni_assess.model.visible import visible_line
from gni_assess.model.workspace import Workspace
from gni_assess.output.run import count
from gni_assess.sheets.plain_tables import ListFile, PlainTable, make_table
from gni_assess.store.layout import SCHEMAS
from gni_assess.store.reading import parse_bytes, read_bounded
from gni_assess.store.save import save_atomically
from gni_assess.store.yaml_writer import dump_document

_MOST_NAMED = 4
_HEADER = "How the columns and words of an evidence list stand for those of records: for `gni-assess evidence import --mapping`."


@dataclass(frozen=True, kw_only=True)
class MapOptions:
    """What the options say of the mapping, as typed."""

    sheet: str = ""
    heading_row: int | None = None
    kind: str = ""
    columns: Sequence[str] = ()
    defaults: Sequence[str] = ()
    words: Sequence[str] = ()
    dates: DateOrder | None = None
    rest: Rest | None = None
    mapping: Path | None = None
    save: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A list and what its columns mean. In `mapping` the values for all are ready for a record.

    `kept` is the mapping as it is saved, and `file` where that was done.
    """

    table: PlainTable
    mapping: EvidenceMap
    kept: EvidenceMap
    file: Path | None = None


def settle_mapping(shared: Shared, found: ListFile, options: MapOptions, workspace: Workspace, asker: Asker | None) -> Mapped:
    """Find out what the columns mean; without somebody to ask only what is certain counts. Raises UsageError, StoreError."""
    given = read_mapping(options.mapping) if options.mapping is not None else EvidenceMap()
    table = _open_table(found, options, given, asker)
    gone = _find_gone(given, table, options)
    if gone:
        _tell_gone(shared, given, table, gone, asker)
    mapping = _take_options(_fit(given, table), table, options)
    # Nothing is asked about lines with a total, or with the headings once more.
    listed = replace(table, rows=tuple(each for each in table.rows if not find_passed_over(table, each)))
    if asker is not None:
        guesses = guess_columns(table.names, mapping.columns, mapping.left_out) if gone or not options.mapping else {}
        columns = {**mapping.columns, **{key: each.name for key, each in guesses.items() if key in gone or not options.mapping}}
        mapping = replace(mapping, columns=columns)
        if options.mapping is None or given.headings != table.names or mapping.missing():
            mapping = review_columns(shared, asker, table, listed, mapping)
        mapping = _ask_the_rest(asker, listed, mapping, workspace, options)
    else:
        mapping = _take_certain(shared, mapping, table, is_kept=options.mapping is not None)
    ready = _resolve(mapping, workspace)
    kept = replace(mapping, sheet="" if len(found.grids) == 1 else table.sheet, headings=table.names)
    save = options.save
    if save is None and asker is not None:
        if options.mapping is None:
            save = ask_file(shared, asker, found.file)
        elif kept != given and ask_renewal(asker, options.mapping):
            save = options.mapping
    if save is not None:
        refuse_output(shared.root, save)
        save_mapping(kept, save, shared.root)
        shared.say(f"the mapping is kept in `{save}`")
    return Mapped(table=table, mapping=ready, kept=kept, file=save)


def read_mapping(path: Path) -> EvidenceMap:
    """Read a mapping that was kept. Raises UsageError."""
    try:
        read = parse_bytes(read_bounded(path), str(path), "mapping", version_key=VERSION_KEY)
    except (OSError, ValueError) as error:  # a name with a null byte is a ValueError
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise UsageError(f"cannot read `{path}`: {why}", hint="check the name after `--mapping`") from error
    if read.document is not None and not (isinstance(read.document.value, dict) and VERSION_KEY in read.document.value):
        raise UsageError(f"`{path}` is no mapping of an evidence list", hint="`--save-mapping` makes one")
    if read.problems:
        first, *others = sorted(read.problems, key=lambda each: (each.line or 0, each.column or 0))
        more = f" (and {count(len(others), 'more mistake')})" if others else ""
        detail = f": `{first.detail}`" if first.detail else ""
        message = f"`{path}`, line {first.line}, column {first.column}: {first.message}{detail}{more}"
        between = " " if first.fix.endswith("?") else "; "
        raise UsageError(message, hint=f"{first.fix}{between}`gni-assess schema mapping` shows all that can stand there")
    try:
        return map_from_plain(read.value)
    except UsageError as error:
        raise UsageError(f"`{path}`: {error.message}", hint=error.hint) from error


def save_mapping(mapping: EvidenceMap, path: Path, root: Path) -> None:
    """Keep a mapping; inside the workspace `root` editors are told of its schema. Raises StoreError."""
    schema, header = root / SCHEMAS / "mapping.json", _HEADER
    if path.resolve().is_relative_to(root) and schema.exists():
        where = Path(os.path.relpath(schema, path.resolve().parent)).as_posix()
        header = f"# yaml-language-server: $schema={where}\n{_HEADER}"
    save_atomically(path, dump_document(map_as_plain(mapping), header).encode())


def _open_table(found: ListFile, options: MapOptions, given: EvidenceMap, asker: Asker | None) -> PlainTable:
    sheets = tuple(found.grids)
    if not sheets:
        raise StoreError(f"`{found.file}` holds nothing", hint="name another file")
    wanted = options.sheet or (given.sheet if given.sheet in sheets else "")
    if not wanted and len(sheets) > 1:
        if asker is None:
            raise UsageError(f"`{found.file}` has several sheets", hint=f"give `--sheet`, one of: {', '.join(sheets)}")
        wanted = ask_sheet(asker, found)
    by_fold = {each.casefold(): each for each in sheets}
    sheet = by_fold.get((wanted or sheets[0]).casefold())
    if sheet is None:
        raise UsageError(f"`{found.file}` has no sheet `{wanted}` that holds something", hint=f"one of: {', '.join(sheets)}")
    known = {name.casefold() for name in (*given.headings, *given.columns.values())}
    names = known | {each.partition("=")[2].strip().casefold() for each in options.columns}
    return make_table(found, sheet, lambda text: is_heading(text) or text.strip().casefold() in names, heading_row=options.heading_row)


def _find_gone(given: EvidenceMap, table: PlainTable, options: MapOptions) -> Mapping[str, str]:
    """Find the columns of a kept mapping that the list has no longer, by field, where no option names another."""
    renewed = {get_field(each.partition("=")[0], "--map") for each in options.columns}
    names = {each.casefold() for each in table.names}
    return {key: name for key, name in given.columns.items() if name.casefold() not in names and key not in renewed}


def _tell_gone(shared: Shared, given: EvidenceMap, table: PlainTable, gone: Mapping[str, str], asker: Asker | None) -> None:
    """Say which columns of a kept mapping are gone. Raises UsageError where nobody can be asked what stands for them now."""
    new = [each for each in table.names if given.headings and each not in given.headings]
    if given.sheet and given.sheet.casefold() != table.sheet.casefold():
        what = f"the mapping is for the sheet `{given.sheet}`; `{table.sheet}` has no {_listed(gone)}"
        way = f"give `--sheet {shlex.quote(given.sheet)}`, or another mapping"
    elif len(gone) == len(given.columns):
        what = f"the mapping is for another list: this one has no {_listed(gone)}"
        way = "give another mapping, or leave `--mapping` out"
    else:
        what = f"the list has no longer the {'column' if len(gone) == 1 else 'columns'} {_listed(gone)}"
        told = f"new in the list: {', '.join(new)}; " if new else ""
        way = f"{told}give `--map FIELD=COLUMN`, or `--map FIELD=` to leave it out"
    if asker is None:
        raise UsageError(what, hint=way)
    shared.say(f"{what}; look whether the columns below are right")


def _listed(gone: Mapping[str, str]) -> str:
    names = [f"`{visible_line(name)}` (for {key})" for key, name in gone.items()]
    return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")


def _fit(given: EvidenceMap, table: PlainTable) -> EvidenceMap:
    """Hold a kept mapping against a list whose columns may have changed since."""
    by_fold = {name.casefold(): name for name in table.names}
    columns = {key: by_fold[name.casefold()] for key, name in given.columns.items() if name.casefold() in by_fold}
    return replace(given, columns=columns)


def _take_options(mapping: EvidenceMap, table: PlainTable, options: MapOptions) -> EvidenceMap:
    letters = {each.name: each.letters for each in table.columns}
    for each in options.columns:
        key, name = _split(each, "--map", "FIELD=COLUMN")
        mapping = mapping.with_column(get_field(key, "--map"), get_column(name, letters, "--map") if name.strip() else "")
    for each in options.defaults:
        key, value = _split(each, "--default", "FIELD=VALUE")
        field = get_field(key, "--default")
        mapping = replace(mapping, defaults={**mapping.defaults, field: check_word(field, value, "--default")})
    if options.kind:
        if any(get_field(each.partition("=")[0], "--map") == "kind" for each in options.columns):
            raise UsageError("`--kind` is for all rows, and `--map` names a column for it", hint="leave one of the two out")
        mapping = mapping.with_column("kind", "")
        mapping = replace(mapping, defaults={**mapping.defaults, "kind": check_word("kind", options.kind, "--kind")})
    for each in options.words:
        key, _, rest = each.partition(":")
        typed, _, ours = rest.rpartition("=")
        if key.strip() not in MAPPED_WORDS or not typed.strip():
            hint = 'for example `--word "kind:Memo=report"`; also `classification:…` and `owner:…`'
            raise UsageError(f"`--word {each}` is not understood", hint=hint)
        mapping = mapping.with_word(key.strip(), " ".join(typed.split()), check_word(key.strip(), ours, "--word"))
    return replace(mapping, dates=options.dates or mapping.dates, rest=options.rest or mapping.rest)


def _split(text: str, option: str, form: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark:
        raise UsageError(f"`{option} {text}` is not understood", hint=f"write `{option} {form}`")
    return key, value


def _take_certain(shared: Shared, mapping: EvidenceMap, table: PlainTable, *, is_kept: bool) -> EvidenceMap:
    guesses = {} if is_kept else guess_columns(table.names, mapping.columns, mapping.left_out)
    for key, each in guesses.items():
        if each.is_sure:
            mapping = mapping.with_column(key, each.name)
    if missing := mapping.missing():
        options = [_option(key, guesses[key].name if key in guesses else "") for key in missing]
        free = [f"{each.letters} `{visible_line(each.name)}`" for each in table.columns if each.name not in mapping.used]
        raise UsageError(
            f"it is not certain which column of `{table.sheet}` says {', '.join(f'`{FIELDS[each]}` ({each})' for each in missing)}",
            hint=f"give {', '.join(options)}; columns that are free: {', '.join(free) or 'none'}; at a terminal it asks, without `--apply`",
        )
    for key, each in guesses.items():
        if not each.is_sure:
            shared.say(f"`{each.name}` is perhaps {key}, and is not taken as that: {_option(key, each.name, is_missing=False)} takes it")
    return mapping


def _option(key: str, name: str, *, is_missing: bool = True) -> str:
    alternative = {"kind": " (or `--kind policy` for all)", "summary": " (or `--default summary=TEXT`)"}.get(key, "")
    column = shlex.quote(f"{key}={name}") if name else f"{key}=COLUMN"
    return f"`--map {column}`{alternative if is_missing else ''}"


def _ask_the_rest(asker: Asker, table: PlainTable, mapping: EvidenceMap, workspace: Workspace, options: MapOptions) -> EvidenceMap:
    for key in TEXT_WORDS:
        if key in mapping.columns:
            cells = [row.cells.get(mapping.columns[key]) for row in table.rows]
            mapping = ask_words(asker, key, find_unknown_words(key, cells, mapping), mapping)
    days = [row.cells.get(mapping.columns[key]) for key in DATES if key in mapping.columns for row in table.rows]
    if mapping.dates is None and (unclear := find_unclear_days(days)):
        mapping = ask_dates(asker, unclear[0], count_clear_days(days), mapping)
    owners = [row.cells.get(mapping.columns.get("owner", "")) for row in table.rows]
    if "owner" not in mapping.defaults and (unowned := sum(map(names_nobody, owners))):
        mapping = ask_owner_for_all(asker, unowned, workspace.people, mapping)
    # Whoever says just now who answers for all means unknown names, too; a mapping that was kept was made before they were there.
    is_said = any(get_field(each.partition("=")[0]) == "owner" for each in options.defaults)
    if not is_said and (unknown := find_unknown_people(owners, workspace.people, mapping)):
        mapping = ask_owners(asker, unknown, workspace.people, mapping)
    unused = [name for name in table.names if name not in mapping.used and any(name in row.cells for row in table.rows)]
    return ask_rest(asker, unused, mapping) if mapping.rest is None and unused else mapping


def _resolve(mapping: EvidenceMap, workspace: Workspace) -> EvidenceMap:
    """Read the values for all, and the people who stand for names, as if they stood in cells."""
    plain = replace(mapping, defaults={}, words={key: mapping.words[key] for key in TEXT_WORDS if key in mapping.words})

    def read(key: str, text: str, option: str) -> Mapping[str, str]:
        if key == "owner":
            person = read_person(typed_cell(text), workspace.people)
            texts, problem = {key: person.value or ""}, next(iter(person.problems), None)
        else:
            value = read_value(key, typed_cell(text), plain, workspace)
            texts, problem = dict(value.texts), next(iter(value.problems), None)
        if problem is not None or not text.strip():
            what = problem.what if problem else "is empty"
            near = f"perhaps `{problem.nearest}`; " if problem and problem.nearest else ""
            allowed = ", ".join(problem.allowed) if problem else ""
            raise UsageError(f"`{option}`: `{text}` {what}", hint=f"{near}{allowed or 'give another'}".strip())
        return texts

    found: dict[str, str] = {}
    for key, text in mapping.defaults.items():
        found |= read(key, text, f"--default {key}")
    owners = {typed: read("owner", text, f"--word owner:{typed}")["owner"] for typed, text in mapping.words.get("owner", {}).items()}
    return replace(mapping, defaults=found, words={**plain.words, "owner": owners})
