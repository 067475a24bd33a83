"""Texts that come in pieces, cut where they stop to be the answer."""

from collections.abc import Iterator, Sequence


def until(pieces: Iterator[str], stops: Sequence[str]) -> Iterator[str]:
    """The text before the first of `stops`; what may begin one is held back until it is certain. The source
    is closed when the text is cut, or when nobody listens any more."""
    held = ""
    try:
        for piece in pieces:
            held += piece
            places = [place for stop in stops if (place := held.find(stop)) >= 0]
            if places:
                yield held[: min(places)]
                return
            sure = len(held) - _beginning(held, stops)
            if sure:
                yield held[:sure]
                held = held[sure:]
        if held:
            yield held
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _beginning(text: str, stops: Sequence[str]) -> int:
    """How many characters at the end of `text` may begin one of `stops`."""
    return max(
        (n for stop in stops for n in range(1, len(stop)) if text.endswith(stop[:n])),
        default=0,
    )
