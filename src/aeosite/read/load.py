"""Read all content below ``docs/``. Reading never stops at the first fault: what cannot be read becomes a problem."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import DEFAULT, REQUIRED, Language, Text
from aeosite.basics.problems import Failure, Place, Problem, did_you_mean, reason_of
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.edition import Edition
from aeosite.model.records import MODELS
from aeosite.read.content import Content, Pages, Record
from aeosite.read.images import image_faults
from aeosite.read.local import EDITION, editions_in, entries_of, home_of, is_local, misplaced, refuse_no_district
from aeosite.read.local import FOLDER as LOCAL
from aeosite.read.pages import Outline, Page, outline_of, read_page
from aeosite.read.parts import marks_of
from aeosite.read.review import FILE as REVIEW
from aeosite.read.review import read_review
from aeosite.read.settings import languages_of
from aeosite.read.stamps import FILE as STAMPS
from aeosite.read.stamps import Stamps, read_stamps
from aeosite.read.validate import validate
from aeosite.read.yaml_text import read

R = TypeVar("R", bound=RecordModel)

PUBLISHED = frozenset({".css", ".js", ".json", ".md", ".png", ".svg", ".txt", ".yml"})
"""Kinds of file that may lie below ``docs/``."""

PLACES: Mapping[str, tuple[str, ...]] = {
    ".css": ("docs/assets/css/",),
    ".js": ("docs/assets/js/",),
    ".json": ("docs/assets/", "docs/records/"),
    ".png": ("docs/assets/images/",),
    ".svg": ("docs/assets/images/",),
    ".txt": ("docs/assets/", "docs/records/"),
}
"""Where a kind of file that is published as it lies may be, so that code stays in two folders and nothing stands in for what the build makes."""

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]|\.(?=[a-z0-9])){0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")

LARGEST = 2_000_000
"""Bytes that a file below ``docs/`` may have: what a reader on a phone would still wait for."""


class Entry(NamedTuple):
    """Something below ``docs/``: its path, and why it cannot be read, if so: ``link``, ``special``, ``folder`` or ``large``."""

    file: str
    odd: str | None


class NoProject(Failure):
    """Raised where there is no ``docs`` folder, or one that everything else needs is missing from it; carries the problem."""


def load(
    root: Path, cache: Cache | None = None, *, languages: Sequence[Language] | None = None, district: str | None = None
) -> Content:
    """Return everything below ``root/docs``, with the problems met while reading.

    Args:
        root: the project folder.
        cache: what was read before, by the bytes it was read from.
        languages: the languages of the site, the default first; as its settings say where they are not given.
        district: the district whose overlay is added; none for the national guide.

    Raises:
        NoDistrict: the district has no overlay.
        NoProject: there is no ``docs`` folder, or records or a required language are missing from it.
    """
    _refuse_what_is_no_project(root)
    if district:
        refuse_no_district(root, district)
    cache = cache or Cache(None)
    languages = languages or languages_of(root)
    files = sorted(_files(root, district), key=lambda entry: (is_local(entry.file), entry))  # what is national comes first
    problems = [problem for entry in files if (problem := _not_publishable(entry, languages))]
    records: dict[type[RecordModel], dict[str, Record[RecordModel]]] = {model: {} for model in MODELS}
    broken: dict[str, set[str]] = defaultdict(set)
    sources: dict[Language, dict[str, Callable[[], Page]]] = {language: {} for language in languages}
    outlines: dict[Language, dict[str, Outline]] = {language: {} for language in languages}
    assets: set[str] = set()
    digests: dict[str, str] = {}
    stamps: dict[str, Stamps] = {}
    review: Mapping[str, int] = {}
    edition: Record[Edition] | None = None
    clashes: list[Record[RecordModel]] = []
    for file, odd in files:
        home = home_of(file)
        parts = home.split("/")
        if odd or not _is_text(file):
            continue
        if is_local(home):
            if parts[-1] == EDITION:
                edition, more = _read_edition(_bytes(root, file), file, cache)
                problems += more
            continue
        if parts[1] == "records" and parts[-1].endswith(".yml") and not parts[-1].startswith("_"):
            data = _bytes(root, file)
            digests[home] = digest(file, data)
            problems += _read_record(data, file, records, broken, cache, clashes)
        elif file == REVIEW:
            review, more = read_review(_bytes(root, file), [model.folder for model in MODELS if issubclass(model, Sourced)])
            problems += more
        elif parts[1] == "records" and parts[-1] == STAMPS and len(parts) == 4 and home == file:
            data = _bytes(root, file)
            stamps[parts[2]] = cache.made("stamps", digest(file, data), partial(read_stamps, data, file))
            problems += stamps[parts[2]].problems
        elif parts[1] in languages and file.endswith(".md"):
            data, path = _bytes(root, file), "/".join(parts[2:])
            digests[home] = digest(file, data)
            sources[parts[1]][path] = partial(read_page, data, language=parts[1], path=path, file=file)
            outlines[parts[1]][path] = cache.made("pages", digests[home], partial(_outline, sources[parts[1]][path]))
            problems += outlines[parts[1]][path].problems
        elif parts[1] != "records":
            assets.add("/".join(parts[1:]))
            problems += _looked_at(root, file, cache) if file.endswith((".png", ".svg")) else ()
    for language in languages[len(REQUIRED) :]:
        _stand_in(language, sources, outlines)
    pages = {language: Pages(sources[language], outlines[language]) for language in languages}
    named = {kind: frozenset(ids) for kind, ids in broken.items()}
    editions = frozenset() if district else editions_in(root)
    found = (records, pages, tuple(problems), frozenset(assets), named, digests, stamps, review)
    return Content(*found, district=district, edition=edition, clashes=tuple(clashes), editions=editions)


def _read_edition(source: bytes, file: str, cache: Cache) -> tuple[Record[Edition] | None, list[Problem]]:
    data, problems = cache.made("records", digest(file, source), lambda: _record_in(source, file, Edition))
    return Record(file, data, source) if data else None, problems


def _read_record(
    source: bytes,
    file: str,
    records: dict[type[RecordModel], dict[str, Record[RecordModel]]],
    broken: dict[str, set[str]],
    cache: Cache,
    clashes: list[Record[RecordModel]],
) -> list[Problem]:
    folders = {model.folder: model for model in MODELS}
    parts = home_of(file).split("/")
    model = folders.get(parts[2]) if len(parts) == 4 else None
    if model is None:
        folder = parts[2] if len(parts) > 3 else ""
        return [
            Problem(
                Place(file),
                "record-folder",
                Text(
                    f"记录要放在 docs/records/ 下某一类的文件夹里，没有“{folder}”这一类。",
                    f"A record lies in the folder of its kind below docs/records/; there is no kind {folder!r}.",
                ),
                did_you_mean(folder, folders),
            )
        ]
    data, problems = cache.made("records", digest(file, source), lambda: _record_in(source, file, model))
    more: list[Problem] = []
    if data:
        record = Record(file, data, source)
        if record.id != parts[3].removesuffix(".yml"):
            more = [_misnamed(record, parts[3].removesuffix(".yml"))]
        if is_local(file) and record.id in records[model]:
            clashes.append(record)
        else:
            records[model][record.id] = record
    else:
        broken[model.folder].add(parts[3].removesuffix(".yml"))
    return [*problems, *more]


def _looked_at(root: Path, file: str, cache: Cache) -> list[Problem]:
    data = _bytes(root, file)
    return cache.made("images", digest(file, data), lambda: list(image_faults(data, file)))


def _stand_in(
    language: Language,
    sources: dict[Language, dict[str, Callable[[], Page]]],
    outlines: dict[Language, dict[str, Outline]],
) -> None:
    """Let pages of the default language stand in for those that a language lacks."""
    for path, source in sources[DEFAULT].items():
        if path not in sources[language]:
            sources[language][path] = partial(_as_if, source, language)
            outlines[language][path] = replace(outlines[DEFAULT][path], language=language)


def _as_if(read_it: Callable[[], Page], language: Language) -> Page:
    return replace(read_it(), language=language)


def _outline(read_it: Callable[[], Page]) -> Outline:
    page = read_it()
    outline = outline_of(page)
    return replace(outline, sections=marks_of(page)) if page.language == DEFAULT else outline


def _record_in(source: bytes, file: str, model: type[R]) -> tuple[R | None, list[Problem]]:
    node, problems = read(source, file)
    data, more = validate(model, node) if node else (None, [])
    return data, [*problems, *more]


def _misnamed(record: Record[RecordModel], stem: str) -> Problem:
    return Problem(
        record.place("id"),
        "file-name",
        Text(f"id（{record.id}）与文件名（{stem}）不同。", f"The id ({record.id}) is not the file name ({stem})."),
        Text("两者改成一样；已发布的 id 不要改。", "Make them the same; never change an id that has been published."),
    )


def _refuse_what_is_no_project(root: Path) -> None:
    """Refuse a folder without content: every record and every page would be reported as missing where one folder is."""
    if not (root / "docs").is_dir():
        message = Text("这里没有 docs 文件夹，不是本项目。", "There is no docs folder here; this is not the project.")
        fix = Text("在项目文件夹中运行，或加 --root。", "Run it in the project folder, or add --root.")
        raise NoProject(Problem(Place("docs"), "project", message, fix))
    for name in ("records", *REQUIRED):
        folder = root / "docs" / name
        if not folder.is_dir() or not any(folder.iterdir()):
            message = Text(f"文件夹 docs/{name} 不在这里，或者是空的。", f"The folder docs/{name} is not here, or is empty.")
            fix = Text("恢复这个文件夹，例如从仓库。", "Bring it back, from the repository for example.")
            raise NoProject(Problem(Place(f"docs/{name}"), "project", message, fix))


def _bytes(root: Path, file: str) -> bytes:
    try:
        with open(f"{root}/{file}", "rb") as opened:  # as a text: a thousand paths as objects take as long as reading the files
            return opened.read()
    except OSError as error:
        reason = reason_of(error)
        message = Text(f"这个文件不能读取（{reason.zh}）。", f"This file cannot be read ({reason.en}).")
        fix = Text("核对文件权限和磁盘。", "Check the permissions of the file, and the disk.")
        raise NoProject(Problem(Place(file), "file-unreadable", message, fix)) from error


def _files(root: Path, district: str | None) -> Iterator[Entry]:
    """Yield every file below ``docs``, every link, and every folder that is called like a file; of overlays that of the district alone."""
    folders = ["docs", *entries_of(root, district)]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                file = f"{folder}/{entry.name}"
                if file == LOCAL and entry.is_dir(follow_symlinks=False):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(file)
                    if _suffix(entry.name).lower() in PUBLISHED:
                        yield Entry(file, "folder")
                else:
                    yield Entry(file, _odd(entry))


def _odd(entry: os.DirEntry[str]) -> str | None:
    if entry.is_symlink():
        return "link"
    if not entry.is_file():
        return "special"
    read_whole = entry.name.endswith((".md", ".yml"))  # whose size is looked at when they are read
    return "large" if not read_whole and entry.stat().st_size > LARGEST else None


def _odd_problem(entry: Entry) -> Problem:
    place = Place(entry.file)
    if entry.odd == "link":
        message = Text("docs/ 里不能有符号链接。", "Symbolic links are not allowed in docs/.")
        return Problem(place, "file-link", message, Text("放入文件本身。", "Put the file itself there."))
    if entry.odd == "large":
        message = Text(f"文件超过 {LARGEST // 1_000_000} MB。", f"The file is larger than {LARGEST // 1_000_000} MB.")
        return Problem(place, "file-size", message, Text("缩小图片，或者拆分。", "Make the picture smaller, or split it."))
    if entry.odd == "folder":
        message = Text(
            "这是一个文件夹，名字却像文件，里面的内容不会被读取。",
            "This is a folder called like a file; what it should hold is not read.",
        )
        fix = Text("放入文件本身，或者给文件夹改名。", "Put the file itself there, or rename the folder.")
        return Problem(place, "file-special", message, fix)
    message = Text("这不是普通文件（管道、套接字或设备）。", "This is no plain file (a pipe, a socket or a device).")
    return Problem(place, "file-special", message, Text("删掉它。", "Delete it."))


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def _not_publishable(entry: Entry, languages: Sequence[Language]) -> Problem | None:
    file = entry.file
    name = file.rpartition("/")[2]
    suffix = _suffix(name)
    if not _is_text(file):
        return Problem(
            Place(file.encode("utf-8", "backslashreplace").decode()),
            "file-name",
            Text("文件名不是 UTF-8 编码。", "The file name is not UTF-8."),
            Text("改成只用小写字母、数字和连字符的文件名。", "Rename it with lower-case letters, digits and hyphens."),
        )
    if is_local(file) and (problem := misplaced(file, languages)):
        return problem
    home = home_of(file)
    if suffix == ".md" and home.split("/")[1] not in (*languages, "records"):
        return Problem(
            Place(file),
            "page-folder",
            Text("页面要放在 docs/zh/ 和 docs/en/ 里。", "A page lies in docs/zh/ and docs/en/."),
            Text("把它移进去，两种语言都要有。", "Move it there, in both languages."),
        )
    if entry.odd:
        return _odd_problem(entry)
    if suffix.lower() not in PUBLISHED or name.startswith("."):
        return Problem(
            Place(file),
            "file-type",
            Text(f"docs/ 里不能有这种文件（{name}）。", f"This kind of file is not allowed in docs/ ({name})."),
            Text(f"可用的有：{'、'.join(sorted(PUBLISHED))}。", f"Allowed: {', '.join(sorted(PUBLISHED))}."),
        )
    if (
        home.startswith("docs/records/")
        and not name.startswith("_")
        and suffix != ".yml"
        and suffix.lower() in PUBLISHED - {".md"}
    ):
        return Problem(
            Place(file),
            "record-name",
            Text(f"{name} 不会被读取：记录的文件名以 .yml 结尾。", f"{name} would not be read: a record's name ends in .yml."),
            Text("改名为 .yml（小写），或者移走它。", "Rename it to .yml, in small letters, or move it away."),
        )
    if suffix in PLACES and not file.startswith(PLACES[suffix]):
        folders = PLACES[suffix]
        return Problem(
            Place(file),
            "file-place",
            Text(f"{suffix} 文件只能放在 {'、'.join(folders)}。", f"A {suffix} file lies in {' or '.join(folders)} only."),
            Text("把它移过去，或者删去。", "Move it there, or delete it."),
        )
    if suffix.lower() == ".md" != suffix:
        return Problem(
            Place(file),
            "page-name",
            Text(f"{name} 不会被读取：页面的文件名以 .md 结尾。", f"{name} would not be read: a page's name ends in .md."),
            Text("改名为 .md（小写）。", "Rename it to .md, in small letters."),
        )
    if not all(_NAME.fullmatch(step) and not _DEVICE.fullmatch(step) for step in _steps(file)):
        return Problem(
            Place(file),
            "file-name",
            Text("文件或文件夹的名字不合要求。", "The name of the file or of a folder is not a good one."),
            Text(
                "只用小写字母、数字和连字符；不用 con、nul 等 Windows 保留的名字。",
                "Use lower-case letters, digits and hyphens only, and no name that Windows keeps, such as con or nul.",
            ),
        )
    return None


def _steps(file: str) -> Sequence[str]:
    """Return the names on the way to a file that other rules do not judge: all of them, but for the names of records and pages themselves."""
    steps = file.split("/")[1:]
    judged = steps[-1].endswith((".md", ".yml")) and not _DEVICE.fullmatch(steps[-1])
    return steps[:-1] if judged else steps


def _is_text(file: str) -> bool:
    """Whether a path is UTF-8; the system hands over other bytes as surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in file)
