"""Every test runs without a network, in a home of its own, with no setting of whoever runs it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

LOOPBACK = ("127.", "::1", "localhost")


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if not name.startswith(LOOPBACK):
        raise NetworkForbidden(f"a test tried to reach {name}")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Block connections and name look-ups but for this machine's own."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return connect(self, address)

    def guarded_connect_ex(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host, *args, **options):
        _check(host)
        return look_up(host, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """MEDFM_HOME, not made yet; no other MEDFM_ variable is set."""
    for name in [name for name in os.environ if name.startswith("MEDFM_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("MEDFM_HOME", str(folder))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return folder


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the index of the five surveys, built once. Tests read it and leave it as it is."""
    from assistant.library import build
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("built") / "home"
    build(Settings(home=folder))
    return folder


@pytest.fixture(scope="session")
def real_assistant(built_home: Path) -> "Assistant":
    """The pipeline over the index of the five surveys."""
    from assistant.pipeline import Assistant
    from assistant.settings import Settings

    return Assistant.open(Settings(home=built_home))
