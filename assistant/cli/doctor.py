"""`medfm doctor`: what is installed, what is reachable, what to do next."""

from argparse import Namespace

from assistant.cli.checks import Finding, State, all_findings
from assistant.cli.commands import settings_of
from assistant.cli.console import Console
from assistant.cli.wrapping import wrap

_STYLES = {State.OK: "cyan", State.NOTE: "dim", State.PROBLEM: "yellow"}
_COLUMN = 9


def run(parsed: Namespace, console: Console) -> int:
    """Print every finding. 0 when nothing stands in the way, else 2."""
    problems = 0
    for finding in all_findings(settings_of(parsed)):
        problems += finding.state is State.PROBLEM
        _tell(finding, console)
    if problems:
        console.note(f"medfm: {problems} problem(s) found; each says above what to do.")
    return 2 if problems else 0


def _tell(finding: Finding, console: Console) -> None:
    text = f"{finding.about}: {finding.text} {finding.remedy}".rstrip()
    indent = " " * _COLUMN
    first, *others = wrap(text, console.columns, indent, indent)
    console.line(console.styled(finding.state.value.ljust(_COLUMN), _STYLES[finding.state]) + first[_COLUMN:])
    for line in others:
        console.line(line)
