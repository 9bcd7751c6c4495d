"""What a rule is, and what it is given."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc
from textwrap import dedent

from gni_assess.checks.index import Index
from gni_assess.model.assessment import Assessment, Facts
from gni_assess.model.criteria import Criterion
from gni_assess.model.diagnostics import FileProblem, Problem, RecordRef
from gni_assess.model.response import Response
from gni_assess.model.vocabulary import DiagnosticSeverity

HEADINGS = ("Why", "Wrong", "Right", "Mend")
"""The parts of every rule's explanation, in their order."""

_HEADING = re.compile(rf"^({'|'.join(HEADINGS)}):[ \n]", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Context:
    """All that rules look at. `broken` names the records whose file exists but cannot be loaded: nothing more is said about them.

    `only` names the one record that somebody wants to hear of. A rule that would read every text (GNI603) then reads only those of it.
    """

    assessment: Assessment
    facts: Facts
    file_problems: tuple[FileProblem, ...] = ()
    broken: frozenset[RecordRef] = frozenset()
    only: RecordRef | None = None

    @cached_property
    def index(self) -> Index:
        """Look-ups that several rules share."""
        return Index(assessment=self.assessment, file_problems=self.file_problems, broken=self.broken)


Check = Callable[[Context], Iterable[Problem]]
ResponseCheck = Callable[[Context, Response, Criterion], Iterable[Problem]]
"""A rule about one response to a criterion that the pack has and that applies to the company."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of diagnostic. `severity` is that of the catalogue, before stage and workspace change it.

    `document` is the docstring of the rule's module, the only documentation of the rule. `check_response` is there where the rule
    judges responses one by one.
    """

    code: str
    name: str
    severity: DiagnosticSeverity
    document: str
    check: Check
    check_response: ResponseCheck | None = None

    @cached_property
    def summary(self) -> str:
        """What the rule finds, in one sentence."""
        return cleandoc(self.document).partition("\n")[0]

    @cached_property
    def explanation(self) -> str:
        """All that follows the summary: why it matters, an example wrong and right, and how to mend it."""
        return cleandoc(self.document).partition("\n")[2].strip("\n")

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The explanation by heading (see `HEADINGS`); examples without their indentation."""
        _, *parts = _HEADING.split(self.explanation)
        return {heading: dedent(text).strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)}


def each_response(context: Context, check: ResponseCheck) -> Iterator[Problem]:
    """Judge every response to a criterion that applies.

    A response to an unknown criterion is GNI101 and one to a criterion that does not apply is GNI107; what is in it is then not judged.
    """
    for response in context.assessment.responses.values():
        criterion = context.index.applicable.get(response.criterion)
        if criterion is not None:
            yield from check(context, response, criterion)


def found_elsewhere(context: Context) -> Iterator[Problem]:
    """Find nothing: the problems of such a rule come with the files (`Context.file_problems`), or from the runner itself."""
    del context
    return iter(())
