"""The endpoints for programs, through Gradio's own client."""

import warnings

import pytest

from corpus import quote

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of Gradio's own imports
    from gradio_client import Client
    from gradio_client.exceptions import AppError

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere
NAMES = {"/ask", "/search", "/show", "/tables"}


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def test_the_endpoints_are_named_and_documented(client):
    told = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(told) == NAMES
    for endpoint in told.values():
        assert len(endpoint["description"]) > 40
        assert all(parameter["label"] for parameter in endpoint["parameters"])


@pytest.mark.parametrize(
    ("question", "language"), [("How big is SciFive?", "en"), ("SciFive 有多大？", "zh")]
)
def test_ask_gives_what_the_command_line_gives(client, assistant, question, language):
    found = client.predict(question, api_name="/ask")
    assert found["language"] == language
    assert "220M" in found["answer"]
    texts = {document.id: document.text for document in assistant.store.documents()}
    for citation in found["citations"]:
        assert quote(texts[citation["document"]], citation["spans"]) == citation["quote"]


def test_filters(client):
    found = client.predict("medical image segmentation", ["003"], "zh", api_name="/ask")
    assert {passage["document"] for passage in found["passages"]} == {"zhou-2024"}
    assert found["language"] == "zh"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["   "], "The question is empty."),
        (["?" * 5000], "5,000 characters, more than 4,000"),
        (["What?", ["zhou-2042"]], "There is no document 'zhou-2042'"),
        (["What?", [], "fr"], "A language must be en or zh"),
        (["What?", [], "en", ["picture"]], "There is no kind 'picture'"),
        (["What?", [], "en", [], 51], "k must be a whole number from 1 to 50"),
    ],
)
def test_what_cant_be_asked_says_why(client, arguments, told):
    with pytest.raises(AppError, match=told):
        client.predict(*arguments, api_name="/ask")


def test_search(client):
    found = client.predict("segment anything", ["002"], api_name="/search")
    assert {passage["document"] for passage in found["passages"]} == {"li-2024"}


class TestShow:
    def test_a_place(self, client):
        found = client.predict("003", "17879:17922", api_name="/show")
        assert "220M/770M" in found["quote"]
        assert any("⟦" not in block["text"] for block in found["blocks"])

    def test_a_section_and_the_list_of_them(self, client):
        told = client.predict("zhou-2024", api_name="/show")["sections"]
        assert ["4 Clinical Applications", "4.7 Mental Health Support"] in [one["section"] for one in told]
        found = client.predict("zhou-2024", "", "4.7", api_name="/show")
        assert found["section"][-1] == "4.7 Mental Health Support"
        assert any("Psy-LLM" in block["text"] for block in found["blocks"])

    @pytest.mark.parametrize(
        "arguments", [["../../etc/passwd"], ["003", "1:2:3"], ["003", "0:99999999"], ["003", "", "no such"]]
    )
    def test_what_isnt_there_is_an_error(self, client, arguments):
        with pytest.raises(AppError):
            client.predict(*arguments, api_name="/show")


class TestTables:
    def test_all_of_them_without_rows(self, client, assistant):
        told = client.predict(api_name="/tables")["tables"]
        assert [table["id"] for table in told] == [table.id for table in assistant.store.tables()]
        assert not any(table["rows"] for table in told)

    def test_rows_by_words_with_their_places(self, client, assistant):
        told = client.predict("003", "scifive", api_name="/tables")["tables"]
        [row] = [row for table in told for row in table["rows"]]
        assert row["cells"]["# Params"] == "220M/770M"
        [text] = [d.text for d in assistant.store.documents() if d.id == "zhou-2024"]
        assert "SciFive" in text[row["start"] : row["end"]]
