"""Typst, in a process of its own: sources in, PDFs out, the same bytes for the same source on every machine.

Of its own, because Typst starts threads, which a process that forks workers afterwards must not have; because the memory it takes is given
back; and because a source that makes it panic must not end the build without a word.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aeosite.outlets.compact import compact

FONTS = "manimgx_fonts_cjk"
"""The package with the fonts: Noto Sans CJK, every weight in one file. Fonts of the system are never looked at."""

STANDARDS = ["ua-1"]
"""PDF/UA-1: Typst refuses what would not conform."""

JOB, DONE, FAULT = "job.json", "done", "fault"

GETA = "〓"
"""What stands for a character that the font lacks, as printers of Chinese have it: PDF/UA allows none without a shape."""

_LACKED = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")


class NotSet(Exception):
    """Raised when Typst refuses a source; says which and why."""


def pressed(sources: Mapping[str, str], stamp: int, workers: int, done: Callable[[str], None]) -> dict[str, bytes]:
    """Return PDFs by the names of their sources.

    Args:
        sources: Typst sources by name, the largest first, so that the last one takes little time.
        stamp: when they are said to have been made, in seconds since 1970.
        workers: how many are made at once.
        done: told the name of each as it is made.

    Raises:
        NotSet: Typst refuses a source.
    """
    names = list(sources)
    with TemporaryDirectory(prefix="aeosite-press-") as folder:
        job = {"sources": list(sources.values()), "stamp": stamp, "workers": workers}
        Path(folder, JOB).write_text(json.dumps(job), encoding="utf-8")
        # Files are shared out, so each is set by one thread: threads that wait for each other take a tenth of the time.
        own = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RAYON_NUM_THREADS": "1"}
        environment = {**os.environ, **own}
        command = [sys.executable, "-m", __name__, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            for line in child.stdout:
                word, _, number = line.strip().partition(" ")
                if word == FAULT:
                    raise NotSet(f"{names[int(number)]}: {Path(folder, f'{number}.txt').read_text(encoding='utf-8')}")
                done(names[int(number)])
            complaint = child.stderr.read()
        if child.returncode:
            raise NotSet(complaint.strip()[-2000:])
        return {name: Path(folder, f"{number}.pdf").read_bytes() for number, name in enumerate(names)}


def _work(folder: Path) -> None:
    """Make the PDFs of the job in a folder; say of each when it is done."""
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    sources: Sequence[str] = job["sources"]
    make = partial(_one, folder, _fonts(), job["stamp"])
    with ThreadPoolExecutor(job["workers"]) as pool:  # Typst lets other threads of Python run
        for _ in pool.map(make, range(len(sources)), sources):
            pass


def _fonts() -> object:
    import typst

    found = importlib.util.find_spec(FONTS)
    assert found is not None
    assert found.origin is not None
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[os.path.dirname(found.origin)])


def _one(folder: Path, fonts: object, stamp: int, number: int, source: str) -> None:
    import typst

    while True:
        try:
            made = typst.compile(source.encode(), font_paths=fonts, pdf_standards=STANDARDS, timestamp=stamp)  # type: ignore[call-overload]
        except typst.TypstError as error:
            whole = without(source, error.diagnostic)
            if whole != source:
                source = whole
                continue
            (folder / f"{number}.txt").write_text(error.diagnostic[:2000], encoding="utf-8")
            return _tell(FAULT, number)
        (folder / f"{number}.pdf").write_bytes(compact(made))
        return _tell(DONE, number)


def without(source: str, complaint: str) -> str:
    """Return a source without the characters of which Typst complains that the font lacks them."""
    for found in _LACKED.findall(complaint):
        for char in _POINT.sub(lambda point: chr(int(point[1], 16)), found):
            source = source.replace(char, GETA) if ord(char) > 0x7E else source
    return source


def _tell(word: str, number: int) -> None:
    os.write(1, f"{word} {number}\n".encode())  # at once: lines that threads print may get mixed up


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
