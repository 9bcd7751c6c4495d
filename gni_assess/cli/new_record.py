"""A new record on its way from options and answers to the workspace."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from gni_assess.cli.asking import Asker, command_so_far, refuse_asking
from gni_assess.cli.edits import checked_text, read_text
from gni_assess.cli.shared import Shared, can_ask
from gni_assess.errors import ConflictError, GniAssessError, StoreError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.dates import PartialDate
from gni_assess.model.vocabulary import Audience, Ground, RecordKind, Treatment
from gni_assess.store.countries import load_countries
from gni_assess.store.explain import explain_misfit
from gni_assess.store.ids import draw_record_id
from gni_assess.store.layout import FILES, LINK_OUT, fits_kind, leads_out
from gni_assess.store.schemas import get_acceptor
from gni_assess.store.structure import RECORD_TYPES, build
from gni_assess.store.vault import measure_file
from gni_assess.store.yaml_reader import YamlError, read_yaml

Ask = Callable[[Asker, str], None]
_TRIES = 5


@dataclass(kw_only=True)
class NewRecord:
    """What is known of a record that is to be registered; `plain` holds its fields as files do."""

    shared: Shared
    kind: RecordKind
    record_id: str
    from_file: str
    plain: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start from the file, where one is given."""
        if self.from_file:
            self.plain |= _read_fields(self.from_file)
        self.record_id = (self.record_id or str(self.plain.get("id", ""))).upper()
        if self.record_id and not fits_kind(self.record_id, self.kind):
            raise UsageError(f"`{self.record_id}` is no id of a {self.kind.value}", hint="leave `--id` out, and one is drawn")

    @functools.cached_property
    def assessment(self) -> Assessment:
        """The record that it joins."""
        return self.shared.load_assessment()

    @functools.cached_property
    def by(self) -> str:
        """Who registers it."""
        return self.shared.writer(self.assessment)

    def take_file(self, file: str) -> None:
        """Take path, size and SHA-256 of its document. Raises UsageError, StoreError."""
        root = self.shared.root
        typed = Path(file)
        path = typed if typed.is_file() or not (root / typed).is_file() else root / typed
        inside = path.resolve()
        if not inside.is_relative_to(root):
            hint = f"copy it to `{FILES}/`, or leave it in your vault and say where with `--held-at`"
            raise UsageError(f"`{file}` is not inside the workspace", hint=hint)
        measured = measure_file(path)
        relative = inside.relative_to(root).as_posix()
        if leads_out(root, relative):
            raise UsageError(f"`{file}` leads out of the workspace by a link", hint=LINK_OUT)
        self.plain |= {"file": relative, "sha256": measured.sha256, "size": measured.size}

    def ask_for(self, required: Sequence[str], wanted: Sequence[str], ask: Ask, *, options: Mapping[str, str]) -> None:
        """Ask for what is lacking, where there is a terminal; else refuse what is lacking and required."""
        lacking = [each for each in required if each not in self.plain]
        if not lacking:
            return
        if not can_ask():
            raise refuse_asking([options.get(each, f"--{each.replace('_', '-')}") for each in lacking])
        _ = self.by  # who is working must be clear before anything is typed
        asker = Asker(command=command_so_far())
        for each in wanted:
            if each not in self.plain:
                ask(asker, each)

    @staticmethod
    def check_partial(text: str) -> str:
        """Take a date, a month or `unknown`."""
        if PartialDate.parse(text.strip()) is None:
            raise ValueError("a date such as 2026-11-21, a month such as 2026-11, or unknown, please")
        return text.strip()

    @staticmethod
    def check_country(text: str) -> str:
        """Take the code of a country."""
        code = text.strip().upper()
        if code not in load_countries():
            raise ValueError("two letters, please, as in ISO 3166: NO for Norway")
        return code

    def get_country(self, text: object) -> str:
        """Get the code of a country that an option or a file names. Raises UsageError."""
        try:
            return self.check_country(str(text))
        except ValueError as error:
            raise UsageError(f"`--jurisdiction`: there is no country `{text}`", hint="use two letters as in ISO 3166: NO, GB") from error


