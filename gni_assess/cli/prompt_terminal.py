"""The terminal of the interview with line editing, completion as you type, and a foot line, over prompt_toolkit.

Importing this module imports prompt_toolkit: do so only where something is asked.
"""

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import get_typeahead, store_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import suspend_to_background_supported

from gni_assess.cli.prompt_screen import LineScreen, make_style
from gni_assess.cli.terminal import Screen, input_is_waiting, shown_prompt
from gni_assess.interview.terminal import NO_AIDS, Aids, EndOfInput, Interrupt
from gni_assess.model.visible import visible_line
from gni_assess.store.private_session import PrivateSession

_MOST_OFFERS = 200


class PromptTerminal(Screen):
    """Reads lines that are edited on the screen; what was typed can be had again with the arrow keys, within the session only."""

    def __init__(self, *, use_color: bool, session: PrivateSession, environ: Mapping[str, str]) -> None:
        """Take over the keyboard, but only while something is asked."""
        super().__init__(use_color=use_color, session=session, environ=environ)
        self._aids = NO_AIDS
        self._input = _make_input()
        self._buffer = Buffer(
            completer=_OffersCompleter(self),
            complete_while_typing=True,
            history=InMemoryHistory(),
            accept_handler=self._accept,
            multiline=False,
        )
        self._buffer.on_text_changed += lambda _: self._hold(self._buffer.text)
        self._screen = LineScreen(self._buffer)
        self._app: Application[str] = Application(
            layout=self._screen.layout,
            key_bindings=_make_keys(self._buffer),
            style=make_style(use_color=use_color),
            color_depth=None if use_color else ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
            input=self._input,
            output=_make_output(),
        )

    @property
    def aids(self) -> Aids:
        """What helps with the line that is being typed."""
        return self._aids

    def ask(self, prompt: str, default: str = "", aids: Aids = NO_AIDS) -> str:
        """Read one line; several that were pasted come as one text with line feeds."""
        self._aids = aids
        self._screen.prompt = shown_prompt(prompt, default)
        self._screen.foot = visible_line(aids.foot)
        self._buffer.reset()
        try:
            text = self._app.run()
        except (EOFError, OSError) as error:
            raise EndOfInput from error
        except KeyboardInterrupt as error:
            raise Interrupt(self._buffer.text) from error
        self._hold("")
        # The end of the last line that was pasted is what Enter stands for in a plain terminal.
        return text.removesuffix("\n")

    def has_pending_input(self) -> bool:
        """Whether more input is there already: terminals that do not mark what is pasted send its lines one by one."""
        keys = get_typeahead(self._input)
        store_typeahead(self._input, keys)
        if keys:
            return keys[0].key not in {Keys.ControlC, Keys.ControlD}
        return input_is_waiting()

    def _accept(self, buffer: Buffer) -> bool:
        self._app.exit(result=buffer.text)
        return True

    def _hold(self, text: str) -> None:
        # The line is still in hand; a disk that refuses it is no reason to take it from the person.
        with contextlib.suppress(Exception):
            self._aids.hold(text)


class _OffersCompleter(Completer):
    def __init__(self, terminal: PromptTerminal) -> None:
        self._terminal = terminal

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 - the base's
        before = document.text_before_cursor
        with contextlib.suppress(Exception):  # an aid that fails must not stop the typing
            for offer in self._terminal.aids.offers(before)[:_MOST_OFFERS]:
                yield Completion(
                    offer.text,
                    start_position=-min(offer.replaces, len(before)),
                    display=[("", visible_line(offer.shown or offer.text))],
                    display_meta=[("", visible_line(offer.note))],
                )


def _make_keys(buffer: Buffer) -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.ControlC)
    @keys.add(Keys.SIGINT)
    def _stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add(Keys.ControlD)
    def _close_or_delete(event: KeyPressEvent) -> None:
        if buffer.text:
            buffer.delete()
        else:
            event.app.exit(exception=EOFError)

    @keys.add(Keys.ControlZ)
    def _suspend(event: KeyPressEvent) -> None:
        if suspend_to_background_supported():
            event.app.suspend_to_background()

    return keys


def _make_output() -> Output:
    output = create_output(sys.stdout)
    if isinstance(output, Vt100_Output):
        # Never ask where the cursor is: some terminals never answer, and slow ones answer into the next question.
        output.enable_cpr = False
    return output


def _make_input() -> Input:
    if os.name == "nt":
        return create_input(sys.stdin)
    from prompt_toolkit.input.vt100 import Vt100Input  # noqa: PLC0415 - not on every system

    class TerminalInput(Vt100Input):
        """Notices a window that is gone; the library takes that for a pause, and would wait at full speed for ever."""

        def read_keys(self) -> list[KeyPress]:
            keys = super().read_keys()
            if not keys and _is_hung_up(self.fileno()):
                self.stdin_reader.closed = True
            # A paste that is not marked may end its lines with both; that is one Enter.
            pairs = zip([None, *keys], keys, strict=False)
            return [key for before, key in pairs if before is None or (before.key, key.key) != (Keys.ControlM, Keys.ControlJ)]

    return TerminalInput(sys.stdin)


def _is_hung_up(handle: int) -> bool:
    import select  # noqa: PLC0415 - has no `poll` on every system

    poll = select.poll()
    poll.register(handle, select.POLLIN)
    events = [event for _, event in poll.poll(0)]
    if any(event & (select.POLLHUP | select.POLLERR) for event in events):
        return True
    # macOS says this of every terminal: there only one that answers no more is gone.
    return any(event & select.POLLNVAL for event in events) and not os.isatty(handle)
