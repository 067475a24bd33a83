"""Tables as CSV, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_RISKY = re.compile(r"^\s*[=+\-@\t\r]")
_HARMLESS = re.compile(r"\s*[-+]?(?:[0-9][0-9.,]*\s*%?)?\s*")
"""A number with its sign, or the lone dash of an empty cell: no spreadsheet takes it for a formula."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """RFC 4180, with the mark that makes spreadsheets read UTF-8. A cell that one of them would run as a
    formula gets an apostrophe before it (OWASP: CSV injection)."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return out.getvalue()


def guarded(cell: str) -> str:
    """`cell`, made harmless."""
    return f"'{cell}" if _RISKY.match(cell) and not _HARMLESS.fullmatch(cell) else cell
