"""What a reviewer is shown of one response: everything that is entered, and what the checks say about it."""

from collections.abc import Iterable, Iterator

from gni_assess.checks.digests import content_digest
from gni_assess.checks.rule import Context
from gni_assess.checks.severities import ignores_of, severity_of
from gni_assess.checks.single import problems_of_response
from gni_assess.checks.states import state_of
from gni_assess.interview.layout import BLANK, Para, bullet, good, heading, hint, plain, quoted, warning
from gni_assess.interview.review_words import IMPACTS, limit_in_words, name_of, spell, stamped
from gni_assess.interview.terminal import Style
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.cases import Case
from gni_assess.model.columns import unwrap
from gni_assess.model.criteria import Criterion
from gni_assess.model.gaps import Gap
from gni_assess.model.limits import Limit
from gni_assess.model.response import EvidenceLink, Response, Return, ScopedFinding
from gni_assess.model.vocabulary import DiagnosticSeverity, State
from gni_assess.model.workspace import Workspace

_NOT_HERE = frozenset({"GNI210"})
"""That a review is missing is why the reviewer is here."""

_INDENT = 4


def show_for_review(assessment: Assessment, facts: Facts, response: Response, *, position: str, person_id: str) -> tuple[Para, ...]:
    """Show one response, with everything that a review is about; fields that are empty are left out.

    `position` says where it stands in the list of what is reviewed, and `person_id` who reads.
    """
    criterion, workspace = assessment.pack.by_id[response.criterion], assessment.workspace
    return (
        BLANK,
        heading(f"[{position}] {criterion.id} {criterion.title}"),
        Para(text=criterion.question_to(workspace.company.types), style=Style.QUESTION),
        *_tell_before(workspace, response, person_id),
        BLANK,
        *_show_answer(response),
        *_show_all("Where it is different", (_show_exception(each) for each in response.exceptions)),
        *_show_all("Evidence", (_show_link(assessment, each) for each in response.evidence)),
        *_show_all("Gaps", (_show_gap(workspace, each) for each in response.gaps)),
        *_tell_none(response),
        *_show_handling(response.limits, response.classification, 0),
        *_show_work(workspace, response),
        *_tell_checks(assessment, facts, response),
    )


def explain_for_review(criterion: Criterion) -> tuple[Para, ...]:
    """Say why the criterion is asked and what a good answer has, to hold the response against."""
    shown = (f"{each.kind}{'' if each.required else ' (optional)'}: {each.what}" for each in criterion.show)
    return (
        BLANK,
        heading(f"Why {criterion.id} is asked"),
        plain(unwrap(criterion.intent)),
        *_list("What a good answer has", criterion.looks_for),
        *_list("What to show", shown),
        *_list("What an assessor may ask next", criterion.probes),
        *_list("What companies often find missing", criterion.common_gaps),
    )


def tell_last_change(workspace: Workspace, response: Response) -> str:
    """Say who answered and who changed it last, for a sentence; nothing where it is not known."""
    answered = f"answered {stamped(workspace, response.answered)}" if response.answered else ""
    updated = f"changed last {stamped(workspace, response.updated)}" if response.updated else ""
    return ", ".join(each for each in (answered, updated) if each)


def _tell_before(workspace: Workspace, response: Response, person_id: str) -> Iterator[Para]:
    """Say what became of earlier reviews."""
    if response.returned is not None:
        yield from _tell_return(workspace, response, response.returned, person_id)
    review = response.reviewed
    if review is None:
        return
    who = f"{'You' if review.by == person_id else name_of(workspace, review.by)} reviewed this on {review.on}"
    if state_of(response) is State.REVIEWED:
        yield good(f"{who}, exactly as it stands.")
    elif review.of != content_digest(response):
        yield warning(f"{who}. It was changed after that, so that review no longer counts.")
    else:
        yield warning(f"{who}, but had answered or changed it, so that review does not count.")


def _tell_return(workspace: Workspace, response: Response, returned: Return, person_id: str) -> Iterator[Para]:
    who = "You" if returned.by == person_id else name_of(workspace, returned.by)
    yield warning(f"{who} sent this back on {returned.on}{':' if returned.note else ', without a note.'}")
    if returned.note:
        yield _quote_whole(returned.note)
    last = response.updated
    if last is None or last.on < returned.on:
        yield hint("It has not been changed since then.")
    elif last.on > returned.on:
        yield hint(f"Changed since then {stamped(workspace, last)}.")
    else:
        yield hint(f"Changed on the same day by {name_of(workspace, last.by)}; it is not known whether before or after.")


def _show_answer(response: Response) -> Iterator[Para]:
    if response.finding is not None:
        yield Para(text=spell(response.finding), lead="Finding: ")
    for label, text in (
        ("Answer:", response.answer),
        ("Reason:", response.reason),
        ("Why there is no case:", response.no_instance),
        ("What the assessor can have instead of evidence that cannot be shown:", response.alternative),
    ):
        if text:
            yield plain(label)
            yield _quote_whole(text)


def _show_exception(exception: ScopedFinding) -> Iterator[Para]:
    where = ", ".join(
        f"{kind} {each}" for kind, each in (("entity", exception.entity), ("service", exception.service)) if each
    )  # at least one of them is named, by the schema
    yield bullet(f"{where}: {spell(exception.finding)}")
    if exception.note:
        yield from _quote(exception.note)


