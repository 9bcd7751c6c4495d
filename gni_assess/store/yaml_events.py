"""The two parsers that PyYAML offers, as one function that gives the next event: libyaml where it is installed, else pure Python."""

from collections.abc import Callable
from typing import Final, Protocol, cast

from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML without libyaml: slower, same results
    HAS_LIBYAML = False
else:
    HAS_LIBYAML = True


class PlaceMark(Protocol):
    """A place in the source, line and column from 0."""

    line: int
    column: int


class ParseEvent(Protocol):
    """What the parsers give, whatever its kind; each kind has only some of the fields."""

    start_mark: PlaceMark
    end_mark: PlaceMark
    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]  # of a scalar: the first is true where it is plain and has no tag
    value: str
    style: str | None
    flow_style: bool


NextEvent = Callable[[], ParseEvent]

_BAD_ESCAPE: Final = "found invalid Unicode character escape code"  # libyaml's words


class PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, which takes the same tabs and refuses the same escapes as libyaml does."""

    def __init__(self, text: str) -> None:
        """Start to read a text."""
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def next_event(self) -> ParseEvent:
        """Return the next event; an escape that stands for no character is an error, not a broken text."""
        try:
            event = self.get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:
            raise ScannerError(None, None, _BAD_ESCAPE, self.get_mark()) from error
        if type(event) is ScalarEvent and any("\ud800" <= character <= "\udfff" for character in event.value):
            raise ScannerError(None, None, _BAD_ESCAPE, self.get_mark())
        return cast("ParseEvent", event)

    def scan_to_next_token(self) -> None:
        """Skip what separates tokens, also tabs that do not indent."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: int, start_mark: object) -> list[str] | None:
        """Read the space inside of a plain value, also tabs."""
        length = 0
        while self.peek(length) in (" ", "\t"):
            length += 1
        if self.peek(length) in "\r\n\x85\u2028\u2029":
            self.forward(length)
            return super().scan_plain_spaces(indent, start_mark)
        space = self.prefix(length)
        self.forward(length)
        return [space] if space else []


def open_events(data: bytes, *, libyaml: bool = HAS_LIBYAML) -> NextEvent:
    """Start to parse UTF-8 text without a byte order mark; the function returned gives one event at a time."""
    return cast("NextEvent", CParser(data).get_event) if libyaml else PureParser(data.decode()).next_event
