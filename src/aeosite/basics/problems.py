"""What is wrong with the content, where, and how to mend it, in both languages."""

import errno
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from aeosite.basics.language import Text

NO_FIX = Text("", "")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file. ``path`` is relative to the project and uses ``/``; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. ``code`` is stable: it is the name of the rule that found it."""

    place: Place
    code: str
    message: Text
    fix: Text = NO_FIX


class Refusal(Exception):
    """Raised when content is not fit to go on with; carries every reason, in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(to_text(problems))
        self.problems = list(problems)


class Failure(Exception):
    """Raised when something outside the content stops the work; carries the one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(to_text([problem]))
        self.problem = problem


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """Return the nearest known word as a question, or a short list of the known words when none is near.

    Returns an empty text when nothing is known.
    """
    words = sorted(set(known))
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return Text(f"是否想写 {near[0]}？", f"Did you mean {near[0]}?")
    if not words:
        return NO_FIX
    if len(words) > 12:
        return Text("核对拼写。", "Check the spelling.")
    return Text(f"可用的有：{'、'.join(words)}。", f"Known: {', '.join(words)}.")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once, by file, line, column and code."""
    return sorted(set(problems))


def summary(problems: Sequence[Problem]) -> Text:
    """Return one sentence that counts problems and files."""
    files = len({problem.place.path for problem in problems})
    if not problems:
        return Text("没有问题。", "No problems.")
    count = len(problems)
    return Text(
        f"{files} 个文件中有 {count} 处问题，未发布。",
        f"{count} problem{'s' * (count != 1)} in {files} file{'s' * (files != 1)}. Nothing was published.",
    )


_REASONS = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EACCES: Text("没有权限", "no permission"),
    errno.EPERM: Text("没有权限", "no permission"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENOENT: Text("找不到文件或文件夹", "the file or folder is not there"),
    errno.ENOTDIR: Text("应为文件夹的位置是一个文件", "a file stands where a folder should be"),
    errno.EEXIST: Text("应为文件夹的位置是一个文件", "a file stands where a folder should be"),
    errno.EISDIR: Text("应为文件的位置是一个文件夹", "a folder stands where a file should be"),
    errno.ENOTEMPTY: Text("文件夹里还有别的内容", "the folder holds something else"),
    errno.EMFILE: Text("打开的文件太多", "too many files are open"),
    errno.EIO: Text("磁盘读写出错", "the disk failed"),
}


def reason_of(error: OSError) -> Text:
    """Return why the system refused something, for a message; in the system's own words where it has none of ours."""
    cause = str(error.strerror or error)
    return _REASONS.get(error.errno or 0, Text(cause, cause))


def to_text(problems: Sequence[Problem]) -> str:
    """Return the report for a person: place, Chinese, English, fix and code, then the count."""
    return "".join(f"{_paragraph(problem)}\n" for problem in map(_visible, problems)) + _closing(problems)


def to_github(problems: Sequence[Problem]) -> str:
    """Return the report as GitHub workflow annotations, then the count."""
    return "".join(f"{_annotation(problem)}\n" for problem in map(_visible, problems)) + _closing(problems)


def to_json(problems: Sequence[Problem]) -> str:
    """Return the report as a JSON object with ``problems`` and ``summary``."""
    rows = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "message": {"zh": problem.message.zh, "en": problem.message.en},
            "fix": {"zh": problem.fix.zh, "en": problem.fix.en},
        }
        for problem in map(_visible, problems)
    ]
    counted = summary(problems)
    document = {"problems": rows, "summary": {"zh": counted.zh, "en": counted.en}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": to_text, "github": to_github, "json": to_json}
"""The formats of ``aeosite check --format``."""


def _closing(problems: Sequence[Problem]) -> str:
    counted = summary(problems)
    return f"{counted.en} / {counted.zh}\n"


def _visible(problem: Problem) -> Problem:
    """Return a problem with every character that acts on a terminal or is not seen written out, line breaks aside: it may quote what anyone typed."""
    place = replace(problem.place, path=_written_out(problem.place.path))
    message, fix = (Text(_written_out(text.zh), _written_out(text.en)) for text in (problem.message, problem.fix))
    return replace(problem, place=place, message=message, fix=fix)


def _written_out(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or sign in "\r\n\u00a0\u3000" else sign.encode("unicode_escape").decode() for sign in text
    )


def _idle(line: str) -> str:
    """Return a line that a runner of workflows does not take for a command, which it looks for behind blanks and anywhere in a line."""
    line = line.replace("\r", "\\r").replace("\n", "\\n").replace("##[", "# #[").replace("##vso[", "# #vso[")
    return f"\\{line}" if line.lstrip().startswith("::") else line


def _paragraph(problem: Problem) -> str:
    lines = [_idle(f"{problem.place}  {problem.message.zh}"), f"    {_idle(problem.message.en)}"]
    if problem.fix != NO_FIX:
        lines.append(_idle(f"    改法 Fix: {problem.fix.zh} {problem.fix.en}"))
    lines[-1] += f"  [{problem.code}]"
    return "\n".join(lines) + "\n"


def _annotation(problem: Problem) -> str:
    place = problem.place
    head = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.code)}"
    body = " ".join(filter(None, (problem.message.zh, problem.message.en, problem.fix.zh, problem.fix.en)))
    return f"::error {head}::{_escaped(body)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
