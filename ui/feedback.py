"""What people think of answers: kept in SQLite under MEDFM_HOME, and sent nowhere."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError

FILE = "feedback.sqlite"
MOST_NOTE = 2000
"""How many characters of a note are kept."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
  id TEXT PRIMARY KEY, given TEXT NOT NULL, thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')),
  note TEXT NOT NULL, answer TEXT NOT NULL
) STRICT
"""


class Feedback:
    """The feedback of one home. Each call opens the file, so that threads and processes may share it."""

    def __init__(self, home: Path) -> None:
        self.file = home / FILE

    def keep(self, id: str, thumb: str, note: str, answer: dict[str, Any]) -> None:
        """Remember what somebody thinks of an answer; a second opinion under the same id replaces the first.

        Raises AssistantError for another thumb than up or down, or when it can't be written.
        """
        if thumb not in ("up", "down"):
            raise AssistantError(f"A thumb is up or down, not {thumb[:20]!r}.")
        row = (id, datetime.now(UTC).isoformat(timespec="seconds"), thumb, note[:MOST_NOTE].strip(),
               json.dumps(answer, ensure_ascii=False))  # fmt: skip
        try:
            with closing(self._open()) as connection, connection:
                connection.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", row)
        except (OSError, sqlite3.Error) as error:
            message = f"The feedback can't be kept in {self.file}: {error}."
            raise AssistantError(message, "Set MEDFM_HOME to a folder that you may write to.") from error

    def all(self) -> Iterator[dict[str, Any]]:
        """Everything that was said, in the order of time; each with its answer. Raises AssistantError."""
        if not self.file.exists():
            return
        try:
            with closing(self._open()) as connection:
                rows = connection.execute("SELECT * FROM feedback ORDER BY given, id").fetchall()
        except sqlite3.Error as error:
            raise AssistantError(f"{self.file} can't be read: {error}.") from error
        for id, given, thumb, note, answer in rows:
            yield {"id": id, "given": given, "thumb": thumb, "note": note, "answer": json.loads(answer)}

    def _open(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.file, timeout=10)
        connection.execute(_SCHEMA)
        return connection
