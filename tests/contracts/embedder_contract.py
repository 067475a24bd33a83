"""What every embedder must do. An embedder's tests inherit EmbedderContract and say how to make one."""

import numpy as np
import pytest

from indexing.embedders.protocol import Embedder

TEXTS = ["Medical images", "医学影像", "a", "", "🙂", " \n", "Med-PaLM 2 " * 400, "a\0b"]


class EmbedderContract:
    """Subclasses give the fixture `embedder`."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError

    @pytest.mark.parametrize("query", [False, True])
    def test_gives_unit_rows_for_any_text(self, embedder, query):
        found = embedder.embed(TEXTS, query=query)
        assert found.shape == (len(TEXTS), embedder.dimension)
        assert found.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)

    def test_no_texts_no_rows(self, embedder):
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_gives_the_same_each_time(self, embedder):
        np.testing.assert_array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))

    def test_a_text_s_vector_hardly_depends_on_its_company(self, embedder):
        together = embedder.embed(TEXTS)
        alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
        np.testing.assert_allclose(alone, together, atol=1e-4)

    def test_names_itself_in_one_line(self, embedder):
        assert embedder.name == embedder.name.strip() != ""
        assert "\n" not in embedder.name
