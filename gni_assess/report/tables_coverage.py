"""What the set of cases covers: each case criterion with its count and target, and the set by type, right, place and service.

Everything is counted over the cases that this audience gets, so that what it may not know of is in no count. Counts against targets
stand on the sheet for the team and the assessor alone: other audiences get some of the cases at most, and a count that falls short of its
target, beside a finding that says otherwise, would tell them that there are more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from gni_assess.disclosure.views import Disclosed
from gni_assess.model.cases import Case
from gni_assess.model.coverage import Coverage, CoverageLine
from gni_assess.model.vocabulary import Audience, Right
from gni_assess.report.fields import Field, Ids, field, make_rows, spread
from gni_assess.report.limited import of_record
from gni_assess.report.view import View
from gni_assess.report.words import ALL_OF_SET, DETAILS_NOT_SHOWN, HELD_BACK, NO_SERVICE, NOT_KNOWN, WHOLE_NOT_SHOWN, lines, plain
from gni_assess.sheets.book import Column, ColumnKind, Row, Table, Tone, Value, Word

_LABEL_WIDTH = 40
_MET = {True: Word("yes", Tone.GOOD), False: Word("not yet", Tone.OPEN), None: Word("nothing asked for", Tone.QUIET)}
_AS_MANY_AS_CASES = ("cases_in_period", "nominations", "shareable_summaries")
_NOT_KNOWN = Word(NOT_KNOWN, Tone.QUIET)


def coverage_tables(view: View, coverage: Coverage) -> tuple[Table, ...]:
    """Make the tables of the sheet."""
    rules = (_rules(view, coverage),) if view.gets_everything else ()
    return (*rules, _by_right(view), _by_service(view, coverage), _set(view))


COVERAGE_NOTES = ("Counted are the selected cases that are shown in full here.",)
"""What stands above the tables."""


def _rules(view: View, coverage: Coverage) -> Table:
    fields: tuple[Field[CoverageLine], ...] = (
        field("counted", "What is counted", _LABEL_WIDTH, lambda _, line: line.counted),
        field("criterion", "Criterion", 11, lambda view, line: view.link(line.criterion), ColumnKind.LINK),
        field("count", "Count", 10, lambda _, line: line.count, ColumnKind.NUMBER),
        field("target", "Asked for", 10, lambda _, line: line.target or None, ColumnKind.NUMBER),
        field("reached", "Reached?", 17, lambda _, line: _reached(line, coverage)),
        field("lacking", "Not covered", 40, _lacking),
    )
    return Table(
        name="gni_case_rules",
        heading="What is asked of the set",
        note=_UNREAD if coverage.unread or view.is_template else "",
        description="One row for each count that a case criterion asks for, with the number asked for.",
        columns=tuple(each.column for each in fields),
        rows=(*make_rows(fields, view, coverage.lines), *_uncounted(coverage, len(fields))),
        empty="None: these criteria ask for no counts.",
    )


_UNREAD = (
    'Cases that are not shown in full are not counted here, so that some counts are "not known": with those cases they may be reached, '
    "or may no longer be. The company's own count has all cases."
)


def _uncounted(coverage: Coverage, columns: int) -> tuple[Row, ...]:
    row: Row = (WHOLE_NOT_SHOWN, None, coverage.unread, None, _NOT_KNOWN)
    return ((*row, *[None] * (columns - len(row))),) if coverage.unread else ()


def _reached(line: CoverageLine, coverage: Coverage) -> Word:
    """Say whether a count is what was asked for, as far as the cases that are counted can say it for those that are not."""
    # More cases can only add to most counts, and can only fall short where the number asked for is that of the cases.
    settled = line.key not in _AS_MANY_AS_CASES
    return _NOT_KNOWN if coverage.unread and line.met is not settled else _MET[line.met]


def _lacking(view: View, line: CoverageLine) -> Value:
    return lines(*(view.scope_names.get(each, each) if line.key == "services" else view.place(each) for each in line.lacking))


def _by_right(view: View) -> Table:
    cases = [each for each in view.set_cases if each.record is not None]
    kinds = [plain(each.record.type) for each in cases if each.record is not None]
    cells = Counter((plain(each.record.type), right) for each in cases if each.record for right in set(each.record.rights))
    hidden = Counter(plain(each.record.type) for each in cases if each.record and "rights" in each.hidden_fields)
    names: dict[str, str] = {each.value: plain(each).capitalize() for each in Right}
    return _matrix(
        name="gni_cases_by_right",
        heading="Types of case and rights",
        label="Type",
        note="A case may be about both rights; under Cases it is counted once.",
        columns=names,
        rows={kind: [cells[kind, right] for right in Right] for kind in sorted(set(kinds))},
        hidden=hidden,
        cases=Counter(kinds),
        all_cases=len(cases),
    )


def _by_service(view: View, coverage: Coverage) -> Table:
    shown = [(_places(view, each), _services(view, each)) for each in view.set_cases]
    found = [place for place, _ in shown]
    expected: Iterable[str] = ()
    services: list[str] = []
    if view.gets_everything:
        # Others are not told which places the company thinks of concern.
        expected = (view.place(each) for each in coverage.jurisdictions)
        services = [view.scope_names[each] for each in coverage.services if each in view.scope_names]
    places = sorted({*found, *expected}, key=lambda each: (each == DETAILS_NOT_SHOWN, each))
    named = sorted({*services, *(each for _, of_case in shown for each in of_case)}, key=lambda each: (each in _LAST, each))
    cells = Counter((service, place) for place, of_case in shown for service in set(of_case))
    return _matrix(
        name="gni_cases_by_service",
        heading="Services and jurisdictions",
        label="Service",
        note="A case may be about several services: the last line counts each once.",
        columns={each: each[:1].upper() + each[1:] for each in places},
        rows={service: [cells[service, place] for place in places] for service in named},
        hidden=Counter(),
        cases=Counter(service for _, of_case in shown for service in set(of_case)),
        all_cases=len(shown),
        totals=[found.count(place) for place in places],
    )


_LAST = (NO_SERVICE, DETAILS_NOT_SHOWN)


def _places(view: View, shown: Disclosed[Case]) -> str:
    return view.place(shown.record.jurisdiction) if shown.record and shown.record.jurisdiction else DETAILS_NOT_SHOWN


def _services(view: View, shown: Disclosed[Case]) -> tuple[str, ...]:
    if shown.record is None or "services" in shown.hidden_fields:
        return (DETAILS_NOT_SHOWN,)
    return tuple(view.scope_names.get(each, each) for each in shown.record.services) or (NO_SERVICE,)


def _matrix(
    *,
    name: str,
    heading: str,
    label: str,
    note: str,
    columns: Mapping[str, str],
    rows: Mapping[str, Sequence[int]],
    hidden: Mapping[str, int],
    cases: Mapping[str, int],
    all_cases: int,
    totals: Sequence[int] | None = None,
) -> Table:
    with_hidden = any(hidden.values())
    extra = (Column(key="hidden", heading="Not shown", kind=ColumnKind.NUMBER),) if with_hidden else ()
    body: list[Row] = [(text, *counts, *([hidden[text]] if with_hidden else []), cases[text]) for text, counts in rows.items()]
    sums = totals if totals is not None else [sum(each) for each in zip(*rows.values(), strict=True)]
    last: Row = (ALL_OF_SET, *sums, *([sum(hidden.values())] if with_hidden else []), all_cases)
    return Table(
        name=name,
        heading=heading,
        note=note,
        description=f"{heading}: how many cases of the set.",
        columns=(
            Column(key="label", heading=label, width=_LABEL_WIDTH),
            *(Column(key=key, heading=text, width=16, kind=ColumnKind.NUMBER) for key, text in columns.items()),
            *extra,
            Column(key="cases", heading="Cases", kind=ColumnKind.NUMBER),
        ),
        rows=(*body, last) if body else (),
        totals=1 if body else 0,
        empty="None: no selected case is shown in full here.",
    )


def _ids(key: str, give: Callable[[Case], tuple[str, ...]]) -> Callable[[View, Disclosed[Case]], tuple[str, ...]]:
    return lambda _, shown: (HELD_BACK,) if shown.record is None or key in shown.hidden_fields else give(shown.record)


def _concern(view: View, case: Case) -> Value:
    return "yes" if case.jurisdiction in view.disclosure.workspace.jurisdictions_of_concern else "no"


def _set(view: View) -> Table:
    for_team = view.disclosure.audience in (Audience.INTERNAL, Audience.ASSESSOR)
    fields = [each for each in spread(_SET_FIELDS, view, view.set_cases) if for_team or each.column.key != "concern"]
    return Table(
        name="gni_case_set",
        heading="The cases of the set",
        description="One row for each selected case, with what it is about.",
        columns=tuple(each.column for each in fields),
        rows=make_rows(fields, view, view.set_cases),
        empty="None: no selected case is shown in full here.",
    )


_SET_FIELDS: tuple[Field[Disclosed[Case]] | Ids[Disclosed[Case]], ...] = (
    field("title", "Case", _LABEL_WIDTH, of_record(lambda _, case: case.title, "title")),
    field("id", "ID", 11, lambda view, shown: view.link(shown.id), ColumnKind.LINK),
    field("type", "Type", 18, of_record(lambda _, case: plain(case.type), "type")),
    field("rights", "Rights", 14, of_record(lambda _, case: lines(*map(plain, case.rights)), "rights")),
    field("jurisdiction", "Jurisdiction", 16, of_record(lambda view, case: view.place(case.jurisdiction), "jurisdiction")),
    field("concern", "Of concern?", 10, of_record(_concern, "jurisdiction")),
    field(
        *("services", "Services", 26),
        of_record(lambda view, case: lines(*(view.scope_names.get(each, each) for each in case.services)), "services"),
    ),
    Ids(key="criteria", heading="Criterion", give=_ids("criteria", lambda case: case.criteria), width=11, most=4),
)