def put(plain: dict[str, Any], key: str, value: object) -> None:
    """Set a field where there is a value; a mapping joins what is there."""
    if isinstance(value, dict):
        given: dict[str, Any] = {}
        for each, part in value.items():
            put(given, each, part)
        if given:
            there = plain.get(key)  # whatever a file holds: what is no mapping gives way
            plain[key] = {**(there if isinstance(there, dict) else {}), **given}
    elif value is not None and value != []:
        plain[key] = _as_plain(value, key)


def parse_limits(given: Sequence[str], how: str | None) -> list[dict[str, Any]]:
    """Read limits: `legal-privilege:assessor=view-only,company-board=full`. Raises UsageError."""
    limits = []
    for each in given:
        ground, _, rest = each.partition(":")
        _pick("ground", ground, [word.value for word in Ground])
        parts = [part.partition("=") for part in rest.split(",") if part.strip()]
        if not parts:
            raise UsageError("`--limit` does not say who gets what", hint=f"for example `--limit {ground}:assessor=view-only`")
        audiences = [word.value for word in Audience if word is not Audience.INTERNAL]
        treatments = [word.value for word in Treatment]
        treatment = {_pick("audience", who, audiences): _pick("treatment", what, treatments) for who, _, what in parts}
        limit: dict[str, Any] = {"ground": ground, "treatment": treatment}
        put(limit, "how", how)
        limits.append(limit)
    if how is not None and not limits:
        raise UsageError("`--limit-how` goes with `--limit`", hint="add `--limit GROUND:AUDIENCE=TREATMENT`")
    return limits


def _pick(what: str, word: str, allowed: Sequence[str]) -> str:
    if word.strip() not in allowed:
        raise UsageError(f"`--limit`: there is no {what} `{word.strip()}`", hint=f"one of: {', '.join(allowed)}")
    return word.strip()


def save_new(new: NewRecord) -> int:
    """Check the record, save it under its own or a drawn id, and print the id. Raises UsageError, StoreError."""
    by = new.by
    for attempt in range(_TRIES):
        record_id = new.record_id or draw_record_id(new.shared.root, new.assessment, new.kind)
        plain = {"id": record_id, **{key: value for key, value in new.plain.items() if key != "id"}}
        if not get_acceptor(new.kind.value)(plain):
            _refuse(explain_misfit(new.kind.value, plain))
        change = Change(before=None, after=build(RECORD_TYPES[new.kind], plain))
        try:
            new.shared.save([change], by=by, via="evidence add", keep=False)
        except ConflictError as error:
            if new.record_id:
                taken = UsageError(f"there is a record `{record_id}` already", hint="leave `--id` out, and a free one is drawn")
                raise _put_aside(new, change, taken) from error
            if attempt == _TRIES - 1:
                raise _put_aside(new, change, error) from error
            continue
        except StoreError as error:
            raise _put_aside(new, change, error) from error
        new.shared.print(record_id)
        new.shared.say(f"saved; link it with `gni-assess answer CRITERION --evidence {record_id}`")
        break
    return 0


def _put_aside(new: NewRecord, change: Change, error: GniAssessError) -> GniAssessError:
    # Options can be given again, and for what was typed at prompts the command to do so is shown; what was piped in is gone.
    if new.from_file == "-":
        new.shared.put_aside([change], error)
    return error


def _refuse(faults: Sequence[Any]) -> None:
    first = faults[0]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    raise UsageError(f"{first.message}{more}", hint=first.fix)


def _read_fields(file: str) -> dict[str, Any]:
    text = read_text(None, file, "from") or ""
    try:
        value = read_yaml(text.encode()).value
    except YamlError as error:
        raise UsageError(f"`{file}`, line {error.line}, column {error.column}: {error.message}", hint=error.fix) from error
    if not isinstance(value, dict):
        raise UsageError(f"`{file}` does not hold fields", hint="write lines such as `title: …`")
    return value


def _as_plain(value: object, key: str) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return checked_text(value, f"--{key.replace('_', '-')}").replace("\r\n", "\n").replace("\r", "\n")
    return [_as_plain(each, key) for each in value] if isinstance(value, list) else value
