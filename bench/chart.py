"""A chart of seconds by pages, both on logarithmic scales, as SVG: a straight line at 45 degrees grows in proportion."""

import math
from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 900, 520, 60, 20, 250, 45
COLOURS = ("#0B4FA3", "#A87B00", "#5B3A8C", "#1E7A46", "#B3261E", "#00695C", "#6D4C41", "#000000", "#76839A")


def chart(lines: Mapping[str, Mapping[int, float]]) -> str:
    """Return the chart.

    Args:
        lines: seconds by pages, by the name of the command.
    """
    sizes = sorted({size for line in lines.values() for size in line})
    low, high = min(min(line.values()) for line in lines.values()), max(max(line.values()) for line in lines.values())

    def x(size: float) -> float:
        span = math.log(sizes[-1] / sizes[0]) or 1
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(size / sizes[0]) / span

    def y(seconds: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(seconds / low) / (math.log(high / low) or 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
        "<title>Seconds by pages a language</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        if low <= 10**power <= high:
            parts.append(f'<path d="M{LEFT} {y(10**power):.1f}H{WIDTH - RIGHT}" stroke="#D5DCE6"/>')
            parts.append(f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:g} s</text>')
    parts += [f'<text x="{x(size):.1f}" y="{HEIGHT - 15}" text-anchor="middle">{size} + {size}</text>' for size in sizes]
    ends = sorted(lines, key=lambda title: -lines[title][sizes[-1]])
    places: list[float] = []
    for title in ends:
        places.append(max(y(lines[title][sizes[-1]]) + 4, places[-1] + 16 if places else 0))
    for number, (title, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{x(size):.1f},{y(line[size]):.1f}" for size in sizes)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(size):.1f}" cy="{y(line[size]):.1f}" r="3" fill="{colour}"/>' for size in sizes]
        parts.append(
            f'<text x="{WIDTH - RIGHT + 10}" y="{places[ends.index(title)]:.1f}" fill="{colour}">{escape(title)} {line[sizes[-1]]:.2f} s</text>'
        )
    return "\n".join([*parts, "</svg>\n"])
