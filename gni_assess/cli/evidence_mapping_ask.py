"""Asking an officer what the columns and words of an evidence list mean: guesses first, with samples of what stands there."""

import itertools
import re
import shlex
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gni_assess.cli.asking import Asker, Check, one_of
from gni_assess.cli.shared import Shared, refuse_missing_folder, refuse_output
from gni_assess.errors import UsageError
from gni_assess.exchange.evidence_map import FIELDS, KINDS, DateOrder, EvidenceMap, Rest, get_column, get_field
from gni_assess.exchange.evidence_values import OURS, list_days, typed_cell
from gni_assess.exchange.values import read_person
from gni_assess.model.columns import count_columns, wrap_columns
from gni_assess.model.visible import visible_line
from gni_assess.model.workspace import Person
from gni_assess.output.run import count
from gni_assess.sheets.incoming_values import IncomingCell
from gni_assess.sheets.plain_tables import ListFile, PlainTable

_SAMPLES, _LONGEST_SAMPLE = 3, 30
_WIDEST = 100
_MOST_NAMES = 8
_LONGEST_NAME = 40
_HOW = """\
To change it, type field and column, by heading or letter: owner=F
Several go with ; between. To leave a field out: owner="""


def ask_sheet(asker: Asker, found: ListFile) -> str:
    """Ask which sheet holds the list."""
    sheets = tuple(found.grids)
    sizes = (f"{count(len(rows), 'row')} with something in {'it' if len(rows) == 1 else 'them'}" for rows in found.grids.values())
    lines = [f"{number}  {visible_line(name)}: {size}" for number, (name, size) in enumerate(zip(sheets, sizes, strict=True), 1)]
    pick = one_of(sheets)

    def check(text: str) -> str:
        if text.strip() not in sheets and text.strip() in map(str, range(1, len(sheets) + 1)):
            return sheets[int(text) - 1]
        return pick(text)

    sheet = asker.ask("Which sheet is the list? Its number or its name.", "--sheet", check, note="\n".join(lines))
    asker.remember(f"--sheet {shlex.quote(sheet)}")
    return sheet


def review_columns(shared: Shared, asker: Asker, table: PlainTable, listed: PlainTable, mapping: EvidenceMap) -> EvidenceMap:
    """Show which column stands for what, and let it be changed until it is right. `listed` is `table` without rows that are passed over."""
    letters = {each.name: each.letters for each in table.columns}
    rows = len(table.rows) + len(table.blank)
    without = rows - len(listed.rows)
    passed = f"; {without} of them {'holds' if without == 1 else 'hold'} no document" if without else ""
    shared.print(f"{visible_line(table.sheet)}: {count(rows, 'row')} under the headings in row {table.heading_row}{passed}")
    edits: list[tuple[str, str]] = []

    def check(text: str) -> str:
        try:
            edits[:] = [_read_edit(each, letters) for each in _split_edits(text)]
        except UsageError as error:
            raise ValueError(f"{error.message}; {error.hint}") from error
        return text

    _print_lines(shared, _list_columns(listed, mapping))
    while asker.ask("Is this right?", "--map", check, note=_HOW, required=False, enter="Enter takes it as it is."):
        asker.remember()
        for edit in edits:
            mapping = _change(mapping, *edit)
        _print_lines(shared, _list_columns(listed, mapping))
    for key in mapping.missing():
        mapping = _ask_missing(asker, key, letters, mapping)
    asker.typed.extend(f"--map {shlex.quote(f'{key}={name}')}" for key, name in mapping.columns.items())
    asker.typed.extend(f"--map {key}=" for key in mapping.left_out if key != "kind" or key not in mapping.defaults)
    return mapping


def ask_words(asker: Asker, key: str, unknown: Mapping[str, int], mapping: EvidenceMap) -> EvidenceMap:
    """Ask once for each word of the list which of ours it is."""
    words = tuple(OURS[key])
    for typed, number in unknown.items():
        question = f"`{visible_line(typed)}` under `{mapping.columns[key]}` ({count(number, 'row')}): which {key} is it?"
        enter = "Enter leaves it open; rows with it are then not taken."
        word = asker.ask(question, "--word", one_of(words), note=", ".join(words), required=False, enter=enter)
        if word:
            asker.remember(f"--word {shlex.quote(f'{key}:{typed}={word}')}")
            mapping = mapping.with_word(key, typed, word)
    return mapping


