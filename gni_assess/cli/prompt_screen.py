"""How a line that is being typed looks: the prompt, the line, what fits it, and a line at the foot."""

from bisect import bisect_right

from prompt_toolkit.application.current import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition, has_completions, is_done
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.menus import CompletionsMenu
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.styles import BaseStyle, Style

from gni_assess.model.columns import count_columns, cut_columns
from gni_assess.model.visible import visible_line

_MENU_LINES = 6
_LEAST_LINES = 3
_LINES_WITH_FOOT = 8
"""In a lower window the foot would take the room of the question."""

_SHORT_PROMPT = "> "
_NEXT_LINE = ".. "


class LineScreen:
    """Prompt and line stand where the cursor is; what fits stands below them, never over what was shown before."""

    def __init__(self, buffer: Buffer) -> None:
        """Lay out a line whose text is in `buffer`; `prompt` and `foot` may be exchanged before each line."""
        self.prompt = ""
        self.foot = ""
        line = Window(
            BufferControl(buffer, input_processors=[_ShowHidden()]),
            get_line_prefix=self._before_line,
            wrap_lines=True,
            dont_extend_height=True,
            height=_line_height,
        )
        above = Window(FormattedTextControl(lambda: [("", self.prompt.rstrip())]), wrap_lines=True, dont_extend_height=True)
        menu = VSplit([CompletionsMenu(max_height=_MENU_LINES, scroll_offset=1), Window()])
        foot = Window(FormattedTextControl(self._foot_text), height=1)
        has_foot = Condition(lambda: bool(self.foot) and _rows() >= _LINES_WITH_FOOT)
        self.layout = Layout(
            HSplit(
                [
                    ConditionalContainer(above, Condition(self._is_long)),
                    line,
                    ConditionalContainer(menu, has_completions & ~is_done),
                    ConditionalContainer(Window(), ~is_done),
                    ConditionalContainer(foot, has_foot & ~is_done),
                ]
            ),
            focused_element=line,
        )

    def _is_long(self) -> bool:
        return count_columns(self.prompt) > _columns() // 2

    def _before_line(self, number: int, wrapped: int) -> StyleAndTextTuples:
        if wrapped:
            return []
        if number:
            return [("", _NEXT_LINE)]
        return [("", _SHORT_PROMPT if self._is_long() else self.prompt)]

    def _foot_text(self) -> StyleAndTextTuples:
        return [("class:foot", cut_columns(self.foot, _columns() - 1))]


def make_style(*, use_color: bool) -> BaseStyle:
    """Give a calm look: no colored areas; what is picked is shown reversed, which is no color."""
    quiet = "noinherit ansibrightblack" if use_color else "noinherit"
    return Style.from_dict(
        {
            "foot": quiet,
            "completion-menu": "noinherit",
            "completion-menu.completion": "noinherit",
            "completion-menu.completion.current": "noinherit reverse",
            "completion-menu.meta.completion": quiet,
            "completion-menu.meta.completion.current": "noinherit reverse",
            "scrollbar.background": "noinherit",
            "scrollbar.button": "noinherit reverse",
        }
    )


class _ShowHidden(Processor):
    """Writes out what would not be seen, or would disguise the text; the text itself stays as it is."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments: StyleAndTextTuples = []
        starts = [0]
        for style, char, *_ in explode_text_fragments(transformation_input.fragments):
            shown = visible_line(char)
            fragments.append((style, shown))
            starts.append(starts[-1] + len(shown))
        last = len(starts) - 1
        return Transformation(
            fragments,
            source_to_display=lambda at: starts[at] if at <= last else starts[last] + at - last,
            display_to_source=lambda at: bisect_right(starts, at) - 1 if at < starts[last] else last + at - starts[last],
        )


def _line_height() -> Dimension:
    # A long text scrolls while it is typed, so that the question above stays in view; once entered, all of it is shown.
    return Dimension(min=1) if is_done() else Dimension(min=1, max=max(_rows() // 2, _LEAST_LINES))


def _rows() -> int:
    return get_app().output.get_size().rows


def _columns() -> int:
    return get_app().output.get_size().columns
