"""Who may use the app, what a request may weigh, and what a page may load."""

import hashlib
import hmac
import secrets
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import AssistantError

VARIABLE = "MEDFM_AUTH"
MOST_BYTES = 256 * 1024
"""A request is at most this long: the longest question has 4000 characters."""
_MCP = "/gradio_api/mcp"
_CLOSED = ("/gradio_api/upload", "/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream")
"""Doors of Gradio's that this app has no use for: nobody uploads here, and no file is served by its path."""
HEADERS = {
    # Gradio's own page needs inline scripts and styles; nothing may come from or go to another machine.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; connect-src 'self';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
        " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self';"
        " frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class Accounts:
    """Names and passwords. Only hashes are kept, and compared in constant time."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._salt = secrets.token_bytes(16)
        self._hashes = {name: self._hash(password) for name, password in passwords.items()}
        self._nobody = secrets.token_bytes(32)

    def check(self, name: str, password: str) -> bool:
        """Whether `password` is that of `name`. It takes as long for a name that there is none of."""
        given = self._hash(password)
        return hmac.compare_digest(given, self._hashes.get(name, self._nobody))

    def check_header(self, header: str) -> bool:
        """Whether a header of HTTP's Basic scheme names an account."""
        scheme, _, value = header.partition(" ")
        try:
            name, found, password = b64decode(value, validate=True).decode("utf-8").partition(":")
        except ValueError:
            return False
        return scheme.casefold() == "basic" and bool(found) and self.check(name, password)

    def _hash(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=self._salt, n=2**12, r=8, p=1)


def read_accounts(file: Path | None, environment: Mapping[str, str]) -> Accounts | None:
    """The accounts of `file`, else those of MEDFM_AUTH: `name:password`, one a line. None where neither is
    given.

    Raises AssistantError for a file that can't be read or a line that is no account.
    """
    if file is None and not environment.get(VARIABLE):
        return None
    where = str(file) if file else VARIABLE
    try:
        text = file.read_text(encoding="utf-8") if file else environment[VARIABLE]
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{where} can't be read.", "Name a text file with --auth.") from error
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    accounts = dict(line.partition(":")[::2] for line in lines)
    if not accounts or not all(name and password for name, password in accounts.items()):
        raise AssistantError(f"{where} has a line that is no account.", "Write name:password, one a line.")
    return Accounts(accounts)


class Guard:
    """Stands before the app: closes doors that it doesn't need, and tells browsers what a page may do."""

    def __init__(self, app: ASGIApp, accounts: Accounts | None = None) -> None:
        self._app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        refusal = self._refusal(Request(scope))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, request: Request) -> PlainTextResponse | None:
        path = request.url.path
        if path.startswith(_CLOSED):
            return PlainTextResponse("Not here.", 404)
        length = request.headers.get("content-length", "0")
        # A body without a length could go on for ever.
        endless = request.method == "POST" and "transfer-encoding" in request.headers
        if endless or not length.isdigit() or int(length) > MOST_BYTES:
            return PlainTextResponse("The request is too long.", 413)
        # Gradio asks for a login everywhere but here.
        if self._accounts and path.startswith(_MCP):
            if not self._accounts.check_header(request.headers.get("authorization", "")):
                told = {"www-authenticate": 'Basic realm="MedFM Assistant"'}
                return PlainTextResponse("Log in.", 401, told)
        return None
