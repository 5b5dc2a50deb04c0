"""What search knows of single characters: which mean the same, and how they are read."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from importlib.resources import files

from pypinyin import Style, lazy_pinyin

_TABLE = files("opencc") / "dictionary" / "TSCharacters.txt"
_RUN = re.compile("[\u3400-\u9fff]+")


def variants(occurring: Set[str]) -> tuple[str, str]:
    """Return traditional characters, and the simplified ones that occur in the guide and mean the same, place by place.

    Args:
        occurring: the characters of the guide; a traditional one among them stays as it is.
    """
    pairs = sorted((old, new) for old, new in _table() if new in occurring and old not in occurring)
    return "".join(old for old, _ in pairs), "".join(new for _, new in pairs)


def syllables(names: Iterable[str], others: Set[str] = frozenset()) -> dict[str, str]:
    """Return characters by how they are read, in pinyin without tones; ü is written v.

    Args:
        names: texts whose characters are read as they are there; one that is read in several ways stands under each.
        others: characters that are read by themselves.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for run in dict.fromkeys(run for text in names for run in _RUN.findall(text)):
        for char, read in zip(run, lazy_pinyin(run, style=Style.NORMAL), strict=True):
            found[read].add(char)
    known = {char for chars in found.values() for char in chars}
    for char in others - known:
        if _RUN.fullmatch(char):
            found[lazy_pinyin(char, style=Style.NORMAL)[0]].add(char)
    return {read: "".join(sorted(chars)) for read, chars in sorted(found.items())}


def _table() -> Iterable[tuple[str, str]]:
    """Yield each traditional character of the conversion table with the simplified one it becomes."""
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if len(old) == len(first) == 1 and old != first and _RUN.fullmatch(old):
            yield old, first
