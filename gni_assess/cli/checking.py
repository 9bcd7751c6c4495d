"""Running the rules over a workspace, for every command that needs to know what they find."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gni_assess.checks import gni008_stray_file
from gni_assess.checks.case_set import selected_cases
from gni_assess.checks.catalogue import LEAKS, RULES_BY_CODE
from gni_assess.checks.index import ref_of
from gni_assess.checks.rule import Context, Rule
from gni_assess.checks.runner import Result, report_files, run_checks
from gni_assess.checks.single import problems_of_response
from gni_assess.cli.shared import Shared
from gni_assess.model.assessment import Assessment
from gni_assess.model.criteria import CASE_AREA
from gni_assess.model.diagnostics import WORKSPACE_REF, Problem, RecordRef
from gni_assess.model.progress import progress_by_area
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import RecordKind, Stage
from gni_assess.output.run import Run
from gni_assess.store.load import LoadedWorkspace
from gni_assess.store.vault import find_sizes


def run_rules(shared: Shared, loaded: LoadedWorkspace, stage: Stage | None = None, *, measure: bool = False) -> Run:
    """Run all rules over a workspace; where it cannot be loaded, say only what loading found. With `measure`, read every file."""
    assessment = loaded.assessment
    if assessment is None:
        # What keeps all the rest from being checked comes first.
        blocking, others = loaded.blocking, loaded.problems[len(loaded.blocking) :]
        found = report_files(blocking).diagnostics + report_files(others).diagnostics
        return Run(diagnostics=found, files_read=loaded.files_read, ignored=Counter())
    context = context_of(shared, loaded, assessment, measure=measure)
    result = run_checks(context, loaded.locate, stage=stage)
    areas = progress_by_area(assessment)
    return Run(
        diagnostics=result.diagnostics,
        files_read=loaded.files_read,
        subjects=tuple(dict.fromkeys(_subjects(assessment))),
        unasked=_find_unasked(assessment, loaded.broken),
        stage=stage or assessment.workspace.plan.stage,
        criteria=sum(each.applicable for each in areas),
        answered=sum(each.answered for each in areas),
        ignored=Counter(each.diagnostic.code for each in result.ignored),
        suppressed=tuple(each.diagnostic for each in result.ignored),
        coverage=context.index.coverage,
    )


def check_workspace(shared: Shared, loaded: LoadedWorkspace, assessment: Assessment) -> Result:
    """Run all rules over a loaded record, at its own stage."""
    return run_checks(context_of(shared, loaded, assessment), loaded.locate)


def context_of(shared: Shared, loaded: LoadedWorkspace, assessment: Assessment, *, measure: bool = False) -> Context:
    """Collect what rules look at."""
    facts = shared.facts(assessment, measure=measure)
    if any(not each.exists and not each.outside for each in facts.files.values()):
        strays = find_sizes(shared.root, (each.file for each in loaded.problems if each.code == gni008_stray_file.CODE))
        facts = replace(facts, strays=strays)
    return Context(assessment=assessment, facts=facts, file_problems=loaded.problems, broken=loaded.broken)


def say_what_is_left(shared: Shared, loaded: LoadedWorkspace, saved: Response) -> None:
    """Say what is still open in a response that was just saved, by the same rules; `loaded` is the record as it was before."""
    say_open(shared, find_what_is_left(shared, loaded, [saved])[saved.criterion])


def find_what_is_left(shared: Shared, loaded: LoadedWorkspace, saved: Sequence[Response]) -> Mapping[str, Sequence[tuple[Rule, Problem]]]:
    """Find what is still open in responses that were just saved, by criterion; the rules about the whole record run only once."""
    assessment = loaded.require()
    now = replace(assessment, responses={**assessment.responses, **{each.criterion: each for each in saved}})
    context = context_of(shared, loaded, now)
    leaks = find_leaks(context)
    return {
        each.criterion: [
            *((rule, problem) for rule, problem in leaks if problem.record == ref_of(each)),
            *problems_of_response(context, each.criterion),
        ]
        for each in saved
    }


def find_leaks(context: Context) -> Sequence[tuple[Rule, Problem]]:
    """Find what is written where an audience would see it that must not."""
    return [(RULES_BY_CODE[code], each) for code in LEAKS for each in RULES_BY_CODE[code].check(context)]


def say_open(shared: Shared, found: Sequence[tuple[Rule, Problem]]) -> None:
    """Say what is still open in one response, and how to mend it."""
    for rule, problem in found:
        shared.say(f"  still open ({rule.code}): {problem.message}")
        shared.say(f"    how to mend it: {problem.fix}")


def _find_unasked(assessment: Assessment, broken: frozenset[RecordRef]) -> Mapping[RecordRef, str]:
    """Give the criteria that the register of cases answers, while it holds no case that the assessor is to look at."""
    if selected_cases(assessment):
        return {}
    can_tell = not any(each.kind is RecordKind.CASE for each in broken)
    reason = "no case is selected" if can_tell else "no case that can be read is selected"
    asked = (RecordRef(kind=RecordKind.RESPONSE, id=each.id) for each in assessment.applicable if each.area == CASE_AREA)
    return {each: reason for each in asked if each.id not in assessment.responses and each not in broken}


def _subjects(assessment: Assessment) -> Iterator[RecordRef]:
    yield WORKSPACE_REF
    for criterion in assessment.applicable:
        yield RecordRef(kind=RecordKind.RESPONSE, id=criterion.id)
    for record in assessment.records():
        yield ref_of(record)
