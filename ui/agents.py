"""Gradio's MCP server, made to speak JSON."""

import json
from typing import Any

from ui.toolkit import gr


def speak_json(app: gr.Blocks) -> None:
    """Let the tools of a served app give JSON: Gradio would print a result as Python writes it."""
    server: Any = app.mcp_server_obj
    plain = server.postprocess_output_data

    def postprocess(data: list[Any], root_url: str) -> Any:  # noqa: ANN401  MCP's own nouns
        return plain([json.dumps(value, ensure_ascii=False) for value in data], root_url)

    server.postprocess_output_data = postprocess
