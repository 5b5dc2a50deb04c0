"""The gate: load, check, and open the guide only when nothing is wrong. The site generator and the command share it."""

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from aeosite.basics.problems import Problem, Refusal
from aeosite.guide.guide import Guide
from aeosite.read.load import digest_parts, load
from aeosite.rules import check


class Refused(Refusal):
    """Raised when the content has problems; carries them all, in order."""


def open_guide(root: Path, as_of: date) -> Guide:
    """Return the guide below ``root`` as of a date. The work is done once per state of the content.

    Raises:
        Refused: the content has problems.
    """
    guide, problems = _opened(root, as_of, digest(root))
    if problems:
        raise Refused(problems)
    return guide


def digest(root: Path) -> str:
    """Return a digest of every content file below ``root``."""
    total = hashlib.sha256()
    for path, data in digest_parts(root):
        total.update(b"".join(_framed(os.fsencode(path), data)))
    return total.hexdigest()


def _framed(*parts: bytes) -> Iterator[bytes]:
    for part in parts:
        yield len(part).to_bytes(8, "big") + part


@lru_cache(maxsize=2)
def _opened(root: Path, as_of: date, state: str) -> tuple[Guide, tuple[Problem, ...]]:
    guide = Guide(load(root), as_of)
    return guide, tuple(check(guide))
