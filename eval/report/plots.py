"""Plots as SVG that stands by itself and follows the page's colours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from assistant.judging.measures import Bin

WIDTH, HEIGHT = 420, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 44, 40
COLOURS = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#0891b2")
"""By the order of the runs; told apart in light and dark."""
_STYLE = (
    "<style>text{font:12px system-ui,sans-serif;fill:currentColor}"
    ".axis{stroke:currentColor;stroke-opacity:.35;fill:none}"
    ".faint{stroke:currentColor;stroke-opacity:.12}</style>"
)


@dataclass(frozen=True)
class Series:
    """Named points, and for each an interval of y if there is one."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Bar:
    """A value with its interval."""

    group: str
    series: int
    value: float
    low: float
    high: float


def line_plot(title: str, across: str, up: str, series: Sequence[Series], most: float = 1.0) -> str:
    """Lines over 0 to 1; y runs from 0 to `most`."""
    x, y = _scales(1.0, most)
    parts = [_axes(title, across, up, (0, 0.25, 0.5, 0.75, 1.0), _ticks(most), x, y)]
    for number, one in enumerate(series):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in one.points)
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="2" fill="{colour}"/>' for a, b in one.points[-1:]
        ]
    return _svg(title, parts, [one.name for one in series])


def calibration_plot(found: Sequence[Bin], title: str) -> str:
    """What was foretold against what came, circles as large as their bins; the diagonal is right."""
    x, y = _scales(1.0, 1.0)
    parts = [_axes(title, "support", "share supported", (0, 0.5, 1.0), (0, 0.5, 1.0), x, y)]
    parts.append(f'<line class="axis" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>')
    largest = max((b.count for b in found), default=1)
    for one in found:
        radius = 3 + 9 * (one.count / largest) ** 0.5
        parts.append(
            f'<circle cx="{x(one.foretold):.1f}" cy="{y(one.came):.1f}" r="{radius:.1f}" fill="{COLOURS[0]}"'
            f' fill-opacity=".6"><title>{one.count}: {one.foretold:.2f} → {one.came:.2f}</title></circle>'
        )
    return _svg(title, parts, [])


def bar_plot(title: str, up: str, bars: Sequence[Bar], names: Sequence[str], most: float = 1.0) -> str:
    """Bars by group with their intervals."""
    groups = list(dict.fromkeys(bar.group for bar in bars))
    width = max(WIDTH, _LEFT + _RIGHT + 26 * len(groups) * max(1, len(names)))
    x, y = _scales(float(len(groups) or 1), most, width)
    parts = [_axes(title, "", up, (), _ticks(most), x, y, width)]
    each = (x(1) - x(0)) * 0.8 / max(1, len(names))
    for bar in bars:
        left = x(groups.index(bar.group) + 0.1) + bar.series * each
        middle = left + each / 2
        colour = COLOURS[bar.series % len(COLOURS)]
        parts.append(
            f'<rect x="{left:.1f}" y="{y(bar.value):.1f}" width="{each * 0.9:.1f}"'
            f' height="{max(0.0, y(0) - y(bar.value)):.1f}" fill="{colour}" fill-opacity=".75">'
            f"<title>{escape(names[bar.series])}, {escape(bar.group)}: {bar.value:.3g}</title></rect>"
            f'<line class="axis" x1="{middle:.1f}" x2="{middle:.1f}" y1="{y(bar.low):.1f}"'
            f' y2="{y(min(bar.high, most)):.1f}"/>'
        )
    for number, group in enumerate(groups):
        place = x(number + 0.5)
        parts.append(
            f'<text x="{place:.1f}" y="{HEIGHT - _BOTTOM + 14}" text-anchor="end" '
            f'transform="rotate(-30 {place:.1f} {HEIGHT - _BOTTOM + 14})">{escape(group)}</text>'
        )
    return _svg(title, parts, names, width, HEIGHT + 30)


_Scale = Callable[[float], float]


def _scales(across: float, most: float, width: int = WIDTH) -> tuple[_Scale, _Scale]:
    def x(value: float) -> float:
        return _LEFT + value / across * (width - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - value / (most or 1.0) * (HEIGHT - _TOP - _BOTTOM)

    return x, y


def _ticks(most: float) -> list[float]:
    return [most * part for part in (0, 0.25, 0.5, 0.75, 1.0)]


def _axes(
    title: str,
    across: str,
    up: str,
    ticks_x: Iterable[float],
    ticks_y: Iterable[float],
    x: _Scale,
    y: _Scale,
    width: int = WIDTH,
) -> str:
    right = width - _RIGHT
    parts = [f'<text x="{_LEFT}" y="16" font-weight="600">{escape(title)}</text>']
    for tick in ticks_y:
        parts.append(f'<line class="faint" x1="{_LEFT}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{_number(tick)}</text>')
    for tick in ticks_x:
        parts.append(
            f'<text x="{x(tick):.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{_number(tick)}</text>'
        )
    parts.append(f'<line class="axis" x1="{_LEFT}" x2="{right}" y1="{y(0):.1f}" y2="{y(0):.1f}"/>')
    parts.append(f'<text x="{right}" y="{HEIGHT - 6}" text-anchor="end">{escape(across)}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_TOP - 10}" fill-opacity=".7">{escape(up)}</text>')
    return "".join(parts)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _svg(
    title: str, parts: Iterable[str], names: Sequence[str], width: int = WIDTH, height: int = HEIGHT
) -> str:
    legend = []
    for number, name in enumerate(names):
        top = height + 14 + 18 * number
        legend.append(
            f'<rect x="{_LEFT}" y="{top - 9}" width="10" height="10" '
            f'fill="{COLOURS[number % len(COLOURS)]}"/>'
            f'<text x="{_LEFT + 16}" y="{top}">{escape(name)}</text>'
        )
    total = height + 18 * len(names) + (8 if names else 0)
    wide = ' class="wide"' if width > WIDTH else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{wide} viewBox="0 0 {width} {total}" role="img" '
        f'aria-label="{escape(title, quote=True)}">{_STYLE}{"".join(parts)}{"".join(legend)}</svg>'
    )
