"""What a parser of YAML complains about, in plain words: the common mistakes of people who write YAML by hand."""

import re
from dataclasses import dataclass
from typing import Final

from yaml.error import Mark, MarkedYAMLError, YAMLError

from gni_assess.store.yaml_document import LINE_BREAK, YamlError


@dataclass(frozen=True, kw_only=True)
class _Mistake:
    """How libyaml and PyYAML name a mistake (patterns for their `context` and `problem`), and what we say of it."""

    context: str = ""
    problem: str = ""
    message: str
    fix: str
    at_context: bool = False  # where the thing began, instead of where the parser gave up
    code: str = "GNI001"


_ESCAPE = _Mistake(
    problem="escape|hexa?decimal",
    message="a backslash inside double quotes begins something that YAML does not know",
    fix="write the backslash twice, or use single quotes",
)
_NO_COLON = _Mistake(
    problem="could not find expected ':'",
    message="this line has no `: ` between a key and a value",
    fix="write `key: value` with a space after the colon; indent lines that continue the text above",
    at_context=True,
)

_MISTAKES: Final = (
    _Mistake(
        context="quoted scalar",
        problem="end of stream|document (indicator|separator)",
        message="a quote is opened here and never closed",
        fix="close it at the end of the text with the same kind of quote",
        at_context=True,
    ),
    _ESCAPE,
    _Mistake(
        problem="sequence entries are not allowed",
        message="a list cannot begin on the line of its key",
        fix="begin the list on the next line; put quotes around text that begins with `- `",
    ),
    _NO_COLON,
    _Mistake(
        problem="cannot start any token|node content",
        message="a value cannot begin with this character",
        fix="put quotes around the value",
    ),
    _Mistake(
        context="alias|anchor",
        message="text that begins with `*` or `&` is taken for an alias or an anchor",
        fix="put quotes around the text",
        at_context=True,
    ),
    _Mistake(
        context=r"\btag$",
        message="a tag (a word that begins with `!`) stands before a value",
        fix="remove it; put quotes around text that begins with `!`",
        at_context=True,
        code="GNI005",
    ),
    _Mistake(
        problem="undefined tag handle|found undefined tag",
        message="a tag (a word that begins with `!`) stands before a value",
        fix="remove it; put quotes around text that begins with `!`",
        at_context=True,
        code="GNI005",
    ),
    _Mistake(
        context="block scalar",
        message="a block of text after `|` or `>` does not begin as it should",
        fix="begin the text on the next line, empty lines before it without spaces; put quotes around text that begins with `|` or `>`",
        at_context=True,
    ),
    _Mistake(
        context="flow",
        message="a `[` or `{` is opened here and not closed, or a comma is missing after it",
        fix="close it with `]` or `}`; put quotes around text that begins with a bracket",
        at_context=True,
    ),
    _Mistake(
        problem="incompatible",
        message="the file asks for another version of YAML",
        fix="remove the line that begins with `%YAML`",
    ),
    _Mistake(
        context="directive",
        message="a line that begins with `%` says something to YAML that it does not know",
        fix="remove the line",
    ),
    _Mistake(
        problem="document start",
        message="text stands outside of the one document of the file",
        fix="keep one document in a file, without lines `...` and without lines that begin with `%`",
    ),
)

_TAB = _Mistake(message="a tab stands where YAML wants spaces", fix="replace the tab with spaces")
_COLON = _Mistake(
    message="a value without quotes contains `: `",
    fix="put quotes around the value, or write `|` there and the text on the next lines, indented",
)
_NO_SPACE = _Mistake(message="there is no space after the colon of this key", fix="write `key: value` with a space after the colon")
_CONTINUED = _Mistake(
    message="this line is indented as if it continued the value above it",
    fix="indent it like the key above; or move the value above to lines of its own",
)
_AFTER_CLOSING = _Mistake(
    message="text follows after a closing quote or bracket",
    fix='put the whole value into one pair of quotes; a quote inside single quotes is written twice, one inside double quotes as `\\"`',
)
_INDENTATION = _Mistake(
    message="this line does not fit the lines above it",
    fix="indent the keys of one mapping alike, and the items of one list alike; a list has only items that begin with `- `",
)
_OTHER = _Mistake(message="the file is not YAML from here on", fix="compare the line and the one above with a file that works")

_KEY_WITHOUT_SPACE = re.compile(r"[ \t]*(?:- +)?[\w-]+:[^\s]")


def explain(error: YAMLError, text: str) -> YamlError:
    """Turn an error of the parser into one with plain words, a way out and a place; nothing of the file is repeated."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return YamlError("GNI001", _OTHER.message, _OTHER.fix, 1, 1)
    mark: Mark = error.problem_mark
    lines = LINE_BREAK.split(text)
    line, column = mark.line, mark.column
    if line >= len(lines):  # libyaml ends a file without a final newline on a line of its own
        line, column = len(lines) - 1, len(lines[-1])
    source = lines[line]
    problem, context = error.problem or "", error.context or ""
    if source[column : column + 1] == "\t" and not context.endswith("quoted scalar"):
        mistake = _TAB
    elif problem.startswith("mapping values"):
        mistake, line, column = _explain_colon(lines, line, column)
    else:
        mistake = _find_mistake(problem, context, source[:column].rstrip())
        if mistake.at_context and error.context_mark is not None:
            line, column = error.context_mark.line, error.context_mark.column
        elif mistake is _ESCAPE:
            column = max(source.rfind("\\", 0, column + 1), 0)
    return YamlError(mistake.code, mistake.message, mistake.fix, line + 1, column + 1)


def _explain_colon(lines: list[str], line: int, column: int) -> tuple[_Mistake, int, int]:
    """Tell the reasons apart for which a colon stands where a mapping cannot begin."""
    before = lines[line][:column]
    if ": " in before:
        return _COLON, line, column
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    if above is not None and (found := _KEY_WITHOUT_SPACE.match(lines[above])):
        return _NO_SPACE, above, found.end() - 2
    indent = len(before) - len(before.lstrip())
    if above is not None and indent == len(lines[above]) - len(lines[above].lstrip()):
        return _NO_COLON, above, indent
    return _CONTINUED, line, indent


def _find_mistake(problem: str, context: str, before: str) -> _Mistake:
    for mistake in _MISTAKES:
        if re.search(mistake.context, context) and re.search(mistake.problem, problem):
            return mistake
    if "block" in context:
        return _AFTER_CLOSING if before.endswith(('"', "'", "]", "}")) else _INDENTATION
    return _OTHER
