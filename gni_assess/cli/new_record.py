"""A new record on its way from options and answers to the workspace."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from gni_assess.cli.edits import checked_text, read_text
from gni_assess.cli.shared import Shared, current_folder
from gni_assess.errors import ConflictError, GniAssessError, StoreError, UsageError
from gni_assess.model.assessment import Assessment
from gni_assess.model.changes import Change
from gni_assess.model.vocabulary import Audience, Ground, RecordKind, Treatment
from gni_assess.store.countries import load_countries
from gni_assess.store.documents import measure_document
from gni_assess.store.ids import draw_record_id
from gni_assess.store.layout import fits_kind
from gni_assess.store.records import build_checked
from gni_assess.store.yaml_reader import YamlError, read_yaml

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
        self.plain |= measure_document(self.shared.root, file, current_folder())

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
        change = Change(before=None, after=build_checked(new.kind, plain))
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
        new.shared.put_aside([change], error, by=new.by)
    return error


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
