"""How good the judge is whose word a report gives."""

import json
from html import escape
from importlib.resources import files
from pathlib import Path

from eval.judging.measuring import judged_name
from eval.replies import Json


def judge_figures(judge: str, home: Path) -> Json | None:
    """What `medfm eval judge` measured of a judge: under `home`, else as committed; None if it never was."""
    name = f"{judged_name(judge)}.json"
    for text in (home / "judges" / name, files("eval") / "judges" / name):
        if text.is_file():
            found: Json = json.loads(text.read_text(encoding="utf-8"))
            return found
    return None


def judge_note(judge: str, home: Path) -> str:
    """A paragraph that says how good the judge is, or that nobody has measured it."""
    found = judge_figures(judge, home)
    if found is None:
        return (
            f"<p><b>The judge {escape(judge)} has not been measured.</b> Faithfulness and citation figures "
            "are worth as much as the judge is; measure it with <code>medfm eval judge DATA</code>.</p>"
        )
    parts = {part["name"]: part for part in found["parts"]}
    shown = ", ".join(
        f"{name.removeprefix('language=')} {parts[name]['auc']:.2f}"
        for name in ("all", "language=en", "language=zh")
        if name in parts and parts[name]["auc"] is not None
    )
    whole = parts["all"]
    return (
        f"<p>Faithfulness and citation figures are the word of the judge <b>{escape(judge)}</b>. On "
        f"{whole['n']} claims that people labelled: AUC {escape(shown)}; balanced accuracy at its threshold "
        f"of {found['threshold']}: {whole['accuracy']:.2f}; calibration error {whole['error']:.2f}; "
        f"{whole['unscored']} unscored.</p>"
    )