def ask_owners(asker: Asker, unknown: Mapping[str, int], people: Sequence[Person], mapping: EvidenceMap) -> EvidenceMap:
    """Ask who answers for what is owned by somebody who is not in the workspace: for several at once, or name by name."""
    names, for_all = tuple(unknown), mapping.defaults.get("owner", "")
    open_ = (
        f"Enter leaves that to {for_all}, as all that has no owner." if for_all else "Enter leaves it open; such rows are then not taken."
    )

    def ask(some: Sequence[str], enter: str, note: str = "") -> str:
        listed = ", ".join(f"`{visible_line(each)}`" for each in some[:_MOST_NAMES])
        more = f" and {len(some) - _MOST_NAMES} more" if len(some) > _MOST_NAMES else ""
        rows = count(sum(unknown[each] for each in some), "row")
        question = f"Nobody in the workspace is {listed}{more} ({rows}). Who answers for these?"
        return asker.ask(question, "--word", _check_person(people), note=note, required=False, enter=enter)

    several = len(names) > 1
    found = ask(names, "Enter asks for each by itself." if several else open_, f"{_introduce_all(people)}; the name is kept in the notes")
    if not several or found:
        return _stand_in(asker, names, found, mapping)
    for each in names:
        mapping = _stand_in(asker, [each], ask([each], open_), mapping)
    return mapping


def _stand_in(asker: Asker, names: Collection[str], found: str, mapping: EvidenceMap) -> EvidenceMap:
    """Keep by name who answers, so that the next unknown name is asked about."""
    person = found or mapping.defaults.get("owner", "")
    if not person:
        return mapping
    options = [f"--word {shlex.quote(f'owner:{typed}={person}')}" for typed in names]
    if found:
        asker.remember()
    asker.typed.extend(options)
    for typed in names:
        mapping = mapping.with_word("owner", typed, person)
    return mapping


def ask_owner_for_all(asker: Asker, unowned: int, people: Sequence[Person], mapping: EvidenceMap) -> EvidenceMap:
    """Ask who answers for what has no owner in the list."""
    rows = "1 row names" if unowned == 1 else f"{unowned} rows name"
    question = f"{rows} no owner. Who answers for {'it' if unowned == 1 else 'these'}?"
    found = asker.ask(question, "--default", _check_person(people), note=_introduce_all(people))
    asker.remember(f"--default owner={found}")
    return replace(mapping, defaults={**mapping.defaults, "owner": found})


def _introduce_all(people: Sequence[Person]) -> str:
    return ", ".join(f"{each.id} ({each.name})" for each in people)


def _check_person(people: Sequence[Person]) -> Check:
    def check(text: str) -> str:
        read = read_person(typed_cell(text), people)
        if read.value is None:
            raise ValueError(f"one of these, please: {', '.join(each.id for each in people)}")
        return read.value

    return check


def ask_dates(asker: Asker, cell: IncomingCell, only: Mapping[DateOrder, int], mapping: EvidenceMap) -> EvidenceMap:
    """Ask which comes first in days such as 03/04/2025. `only` counts the days of the list that can be read in one way alone."""
    question = f"{cell.cell.text.strip()} ({cell.spot}): what comes first in the days of this list?"
    lines = [f"{order.value}: {day.isoformat()}" for order, day in list_days(cell.cell.text).items()]
    lines += [f"({count(number, 'other day')} of the list can only be {order.value})" for order, number in only.items()]
    word = asker.choose(question, "--dates", [each.value for each in DateOrder], note="\n".join(lines))
    return replace(mapping, dates=DateOrder(word))


def ask_file(shared: Shared, asker: Asker, list_name: str) -> Path | None:
    """Ask where the mapping is to be kept; None where it is not. `y` alone takes the name that is proposed."""
    proposed = next(each for each in _propose_names(list_name) if not each.exists())

    def check(text: str) -> str:
        word = text.strip().casefold()
        if word in ("n", "no"):
            return ""
        if word in ("y", "yes"):
            return str(proposed)
        if Path(text.strip()).suffix.casefold() not in (".yaml", ".yml"):
            raise ValueError(f"y, n, or the name of a file that ends with .yaml, such as {proposed}, please")
        try:
            path = Path(text.strip()).expanduser()
            refuse_missing_folder(path)
            refuse_output(shared.root, path)
            refuse_taken(path)
        except UsageError as error:
            raise ValueError(f"{error.message}; {error.hint}") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise ValueError("that is no name of a file") from error
        return str(path)

    question = "Keep these choices in a file, for the next list of this kind?"
    note = f"y keeps them in {visible_line(str(proposed))}; or type another name that ends with .yaml"
    found = asker.ask(question, "--save-mapping", check, note=note, required=False, enter="Enter (or n) keeps none.")
    if found:
        asker.remember(f"--save-mapping {shlex.quote(found)}")
        return Path(found)
    if asker.typed and asker.typed[-1].startswith("--save-mapping"):
        asker.remember()
    return None


def ask_renewal(asker: Asker, path: Path) -> bool:
    """Ask whether what is new goes into the mapping that was kept."""
    is_wanted = asker.confirm(f"Keep what is new in `{visible_line(str(path))}`, for the next list?", "--save-mapping", default=True)
    asker.remember(*([f"--save-mapping {shlex.quote(str(path))}"] if is_wanted else []))
    return is_wanted


