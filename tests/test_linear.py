"""Reading a page takes time in proportion to its length, whatever it repeats."""

import gc
import time
from collections.abc import Callable
from functools import partial

import pytest

from aeosite.read.pages import read_page

HEAD = "---\ntitle: A\ndescription: A.\nreviewed_on: 2026-05-01\n---\n\n# A {#top}\n\n"


def _times(piece: str, size: int) -> str:
    return piece * (size // len(piece))


REPEATED: dict[str, Callable[[int], str]] = {
    **{
        repr(piece): partial(_times, piece)
        for piece in (
            *("[ ", "[", "![", "]", "](", "[x](a.md)", "![x](a.png)", "[a]: x\n", "[a]:", "]:", "[^1]: x\n"),
            *(
                "{{ x ",
                "{{ count partners }}",
                "{{",
                "}}",
                "{",
                "{ #a }",
                "(",
                ")",
                "*",
                "**a",
                "_",
                "`",
                "` ",
                "`` ` ",
                "[a][b]",
                "[\na]: x\n",
                "{: .a }",
                "!!! note\n",
                "??? note\n",
                ":   a\n",
                "&#60;",
                "&amp",
                "\\[",
                "![a][b]",
                "e\u0301",
                "~~~\n",
                "```\n",
            ),
            *("# A {#a}\n", "#", "# ", "> ", "- ", "  - a\n", "| a ", "a\n", "\n", " ", "\t", "a" * 200 + "\n", "<", "&", "\\"),
        )
    },
    "runs of backticks of every length": lambda size: " ".join("`" * length for length in range(1, int((2 * size) ** 0.5))),
    "a heading of blanks": lambda size: "# " + " " * size + "x {#a}",
    "one long line of words": lambda size: "{{ count" + " word" * (size // 5),
}
SMALL, TIMES = 12_000, 8


def seconds(text: str) -> float:
    """Return the least time that reading takes."""
    found = []
    gc.disable()  # looking for garbage takes longer the more there is, which is not the reader's doing
    try:
        for _ in range(3):
            started = time.process_time()
            read_page(f"{HEAD}{text}\n".encode(), language="zh", path="a.md", file="docs/zh/a.md")
            found.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(found)


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED)
def test_eight_times_the_page_takes_no_more_than_some_eight_times_as_long(text: Callable[[int], str]) -> None:
    small, large = seconds(text(SMALL)), seconds(text(SMALL * TIMES))
    assert large < max(small, 0.002) * TIMES * 3, f"{small:.4f} s became {large:.4f} s"
