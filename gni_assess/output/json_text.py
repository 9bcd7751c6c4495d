"""Values as JSON text that no terminal and no reader can be fooled by."""

import json
import re

from gni_assess.model.visible import visible_text

_HIDDEN = re.compile("[^\n -~]")


def to_json(value: object) -> str:
    """Write a value as indented JSON; characters that would not be seen or would move the cursor are written as escapes.

    A reader of JSON gets the same text as without them.
    """
    return _HIDDEN.sub(_escape, json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return char if visible_text(char) == char else json.dumps(char)[1:-1]
