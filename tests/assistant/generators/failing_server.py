"""A server on loopback that speaks the protocol of chat completions, well or badly."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def chunk(text: str = "", finish: str | None = None, **delta: str) -> str:
    """A line of a stream."""
    told = {"content": text, **delta} if text or delta else {}
    choice = {"index": 0, "delta": told, "finish_reason": finish}
    body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


DONE = "data: [DONE]\n\n"


class Reply:
    """One answer of the server: a status with a body, `cut` before its end, `silent` for some seconds."""

    def __init__(
        self, body: str = "", status: int = 200, cut: bool = False, silent: float = 0.0, **headers: str
    ):
        self.body, self.status, self.cut, self.silent, self.headers = body, status, cut, silent, headers


def says(*pieces: str) -> Reply:
    """A reply in pieces, as it should be."""
    return Reply("".join(map(chunk, pieces)) + chunk(finish="stop") + DONE)


class Server:
    """Gives one reply after the other, the last one for good; remembers what it was sent."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.url = ""
        self.over = threading.Event()


@contextmanager
def serving(*replies: Reply) -> Iterator[Server]:
    """A server on a port of its own."""
    made = Server(*replies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            made.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            made.keys.append(self.headers.get("Authorization", ""))
            reply = made.replies.pop(0) if len(made.replies) > 1 else made.replies[0]
            if reply.silent:
                made.over.wait(reply.silent)
            data = reply.body.encode()
            self.send_response(reply.status)
            kind = "text/event-stream" if reply.body.startswith("data:") else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data) + (100 if reply.cut else 0)))
            for name, value in reply.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(data)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    made.url = f"http://127.0.0.1:{httpd.server_address[1]}/v1"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()
