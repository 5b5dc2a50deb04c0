"""Typst markup, put together from parts so that no text is ever taken for markup."""

import re
from collections.abc import Iterable

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def escaped(text: str) -> str:
    """Return text that stands for itself in Typst markup: every ASCII punctuation mark is escaped, whether it means something or not."""
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def collapsed(text: str) -> str:
    """Return text as HTML shows it: runs of blanks and line ends are one blank."""
    return _SPACE.sub(" ", text)


def string(text: str) -> str:
    """Return a text as a Typst string."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{quoted}"'


def content(markup: str) -> str:
    """Return markup as a content block."""
    return f"[{markup}]"


def array(items: Iterable[str]) -> str:
    """Return Typst expressions as an array; one alone has a comma, or it would be that expression in parentheses."""
    listed = list(items)
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"


def dictionary(**items: str) -> str:
    """Return Typst expressions as a dictionary by name."""
    return f"({', '.join(f'{_name(name)}: {value}' for name, value in items.items())})" if items else "(:)"


def called(function: str, *positional: str, **named: str) -> str:
    """Return a call as an expression: names with underscores become Typst's with hyphens."""
    arguments = [*(f"{_name(name)}: {value}" for name, value in named.items()), *positional]
    return f"{function}({', '.join(arguments)})"


def call(function: str, *positional: str, **named: str) -> str:
    """Return a call as it stands in markup. The semicolon ends it, so that a text after it is no further argument."""
    return f"#{called(function, *positional, **named)};"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