def _show_link(assessment: Assessment, link: EvidenceLink) -> Iterator[Para]:
    found = assessment.find_evidence(link.id)
    kind = f" ({link.kind})" if link.kind else ""
    if found is None:
        yield Para(text=f"{link.id}{kind}: not registered, so there is nothing behind it", style=Style.WARNING, lead="- ", indent=2)
    else:
        yield bullet(f"{link.id} {unwrap(found.title)} ({_kind_of(found)}{f', {found.classification}' if found.classification else ''})")
    yield from _say(link.where, "Where: ")
    yield from _say(link.shows, "Shows: ")


def _kind_of(found: object) -> str:
    if isinstance(found, Case):
        return f"case, {spell(found.type)}, {found.jurisdiction}"
    kind, kind_of = getattr(found, "kind", ""), getattr(found, "kind_of", "")
    return str(kind) if kind == kind_of else f"{kind}, {kind_of}"


def _show_gap(workspace: Workspace, gap: Gap) -> Iterator[Para]:
    yield bullet(f"{gap.id}: {gap.severity}, {spell(gap.status)}")
    yield from _quote(gap.summary)
    parts = f"how grave: {gap.scale}; how many people: {gap.scope}; how hard to undo: {gap.irremediability}"
    yield from _say(f"{gap.severity} ({parts})", "Severity: ")
    yield from _say(IMPACTS[gap.impact] if gap.impact else "", "Impact: ")
    yield from _say(gap.cause, "Cause: ")
    yield from _say(", ".join(gap.affected), "Who is affected: ")
    yield from _say(", ".join(gap.missing), "Explains missing: ")
    yield from _say(", ".join((*gap.entities, *gap.services)), "Only for: ")
    yield from _say(gap.action, "Action: ")
    yield from _say(name_of(workspace, gap.owner) if gap.owner else "", "Owner: ")
    yield from _say(_tell_due(gap), "Due: ")
    yield from _tell_end(workspace, gap)
    yield from _say(", ".join(gap.evidence), "Evidence: ")
    yield from _show_handling(gap.limits, gap.classification, _INDENT)
    yield from _say(gap.notes, "Notes for the team: ")


def _tell_due(gap: Gap) -> str:
    if gap.due is None:
        return ""
    if not gap.due_moves:
        return str(gap.due)
    times = "once" if gap.due_moves == 1 else f"{gap.due_moves} times"
    return f"{gap.due} (moved {times}{f', first {gap.original_due}' if gap.original_due else ''})"


def _tell_end(workspace: Workspace, gap: Gap) -> Iterator[Para]:
    yield from _say(name_of(workspace, gap.accepted_by) if gap.accepted_by else "", "Accepted by: ")
    yield from _say(gap.reason, "Reason: ")
    yield from _say(str(gap.review_on or ""), "Look again on: ")
    yield from _say(str(gap.closed or ""), "Closed on: ")


def _tell_none(response: Response) -> Iterator[Para]:
    named = {"evidence is linked": response.evidence, "gap is named": response.gaps}
    none = [f"no {words}" for words, found in named.items() if not found]
    if none:
        text = " and ".join(none)
        yield hint(f"{text[0].upper()}{text[1:]}.")


def _show_handling(limits: Iterable[Limit], classification: str | None, indent: int) -> Iterator[Para]:
    if classification:
        yield Para(text=classification, lead="Classification: ", indent=indent)
    for limit in limits:
        first, *more = limit_in_words(limit)
        yield Para(text=first, lead="Limit: ", indent=indent)
        yield from (Para(text=each, indent=indent + _INDENT) for each in more if each)


def _show_work(workspace: Workspace, response: Response) -> Iterator[Para]:
    if response.notes:
        yield plain("Notes for the team:")
        yield _quote_whole(response.notes)
    if response.unsure:
        yield warning("It is marked unsure: it was to have a second look.")
    if response.assignee:
        yield hint(f"Assigned to {name_of(workspace, response.assignee)}{f', due {response.due}' if response.due else ''}.")
    if told := tell_last_change(workspace, response):
        yield hint(f"{told[0].upper()}{told[1:]}.")


def _tell_checks(assessment: Assessment, facts: Facts, response: Response) -> Iterator[Para]:
    rules = assessment.workspace.rules
    skipped = _NOT_HERE | set(ignores_of(rules))
    context = Context(assessment=assessment, facts=facts)
    found = [each for each in problems_of_response(context, response.criterion) if each[0].code not in skipped]
    if not found:
        yield good("The checks find nothing wrong with it.")
        return
    yield warning("The checks say:")
    for rule, problem in found:
        is_error = severity_of(rule, assessment.workspace.plan.stage, rules) is DiagnosticSeverity.ERROR
        text = f"{problem.message} ({rule.code}); {problem.fix}"
        yield Para(text=text, style=Style.WARNING if is_error else Style.HINT, lead="- ", indent=2)


def _show_all(title: str, parts: Iterable[Iterable[Para]]) -> Iterator[Para]:
    paras = [para for part in parts for para in part]
    if paras:
        yield heading(title)
        yield from paras


def _list(title: str, items: Iterable[str]) -> Iterator[Para]:
    return _show_all(title, ((bullet(unwrap(each)),) for each in items))


def _say(text: str, lead: str = "") -> Iterator[Para]:
    """Show one field below its record, where there is any text; all its lines hang beside the name of the field."""
    if text:
        yield Para(text=text.rstrip("\n"), lead=lead, indent=_INDENT)


def _quote_whole(text: str) -> Para:
    # Files end a text of several lines with a line end, which is no line of its own.
    return quoted(text.rstrip("\n"))


def _quote(text: str) -> Iterator[Para]:
    yield Para(text=text.rstrip("\n"), style=Style.QUOTED, lead="| ", indent=_INDENT)
