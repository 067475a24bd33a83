"""Errors of the corpus. `MedfmError` is the base of every error a user can mend, in all packages.

MedfmError
├── CorpusError
├── indexing.errors.IndexingError …
└── assistant.errors.AssistantError …
"""


class MedfmError(Exception):
    """Something a user can mend: the message is one line, `remedy` says what to do.

    `retriable` tells whether the same call may succeed later without any change.
    """

    retriable = False

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class CorpusError(MedfmError):
    """A text or the manifest is missing, unreadable or not what its hash says."""
