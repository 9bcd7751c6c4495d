"""One small tree of errors; each says what is wrong and what to do. Nothing prints here."""


class GniAssessError(Exception):
    """Something that the person can mend.

    `message` says what is wrong and where (lowercase start, no full stop); `hint` says what to do next.
    `exit_code` is the exit code of the command that meets the error.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the way out."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GniAssessError):
    """The command was called in a way that cannot work."""


class WorkspaceError(GniAssessError):
    """There is no workspace, or it cannot be loaded."""


class PackError(GniAssessError):
    """The pack of criteria cannot be found or loaded."""


class StoreError(GniAssessError):
    """A file could not be read or written; nothing was changed."""


class BusyError(StoreError):
    """Another command is writing to the workspace and did not finish in time."""


class ConflictError(StoreError):
    """The record on disk is no longer the one that was read; it was not saved over.

    `record_id` names the record, `mine` is what was to be saved, `theirs` what is on disk now (None where it was removed), both as
    the text of a record file.
    """

    def __init__(self, message: str, *, hint: str, record_id: str, mine: str, theirs: str | None) -> None:
        """Keep both versions, so that the person can be shown them."""
        super().__init__(message, hint=hint)
        self.record_id = record_id
        self.mine = mine
        self.theirs = theirs


class UnknownIdError(GniAssessError):
    """An id that names nothing in this workspace or pack."""


class RefusedError(GniAssessError):
    """The result would show what must not be shown; nothing was written."""

    exit_code = 1


class ReportError(GniAssessError):
    """A report contradicts itself: a bug of the program. Nothing was written."""

    exit_code = 3


class StoppedError(GniAssessError):
    """The person stopped the command; everything accepted so far is saved."""

    exit_code = 130


class EditorError(GniAssessError):
    """The person's own editor could not be used, or failed. `text` is what stands in its file, where that can be read."""

    def __init__(self, message: str, *, hint: str, text: str = "") -> None:
        """Keep what was typed."""
        super().__init__(message, hint=hint)
        self.text = text
