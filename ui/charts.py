"""Plots as SVG in the page: no library, nothing fetched, and readable by a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.markup import tag

_LABEL, _WIDTH, _ROW, _RIGHT = 190, 620, 26, 64


@dataclass(frozen=True)
class Bar:
    """A value with its interval; `other` is that of the run it is compared with."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    other: float | None = None


def interval_plot(title: str, bars: Sequence[Bar]) -> str:
    """A line for each bar: its interval, its value, and a hollow mark for the one it is compared with.

    The scale begins at 0 and ends at 1, or at the greatest value where one is beyond that.
    """
    numbers = [n for bar in bars for n in (bar.value, bar.high, bar.other) if n is not None]
    most = max([1.0, *numbers])
    height = _ROW * len(bars) + 24
    rows = "".join(_row(bar, at, most) for at, bar in enumerate(bars))
    axis = "".join(_tick(most * share / 4, most, height) for share in range(5))
    told = "; ".join(f"{bar.label}: {number(bar.value)}" for bar in bars)
    inner = tag("title", escape(f"{title}. {told}")) + axis + rows
    return tag("svg", inner, viewBox=f"0 0 {_WIDTH} {height}", role="img", class_="mf-plot", aria_label=title)


def number(value: float | None) -> str:
    """A figure as it is shown; a dash where nothing was scored."""
    return "–" if value is None else f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"


def _row(bar: Bar, at: int, most: float) -> str:
    y = _ROW * at + _ROW / 2
    parts = [_text(_LABEL - 10, y + 4, bar.label, "end"), _text(_WIDTH - 4, y + 4, number(bar.value), "end")]
    if bar.low is not None and bar.high is not None:
        parts.append(f'<line class="mf-interval" x1="{_x(bar.low, most)}" x2="{_x(bar.high, most)}"'
                     f' y1="{y}" y2="{y}"/>')  # fmt: skip
    if bar.other is not None:
        parts.append(f'<circle class="mf-other" cx="{_x(bar.other, most)}" cy="{y}" r="5"/>')
    if bar.value is not None:
        parts.append(f'<circle class="mf-point" cx="{_x(bar.value, most)}" cy="{y}" r="4.5"/>')
    return tag("g", "".join(parts))


def _tick(value: float, most: float, height: int) -> str:
    x = _x(value, most)
    line = f'<line class="mf-tick" x1="{x}" x2="{x}" y1="0" y2="{height - 20}"/>'
    return line + _text(x, height - 5, f"{value:.2g}", "middle")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _x(value: float, most: float) -> float:
    return round(_LABEL + max(0.0, value) / most * (_WIDTH - _LABEL - _RIGHT), 1)
