"""Systems by name, opened so that they answer."""

from assistant.settings import Settings
from corpus import load_corpus
from eval.systems.answering import Answering
from eval.systems.minilm import DISTRIBUTION
from eval.systems.registry import OURS, find_system, load_system, require

CLOSED_BOOK = "closed-book"


def open_system(name: str, settings: Settings) -> Answering:
    """The system called `name`, with its index under MEDFM_HOME, built first where there is none.

    `medfm` and `closed-book` (the language model alone, without passages) are as the settings say; a rival
    answers by the top-sentence reader. Raises SystemMissing with what to install, or another MedfmError.
    """
    if name == OURS:
        from eval.systems.ours import Ours

        return Ours.open(settings)
    if name == CLOSED_BOOK:
        from eval.systems.closed_book import ClosedBook

        return ClosedBook.open(settings)
    from eval.systems.reading import Reading

    find_system(name)
    require(name, (DISTRIBUTION,))
    folder = settings.home / "systems" / name.replace(":", ".")
    return Reading.open(load_system(name, folder), folder, load_corpus())