def _propose_names(list_name: str) -> Iterator[Path]:
    stem = "".join(each if each.isalnum() or each in "-_" else "-" for each in Path(list_name).stem)[:_LONGEST_NAME].strip("-") or "list"
    yield Path(f"{stem}-mapping.yaml")
    for number in itertools.count(2):
        yield Path(f"{stem}-mapping-{number}.yaml")


def refuse_taken(path: Path) -> None:
    """Refuse to keep a mapping where something is already. Raises UsageError."""
    if path.exists():
        raise UsageError(f"`{path}` exists already", hint="name another file; `--mapping FILE --save-mapping FILE` renews one")


def ask_rest(asker: Asker, unused: Sequence[str], mapping: EvidenceMap) -> EvidenceMap:
    """Ask what becomes of columns that stand for nothing."""
    listed = ", ".join(f"`{visible_line(each)}`" for each in unused)
    note = "notes: what stands there goes into the notes of each record, which only your team sees; leave: it stays in the list"
    question = f"Columns that stand for nothing: {listed}. Keep them?"
    word = asker.choose(question, "--rest", [each.value for each in Rest], note=note, default=Rest.NOTES.value)
    return replace(mapping, rest=Rest(word))


def _split_edits(text: str) -> Sequence[str]:
    """Split at semicolons, where a field and = come after each: headings may have semicolons, too."""
    parts = re.split(r";\s*(?=[a-z_. -]+=)", text.strip().rstrip(";"), flags=re.IGNORECASE)
    return [each for each in parts if each.strip()]


def _read_edit(text: str, letters: Mapping[str, str]) -> tuple[str, str]:
    key, mark, name = text.partition("=")
    if not mark:
        raise UsageError(f"there is no = in `{text.strip()}`", hint="type the field and the column with = between, or Enter alone")
    return get_field(key), get_column(name, letters) if name.strip() else ""


def _change(mapping: EvidenceMap, key: str, name: str) -> EvidenceMap:
    if name:  # what stood for something else stands for this now
        columns = {each: kept for each, kept in mapping.columns.items() if kept != name}
        mapping = replace(mapping, columns=columns)
    return mapping.with_column(key, name)


def _ask_missing(asker: Asker, key: str, letters: Mapping[str, str], mapping: EvidenceMap) -> EvidenceMap:
    def check(text: str) -> str:
        if key == "kind" and text.strip().casefold() in KINDS:
            return text.strip().casefold()
        try:
            return get_column(text, letters)
        except UsageError as error:
            raise ValueError(f"{error.message}; {error.hint}") from error

    question = f"Each record needs `{FIELDS[key]}`. Which column says it?"
    notes = {
        "kind": f"A column, or one kind for all rows: {', '.join(KINDS)}",
        "summary": "The column of the title will do, where the list has no better one.",
    }
    found = asker.ask(question, "--map", check, note=notes.get(key, ""))
    if key == "kind" and found in KINDS and found not in letters:
        asker.remember(f"--kind {found}")
        return replace(mapping, defaults={**mapping.defaults, key: found})
    asker.remember()
    return mapping.with_column(key, found)


def _list_columns(table: PlainTable, mapping: EvidenceMap) -> Iterator[str]:
    """Give a line for each field and for each column that stands for nothing."""
    widest = max(map(len, FIELDS))
    names = {each.name: f"{each.letters} `{each.name}`" for each in table.columns}
    for key in FIELDS:
        name = mapping.columns.get(key)
        if name is not None:
            yield f"{key:<{widest}}  {names[name]}: {_samples(table, name)}"
        elif key in mapping.defaults:
            yield f"{key:<{widest}}  for all: {mapping.defaults[key]}"
        elif key in mapping.missing():
            yield f"{key:<{widest}}  no column yet, and each record needs it"
    without = [key for key in FIELDS if key not in mapping.columns and key not in mapping.defaults and key not in mapping.missing()]
    yield f"without a column: {', '.join(without)}"
    for name, shown in names.items():
        if name not in mapping.used:
            yield f"stands for nothing: {shown}: {_samples(table, name)}"


def _samples(table: PlainTable, name: str) -> str:
    texts = (visible_line(" ".join(row.cells[name].cell.text.split())) for row in table.rows if name in row.cells)
    found = list(dict.fromkeys(texts))[:_SAMPLES]
    return " | ".join(each if len(each) <= _LONGEST_SAMPLE else f"{each[:_LONGEST_SAMPLE]}…" for each in found) or "(empty)"


def _print_lines(shared: Shared, lines: Iterator[str]) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    later = " " * min(count_columns("effective.from") + 4, width // 3)
    for line in lines:
        for part in wrap_columns(line, width, first="  ", later=later):
            shared.print(part)
