"""The MCP server, driven by a real MCP client over HTTP."""

import asyncio
import json

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

pytestmark = pytest.mark.filterwarnings("ignore")  # of Gradio's server; what is ours is tested elsewhere
TOOLS = ("ask", "search", "show", "tables")


def with_session(url: str, *steps, headers=None):
    """What the tools give for `steps`, each a tool with its arguments; the list of tools for none."""

    async def run():
        async with (
            streamablehttp_client(f"{url}gradio_api/mcp/", headers=headers) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            if not steps:
                return (await session.list_tools()).tools
            return [await session.call_tool(name, arguments) for name, arguments in steps]

    return asyncio.new_event_loop().run_until_complete(asyncio.wait_for(run(), 60))


def test_the_tools_say_what_they_do_and_take(url):
    tools = {tool.name: tool for tool in with_session(url)}
    assert set(tools) == set(TOOLS)
    for tool in tools.values():
        assert len(tool.description) > 60
        assert all(value.get("description") for value in tool.inputSchema["properties"].values())
    assert "don't guess" in tools["ask"].description


def test_an_agent_asks_searches_shows_and_reads_tables(url, assistant):
    asked, found, shown, listed = map(
        told,
        with_session(
            url,
            ("ask", {"question": "SciFive 有多大？"}),
            ("search", {"query": "segment anything", "documents": ["002"]}),
            ("show", {"document": "003", "span": "17879:17922"}),
            ("tables", {"contains": "scifive"}),
        ),
    )
    [citation] = asked["citations"]
    assert "220M/770M" in asked["answer"]
    assert shown["quote"] == citation["quote"]
    assert {passage["document"] for passage in found["passages"]} == {"li-2024"}
    assert [table["label"] for table in listed["tables"]] == ["Table 2"]


def test_what_goes_wrong_is_told_to_the_agent(url):
    [result] = with_session(url, ("ask", {"question": " "}))
    assert result.isError
    assert "The question is empty." in result.content[0].text


def told(result):
    assert not result.isError, result.content
    return json.loads(result.content[0].text)
