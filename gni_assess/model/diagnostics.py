"""Diagnostics: what is wrong or incomplete in the record. A diagnostic is not a gap."""

from dataclasses import dataclass

from gni_assess.model.vocabulary import DiagnosticSeverity, RecordKind

KeyPath = tuple[str | int, ...]
"""A route into a file: keys of mappings and positions in lists, counted from 0."""


@dataclass(frozen=True, kw_only=True)
class RecordRef:
    """Which record something is about. The workspace file has the kind `workspace` and no id."""

    kind: RecordKind
    id: str = ""


WORKSPACE_REF = RecordRef(kind=RecordKind.WORKSPACE)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a rule found, before it gets its code and severity.

    `message` and `fix` may be published (in CI logs, for example), so they never carry the value of a record's field. `detail` may carry
    one; it is only shown on a terminal. `path` is the place of the value concerned, or where a missing one is asked for. `about` names
    the criterion concerned where `record` does not (a response that is missing). `lowered` says that it is at most a warning here,
    whatever the rule's own severity. `key` names what is concerned where the path does not say it (the fields that are missing, for
    example): words of the format, never what somebody typed; the more there are, the worse it is. `offset` says which character of the
    text at `path` is meant, where it is only one place in a long text.

    `unquoted` says that the line where it stands is not shown either, not even on a terminal.
    """

    record: RecordRef
    path: KeyPath = ()
    message: str
    fix: str
    detail: str = ""
    about: str = ""
    lowered: bool = False
    key: tuple[str, ...] = ()
    offset: int | None = None
    unquoted: bool = False


@dataclass(frozen=True, kw_only=True)
class FileProblem:
    """Something wrong with a file, met while loading it.

    `file` is relative to the workspace, with `/`. `line` and `column` count from 1. `record` names the record that the file should hold,
    so that nothing is said twice about it. `message`, `fix` and `detail` are as in `Problem`.
    """

    code: str
    file: str
    message: str
    fix: str
    detail: str = ""
    line: int | None = None
    column: int | None = None
    path: KeyPath = ()
    record: RecordRef | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands: the file (relative to the workspace, with `/`), and line and column from 1."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """A problem with its code, name, severity and place.

    `key` is as in `Problem`. `entries` is a digest that tells which entries of lists the path passes, whatever their positions. `twin`
    counts, from 0, those that nothing else tells apart, in the order of the whole run.
    """

    code: str
    name: str
    severity: DiagnosticSeverity
    message: str
    fix: str
    place: Place
    record: RecordRef | None = None
    path: KeyPath = ()
    detail: str = ""
    about: str = ""
    key: tuple[str, ...] = ()
    entries: str = ""
    twin: int = 0
    unquoted: bool = False
