"""Which diagnostics a run of `validate` is about: some codes, one area, one criterion or record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gni_assess.checks.catalogue import RULES_BY_CODE
from gni_assess.checks.severities import is_protected
from gni_assess.cli.criteria import check_area
from gni_assess.cli.edits import did_you_mean
from gni_assess.cli.rule import get_rule
from gni_assess.errors import UnknownIdError, UsageError
from gni_assess.model.criteria import CASE_AREA
from gni_assess.model.diagnostics import Diagnostic
from gni_assess.model.vocabulary import RecordKind
from gni_assess.output.run import Run
from gni_assess.store.layout import kind_of_id
from gni_assess.store.load import LoadedWorkspace


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Only the codes of `codes`, and only what is about an area, or about one criterion or record; empty means all."""

    codes: frozenset[str]
    area: str = ""
    only: str = ""

    @property
    def takes_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.is_narrow and self.codes == RULES_BY_CODE.keys()

    @property
    def is_narrow(self) -> bool:
        """Whether only a part of the record is looked at."""
        return bool(self.area or self.only)

    def takes(self, code: str, subject: str) -> bool:
        """Whether a diagnostic with this code about this record or criterion is wanted."""
        return code in self.codes and self._is_about(subject)

    def narrow(self, run: Run) -> Run:
        """Give a run with only what is wanted."""
        return replace(
            run,
            diagnostics=tuple(each for each in run.diagnostics if self.takes(each.code, subject_of(each))),
            suppressed=tuple(each for each in run.suppressed if self.takes(each.code, subject_of(each))),
            subjects=tuple(each for each in run.subjects if self._is_about(each.id)),
            codes=None if self.codes == RULES_BY_CODE.keys() else len(self.codes),
            coverage=run.coverage if self.area == CASE_AREA and not self.only else None,
        )

    def refuse_unknown(self, workspaces: Sequence[LoadedWorkspace]) -> None:
        """Refuse an area, or a criterion or record, that none of the workspaces has. Raises UnknownIdError."""
        refusals = [each for each in map(self._refuse, workspaces) if each is not None]
        if refusals and len(refusals) == sum(each.assessment is not None for each in workspaces):
            raise refusals[0]

    def _is_about(self, subject: str) -> bool:
        # The criteria about cases are answered by the register of cases.
        is_case = self.area == CASE_AREA and kind_of_id(subject) is RecordKind.CASE
        return (not self.area or is_case or subject.startswith(f"{self.area}-")) and (not self.only or subject == self.only)

    def _refuse(self, loaded: LoadedWorkspace) -> UnknownIdError | None:
        assessment = loaded.assessment
        if assessment is None:
            return None
        try:
            check_area(assessment.pack, self.area)
        except UnknownIdError as error:
            return error
        known = {each.id for each in (*assessment.records(), *loaded.broken)} | set(assessment.pack.by_id)
        if not self.only or self.only in known:
            return None
        hint = f"{did_you_mean(self.only, known)}`gni-assess criteria list` shows the criteria"
        return UnknownIdError(f"there is no criterion or record `{self.only}`", hint=hint)


def make_filter(*, select: str, ignore: str, area: str, only: str) -> Filter:
    """Read the options of `validate`. What makes the record unsafe to read or to send is always looked at.

    Raises UnknownIdError for an unknown code, UsageError where one cannot be ignored, and where no code is left.
    """
    ignored = _codes(ignore)
    if unsafe := sorted(filter(is_protected, ignored)):
        raise UsageError(
            f"`{unsafe[0]}` cannot be ignored: it finds what makes the record unsafe to read or to send",
            hint="leave it out of `--ignore`, and mend what it finds",
        )
    codes = (_codes(select) or frozenset(RULES_BY_CODE)) - ignored
    if not codes:
        raise UsageError("nothing to check: `--ignore` leaves out every code there would be", hint="leave out fewer codes")
    return Filter(codes=codes | set(filter(is_protected, RULES_BY_CODE)), area=area.upper(), only=only.upper())


def subject_of(diagnostic: Diagnostic) -> str:
    """Name the record or criterion that a diagnostic is about; empty where it is about the workspace."""
    record = diagnostic.record
    if record is not None and record.kind is not RecordKind.WORKSPACE:
        return record.id
    return diagnostic.about


def _codes(text: str) -> frozenset[str]:
    return frozenset(get_rule(each.strip()).code for each in text.split(",") if each.strip())
