"""A library of two tiny texts, shared by all tests of the assistant's parts."""

from collections.abc import Iterator

import pytest

from tests.assistant.tiny_library import Tiny, build_tiny


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    library = build_tiny(tmp_path_factory.mktemp("tiny") / "index")
    yield library
    library.store.close()
