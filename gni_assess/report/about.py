"""How to read the report, what its words mean, and how it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gni_assess.model.columns import unwrap
from gni_assess.model.criteria import OWN_AREA, Pack
from gni_assess.model.vocabulary import Audience
from gni_assess.report.agreement import counts_table
from gni_assess.report.view import GET_EVERYTHING, View
from gni_assess.report.words import BY_CASES, NOT_SHOWN, UNANSWERED, UNFINISHED
from gni_assess.sheets.book import Column, ColumnKind, Row, Sheet, Table

_MADE = "gni_made"

DIGEST_ITEM = "Digest of the data"
"""The row of the sheet About that holds the digest of all the other values."""

_READING = (
    ("What this is", "The company's own record: what it says it does, what it can show, and what it finds missing itself."),
    ("What it is not", "Not a score, a grade or a determination. Nothing here is computed from findings but counts."),
    ("Findings", 'The company\'s own answer to each criterion. An honest "not in place" with a gap and a plan is a complete answer.'),
    ("Gaps", "What the company finds missing or weak, judged by what it means for people. A gap is no error in the record."),
    ("Ids", "Every record has an id. Where an id is a link, it leads to what this report holds of that record."),
    ("Dates", "A date is written year, month, day. One of which only the month is known is written 2025-03."),
)
_FOR_OTHERS = (("What is left out", "Parts of which this report has nothing to show are left out."),)
_WORKING = (
    ("After sorting", "Links lead to places, not to rows: after sorting, use the filter of the ID column instead."),
    ("Long texts", "Text too long for one cell goes on in the next row, which repeats the ID; the column Part counts."),
    ("On paper", "Wide sheets are set up for A3."),
)
_WORKING_FOR_ASSESSOR = (
    (
        "Your columns",
        "Brown headings mark the columns for you. Requests, notes to the company and good practice go back with the workbook.",
    ),
    ("Your columns on paper", "They are not printed; clear the print area to print them."),
    ("Private notes", "The company's tool never keeps or shows them, but they are in the file: empty the column before you send it back."),
)
_DEFINITIONS = (
    ("in place", "The company does it, and can show it."),
    ("partly in place", "Some of it is done; a gap says what is missing."),
    ("planned", "Not done yet; there is a plan, under the gap."),
    ("not in place", "Not done."),
    ("not applicable", "Does not apply; the reason is listed under Not applicable."),
    (UNANSWERED.text, "No finding has been entered."),
    (UNFINISHED.text, "A finding has been entered, and the answer is not finished. It is counted apart, under no finding."),
    (BY_CASES.text, "A criterion about the cases as a set: the register of cases is the answer, unless a response explains a departure."),
    (NOT_SHOWN.text, "This report does not show whether there is a finding, or which."),
    ("draft, answered, reviewed", "Where the work on an answer stands; a review counts only for exactly the text that was reviewed."),
    (
        "severe, moderate, minor",
        (
            "Severe: scale or irremediability (hard to undo) is high, or scope is high and another at least medium. "
            "Moderate: any is at least medium. Else minor. Scale is how grave, scope how many people. "
            "Source: UN Guiding Principles 14 and 24, and OHCHR's interpretive guide."
        ),
    ),
    ("shown in full", "The whole record; for readers outside the team without its notes, and with roles instead of names of staff."),
    ("for viewing only", "A summary here; the rest may be viewed, for example in a secure setting, and not taken away."),
    ("not shown", "The company may have filled this in; it is not in this report. Why is listed under Withheld."),
    (
        "the set",
        "The cases that are selected for the assessor to look at. Candidates and declined cases are in the register, and not in the set.",
    ),
    (
        "scale, scope, hard to undo",
        "How grave the harm is, how many people it reaches, and whether it can be put right: each low, medium or high.",
    ),
    ("summary only", "A summary here; the rest is not shown."),
    ("withheld", "That it exists is said, on which ground, and no more."),
    (
        "commitment, toolkit, good practice",
        "Why a criterion is asked: the Principles or Guidelines say so, the assessment toolkit asks, or it is good practice.",
    ),
)


def about_sheet(
    view: View,
    sheets: Sequence[Sheet],
    *,
    outstanding: Mapping[str, tuple[str, int]],
    tool_version: str,
    is_for_assessor: bool,
    digest: str = "",
) -> Sheet:
    """Make the sheet that explains the others."""
    pack, audience = view.disclosure.pack, view.disclosure.audience
    reading = (*_READING, *(() if audience in GET_EVERYTHING else _FOR_OTHERS))
    working = (*_WORKING, *(_WORKING_FOR_ASSESSOR if is_for_assessor else ()))
    made = (
        ("Tool", f"gni-assess {tool_version}"),
        ("Criteria", edition_of(view)),
        ("Changes to the criteria", _overlays(pack, with_fields=audience in GET_EVERYTHING)),
        ("Notice", unwrap(pack.notice)),
        (DIGEST_ITEM, digest),
        (
            "What the digest covers",
            "SHA-256 of every value of the report but the digest itself: the same in every format for the same data and audience.",
        ),
    )
    return Sheet(
        name="About",
        title="About this report",
        tables=(
            _explained("gni_reading", "How to read this", "Topic", reading),
            replace(_explained("gni_working", "Working in this workbook", "Topic", working), workbook_only=True),
            _explained("gni_definitions", "What the words mean", "Word", _DEFINITIONS),
            counts_table(view, sheets),
            # Of others much of the record is kept back, so that what they do not get would count as missing.
            *((_outstanding(outstanding, is_internal=audience is Audience.INTERNAL),) if audience in GET_EVERYTHING else ()),
            _explained(_MADE, "How this was made", "Item", made),
        ),
    )


def edition_of(view: View) -> str:
    """Name the criteria and their edition; with the word for programs only where somebody works with it."""
    pack = view.disclosure.pack
    return f"{pack.title}, edition {pack.edition}" + (f" ({pack.id})" if view.disclosure.audience in GET_EVERYTHING else "")


def _overlays(pack: Pack, *, with_fields: bool) -> str:
    changed = [each.id + (f" ({', '.join(each.laid_over)})" if with_fields else "") for each in pack.criteria if each.laid_over]
    own = [each.id for each in pack.criteria if each.area == OWN_AREA]
    said = [f"The company changed parts of these criteria: {'; '.join(changed)}."] if changed else []
    said += [f"It added criteria of its own: {', '.join(own)}."] if own else []
    return " ".join(said) or "None: the criteria are as the pack has them."


def is_digest(table: Table, row: Row) -> bool:
    """Whether a row of a table is the one that holds the digest of all else."""
    return table.name == _MADE and row[0] == DIGEST_ITEM


def _explained(name: str, heading: str, label: str, rows: Sequence[Row]) -> Table:
    return Table(
        name=name,
        heading=heading,
        description=heading,
        columns=(Column(key="item", heading=label, width=32), Column(key="text", heading="Meaning", width=110)),
        rows=tuple(rows),
    )


def _outstanding(outstanding: Mapping[str, tuple[str, int]], *, is_internal: bool) -> Table:
    what = "the record itself" if is_internal else "what this report shows in full"
    return Table(
        name="gni_outstanding",
        heading="Diagnostics outstanding at export",
        note=f"What the tool found incomplete in {what}; not gaps.",
        description="What was incomplete in the record when this was written.",
        columns=(
            Column(key="code", heading="Code", width=32),
            Column(key="meaning", heading="What it means", width=110),
            Column(key="count", heading="Count", kind=ColumnKind.NUMBER),
        ),
        rows=tuple((code, meaning, count) for code, (meaning, count) in sorted(outstanding.items())),
        empty=f"None: nothing was found incomplete in {what}.",
    )
