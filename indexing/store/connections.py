"""Connections to a database that nobody writes to, shared by threads."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Semaphore

from indexing.errors import IndexCorrupt
from indexing.store.directory import REBUILD


class Connections:
    """Connections to one database, each used by one thread at a time.

    The first is opened at once and more as threads need them. When no more can be opened, because the
    directory is gone, threads share those that there are.
    """

    MOST = 8

    def __init__(self, file: Path) -> None:
        self._address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._room = Semaphore(self.MOST - 1)
        self._closed = False
        try:
            self._idle.put(self._open())
        except sqlite3.Error as error:
            raise IndexCorrupt(f"The database of the index can't be read: {error}.", REBUILD) from error

    @contextmanager
    def borrow(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.put(connection)

    def close(self) -> None:
        """Close those that are idle now, and the others when they are given back."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise ValueError("The store is closed.")
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        if self._room.acquire(blocking=False):
            try:
                return self._open()
            except sqlite3.Error:
                self._room.release()
        return self._idle.get()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address, uri=True, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection
