"""What can be typed after `medfm eval`."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from functools import partial

_SYSTEMS = "medfm, langchain-quickstart, txtai, txtai-hybrid, bm25, minilm-bm25-fusion or closed-book"
_RUN = """\
examples:
  medfm eval run --set dev --limit 20
  medfm eval run --name mine --llm openai:qwen3@http://localhost:8000/v1
  medfm eval run --system bm25

A run that was stopped goes on when the same command is given again; answers
that still hold (same question, settings, index, code) aren't asked for twice."""
_COMPARE = """\
examples:
  medfm eval compare bm25 medfm
  medfm eval compare before after --gate --margin 0.02"""
_REPORT = """\
example:
  medfm eval report medfm langchain-quickstart txtai bm25 --out report.html"""
_JUDGE = """\
Each line of DATA is {"claim": …, "source": …, "supported": 0 or 1}, with
"lang" if need be; .gz is read too.

example:
  medfm eval judge labelled.jsonl.gz --judge built-in"""


AddModels = Callable[..., None]
"""Adds the flags of the named models, and --home, to a command."""


def add_eval(parser: ArgumentParser, add_models: AddModels) -> None:
    """Add the four commands to that of `medfm eval`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    layout = partial(RawDescriptionHelpFormatter, width=80)
    add = partial(actions.add_parser, formatter_class=layout, allow_abbrev=False)
    _add_run(add("run", help="answer a question set and measure the answers", epilog=_RUN), add_models)
    _add_compare(add("compare", help="tell whether the second run is better", epilog=_COMPARE), add_models)
    _add_report(add("report", help="write runs as one page of HTML", epilog=_REPORT), add_models)
    _add_judge(add("judge", help="measure a judge by people's labels", epilog=_JUDGE), add_models)


def _add_run(parser: ArgumentParser, add_models: AddModels) -> None:
    parser.add_argument(
        "--set", default="test", metavar="SET", help="test, dev or a file of questions (default: test)"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    parser.add_argument("--name", metavar="NAME", help="what the run is called (default: SYSTEM-SET)")
    parser.add_argument("--system", default="medfm", metavar="SYSTEM", help=f"{_SYSTEMS} (default: medfm)")
    parser.add_argument("--robust", action="store_true", help="also tamper with texts and questions")
    parser.add_argument("--fresh", action="store_true", help="ask again what is answered already")
    parser.add_argument(
        "--answer-judge", metavar="NAME", help="the judge inside the assistant (default: built-in)"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    add_models(parser, ("embedder", "llm", "judge", "reranker"))


def _add_compare(parser: ArgumentParser, add_models: AddModels) -> None:
    parser.add_argument("first", metavar="A", help="a run's name or directory")
    parser.add_argument("second", metavar="B", help="the run to compare with it")
    parser.add_argument("--gate", action="store_true", help="exit code 1 if something got worse")
    parser.add_argument(
        "--margin", type=float, default=0.02, metavar="X", help="what the gate lets pass (default: 0.02)"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of text")
    add_models(parser, ())


def _add_report(parser: ArgumentParser, add_models: AddModels) -> None:
    parser.add_argument("runs", nargs="+", metavar="RUN", help="a run's name or directory")
    parser.add_argument("--out", metavar="FILE", default="report.html", help="default: report.html")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown instead")
    add_models(parser, ())


def _add_judge(parser: ArgumentParser, add_models: AddModels) -> None:
    parser.add_argument("data", nargs="+", metavar="DATA", help="files of labelled claims")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N claims of each file")
    parser.add_argument("--out", metavar="DIR", help="write figures and a picture of the calibration here")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    add_models(parser, ("llm", "judge"))
