"""Errors of the assistant.

MedfmError
└── AssistantError
    ├── BadQuestion     a question that can't be asked as it stands
    ├── BadHistory      a file of former turns can't be read
    ├── BadSettings     an unknown key, or a value out of range
    ├── GeneratorError  a generator can't be loaded, or failed
    └── JudgeError      a judge can't be loaded, or failed
"""

from corpus.errors import MedfmError


class AssistantError(MedfmError):
    """Base of this package's errors."""


class BadQuestion(AssistantError):
    """The question is empty, too long or not text."""


class BadHistory(AssistantError):
    """A file of former turns can't be read, or holds something else."""


class BadSettings(AssistantError):
    """A setting is unknown or out of range."""


class GeneratorError(AssistantError):
    """A generator can't be loaded, or failed."""


class JudgeError(AssistantError):
    """A judge can't be loaded, or failed."""
