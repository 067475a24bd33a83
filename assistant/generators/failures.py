"""What a provider's client raises, told in one line with what to do about it, free of keys."""

from assistant.errors import GeneratorError
from indexing.hub import first_line

TOO_BUSY = 429
FAILING = range(500, 600)
_REFUSED = (401, 403)
_LOG = "Ask again; see the server's log."


def status_of(error: Exception) -> int | None:
    """The HTTP status that an error stands for, wherever its client keeps it."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def can_pass(error: Exception) -> bool:
    """Whether the same request may succeed a little later."""
    status = status_of(error)
    return status == TOO_BUSY or status in FAILING


def told(
    error: Exception, name: str, secret: str, *, begun: bool, tries: int, timeout: float
) -> GeneratorError:
    """The error as the user is told it: `begun` when a part of the reply had come, after `tries` tries."""
    said = without(secret, first_line(error))
    status = status_of(error)
    if begun:
        return GeneratorError(f"The reply of {name} broke off: {said}", _LOG)
    if status is not None:
        return _refused(name, status, said, tries)
    # Clients name these errors alike, but share no class.
    kind = type(error).__name__
    if "Timeout" in kind:
        message = f"{name} was silent for {timeout:g} seconds."
        return GeneratorError(message, "Set timeout higher, or see the server's log.")
    if "Connect" in kind:
        return GeneratorError(f"No server answers for {name}.", "Start it, or check the address.")
    message = f"The reply of {name} can't be read: {kind}: {said}"
    return GeneratorError(message, "Check that the server speaks this protocol.")


def _refused(name: str, status: int, said: str, tries: int) -> GeneratorError:
    after = f" after {tries} tries" if tries > 1 else ""
    if status in _REFUSED:
        remedy = "Set the provider's key in the environment; for openai:MODEL@URL it is OPENAI_API_KEY."
    elif status == TOO_BUSY:
        remedy = "Wait a little."
    elif status in FAILING:
        remedy = _LOG
    else:
        remedy = (
            "Check model and address; if the prompt is too long, set context or read fewer passages (-k)."
        )
    return GeneratorError(f"{name} answers {status}{after}: {said}", remedy)


def without(secret: str, text: str) -> str:
    """`text` without a key that stands in it."""
    return text.replace(secret, "…") if secret else text
