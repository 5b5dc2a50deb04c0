"""Turn a finished site into one zip that works without a network: checked whole, then written, the same bytes every time."""

import errno
import hashlib
import json
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from string import Template
from tempfile import TemporaryDirectory
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bs4 import BeautifulSoup, SoupStrainer
from bs4.element import Tag

from aeosite.language import Text
from aeosite.problems import Place, Problem, in_order, to_text

ENTRY = "打开我-START-HERE.html"
README = "README.txt"
LISTING = "MANIFEST.json"
REQUIRED = ("index.html", "en/index.html")
"""The pages the entry page leads to."""
LEFT_OUT = ("*.map", "sitemap.xml", "sitemap.xml.gz", "404.html", "assets/javascripts/lunr/*")
"""What only a web server or a developer needs; ``*`` also crosses folders."""
MAX_BYTES = 5_000_000
MAX_PATH = 120

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))})
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]|[. ](?=/|$)')
_ADDRESSES = ("href", "xlink:href", "src", "data", "poster")
_CANDIDATES = ("srcset", "imagesrcset")
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?")
_CSS = re.compile(r"""/\*.*?\*/|url\(\s*(["']?)(?P<url>.*?)\1\s*\)|@import\s+(["'])(?P<sheet>.*?)\3""", re.S | re.I)
_REFRESH = re.compile(r"^[^;,]*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.I)
_DROPPED_BY_BROWSERS = re.compile(r"[\t\r\n]")
_ABOUT_THE_PAGE = frozenset({"canonical", "alternate"})
_FOLLOWED = frozenset({"author", "help", "license", "me", "next", "prev"})
_WEB = frozenset({"http", "https"})
_HARMLESS = frozenset({"data", "mailto", "tel"})
_REASONS = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EACCES: Text("没有权限", "no permission"),
    errno.EPERM: Text("没有权限", "no permission"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENOENT: Text("找不到文件或文件夹", "the file or folder is not there"),
    errno.ENOTDIR: Text("应为文件夹的位置是一个文件", "a file stands where a folder should be"),
    errno.EEXIST: Text("应为文件夹的位置是一个文件", "a file stands where a folder should be"),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written: the zip, its digest and size, and how many files it holds."""

    path: Path
    sha256: str
    bytes: int
    files: int
    edition: date


class PackageRefused(Exception):
    """The site is not fit for readers without a network. ``problems`` holds every reason, in order."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems; the text of the exception is their report."""
        super().__init__(to_text(problems))
        self.problems = problems


class PackageFailed(Exception):
    """A file could not be read or written. ``problem`` says which and why; the cause is the ``OSError``."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem; the text of the exception is its report."""
        super().__init__(to_text([problem]))
        self.problem = problem


def package(site: Path, out: Path, *, edition: date, content_date: date, texts: Path) -> Manifest:
    """Check a built site and write it to ``out`` as a zip with its checksum beside it.

    Args:
        site: the built site.
        out: folder for the results; created when missing.
        edition: date that names the edition and stamps every file in the zip.
        content_date: date of the newest content.
        texts: folder with the templates ``start-here.html`` and ``README.txt``.

    Returns:
        What was written.

    Raises:
        PackageRefused: the site has faults; nothing was written.
        PackageFailed: a file could not be read or written; an earlier zip is untouched.
    """
    top = f"aeo-guide-{edition.isoformat()}"
    contents, problems = _read(site)
    problems += [*_nested(site, out), *_path_problems(contents, top)]
    values = {"edition": edition.isoformat(), "content_date": content_date.isoformat(), "entry": ENTRY}
    entry, entry_problems = _fill(texts / "start-here.html", values)
    readme, readme_problems = _fill(texts / "README.txt", values)
    contents[ENTRY] = entry.encode()
    # Notepad takes a file without a byte order mark for GBK, and older versions show no bare line feeds.
    contents[README] = "".join(f"{line}\r\n" for line in readme.splitlines()).encode("utf-8-sig")
    contents[LISTING] = _listing(contents, edition, content_date)
    problems += [*entry_problems, *readme_problems, *_absent(contents), *_link_problems(contents)]
    data = _zip(contents, top, edition)
    problems += _too_large(data, top)
    if problems:
        raise PackageRefused(in_order(problems))
    digest = hashlib.sha256(data).hexdigest()
    _write(out, f"{top}.zip", data, digest)
    return Manifest(out / f"{top}.zip", digest, len(data), len(contents), edition)


# Reading


def _read(site: Path) -> tuple[dict[str, bytes], list[Problem]]:
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name, path in _files(site):
        with _explained(path):
            regular = path.is_file() and not path.is_symlink()
            # An empty stand-in keeps the links to it from being reported as well.
            contents[name] = path.read_bytes() if regular else b""
        if not regular:
            problems.append(_irregular(name))
    return contents, problems


def _files(site: Path) -> Iterator[tuple[str, Path]]:
    with _explained(site):
        for base, folders, files in os.walk(site, onerror=_stop) if site.is_dir() else ():
            linked = [folder for folder in folders if Path(base, folder).is_symlink()]
            for path in (Path(base, name) for name in [*files, *linked]):
                # A name that is no valid text must still be fit to report.
                name = os.fsencode(path.relative_to(site).as_posix()).decode("utf-8", "replace")
                if not any(fnmatchcase(name, pattern) for pattern in LEFT_OUT):
                    yield name, path


def _stop(error: OSError) -> None:
    raise error


def _fill(template: Path, values: Mapping[str, str]) -> tuple[str, list[Problem]]:
    with _explained(template):
        text, problems = _decode(template.as_posix(), template.read_bytes())
    filler = Template(text)
    if filler.is_valid() and set(filler.get_identifiers()) <= set(values):
        return filler.substitute(values), problems
    known = "、".join(f"${name}" for name in sorted(values)), ", ".join(f"${name}" for name in sorted(values))
    return text, [
        Problem(
            Place(template.as_posix()),
            "package-file",
            Text("模板中有不认识的 $ 占位符。", "The template has an unknown $ placeholder."),
            Text(f"可用的有：{known[0]}；美元符号写作 $$。", f"Known: {known[1]}; write a dollar sign as $$."),
        )
    ]


def _decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        message = Text("文件不是 UTF-8 编码。", "The file is not UTF-8.")
        place = Place(path, data.count(b"\n", 0, error.start) + 1)
        return "", [Problem(place, "package-file", message, Text("用 UTF-8 编码保存。", "Save it as UTF-8."))]


def _listing(contents: Mapping[str, bytes], edition: date, content_date: date) -> bytes:
    files = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(contents.items())}
    document = {"edition": edition.isoformat(), "content_date": content_date.isoformat(), "files": files}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


# Checking files


def _irregular(name: str) -> Problem:
    return Problem(
        Place(name),
        "package-file",
        Text("这是符号链接或特殊文件，不能打包。", "This is a symbolic link or a special file and cannot be packed."),
        Text("放入文件本身。", "Put the file itself there."),
    )


def _nested(site: Path, out: Path) -> Iterator[Problem]:
    if out.resolve().is_relative_to(site.resolve()):
        yield Problem(
            Place(out.as_posix()),
            "package-file",
            Text(
                "压缩包不能写进网站文件夹，否则下一次会把它也打包。",
                "The zip cannot lie in the site: the next one would contain it.",
            ),
            Text("换一个输出文件夹。", "Choose another output folder."),
        )


def _absent(contents: Mapping[str, bytes]) -> Iterator[Problem]:
    for name in REQUIRED:
        if name not in contents:
            yield Problem(
                Place(name),
                "package-empty",
                Text("网站中没有这个首页。", "The site lacks this home page."),
                Text("先生成网站，中英文都要有。", "Build the site first, in both languages."),
            )


def _path_problems(names: Iterable[str], top: str) -> Iterator[Problem]:
    seen = {name.lower(): name for name in (ENTRY, README, LISTING)}
    for name in sorted(names):
        for message in _path_faults(name, f"{top}/{name}"):
            yield Problem(Place(name), "package-path", message, Text("改文件名。", "Rename the file."))
        earlier = seen.setdefault(name.lower(), name)
        if earlier != name or name in (ENTRY, README, LISTING):
            clash = Text(f"与“{earlier}”同名，在 Windows 上会互相覆盖。", f"Same name as “{earlier}”: Windows keeps only one.")
            yield Problem(Place(name), "package-path", clash, Text("改文件名。", "Rename the file."))


def _path_faults(name: str, path: str) -> Iterator[Text]:
    if not name.isascii():
        yield Text("路径中有非 ASCII 字符，部分解压软件会写错文件名。", "The path is not ASCII: some unzip programs garble it.")
    if len(path) > MAX_PATH:
        yield Text(
            f"路径在压缩包中长 {len(path)} 个字符，超过 {MAX_PATH} 个。",
            f"The path is {len(path)} characters long in the zip; the limit is {MAX_PATH}.",
        )
    if _FORBIDDEN.search(name) or any(part.partition(".")[0].lower() in _DEVICES for part in name.split("/")):
        yield Text("Windows 不接受这个文件名。", "Windows does not accept this file name.")


def _too_large(data: bytes, top: str) -> Iterator[Problem]:
    if len(data) > MAX_BYTES:
        with ZipFile(BytesIO(data)) as archive:
            largest = sorted(archive.infolist(), key=lambda info: (-info.compress_size, info.filename))[:3]
        listed = [f"{info.filename.removeprefix(f'{top}/')} ({info.compress_size:,})" for info in largest]
        yield Problem(
            Place(f"{top}.zip"),
            "package-size",
            Text(
                f"压缩包有 {len(data):,} 字节，超过 {MAX_BYTES:,} 字节。",
                f"The zip is {len(data):,} bytes; the limit is {MAX_BYTES:,}.",
            ),
            Text(f"最大的文件：{'、'.join(listed)}。", f"Largest files: {', '.join(listed)}."),
        )


# Checking links


@dataclass(frozen=True, slots=True)
class _Link:
    """An address as typed. ``loaded``: the browser fetches it by itself, rather than when a reader follows it."""

    place: Place
    target: str
    loaded: bool


class _Linking(SoupStrainer):
    """Keeps only elements that hold an address or can be linked to: half the time of a full parse."""

    _WANTED = frozenset({*_ADDRESSES, *_CANDIDATES, "id", "name", "style", "http-equiv"})

    def allow_tag_creation(self, nsprefix: str | None, name: str, attrs: Mapping[str, object] | None) -> bool:
        """Return whether the parser should keep this element."""
        return name == "style" or not self._WANTED.isdisjoint(attrs or ())


def _link_problems(contents: Mapping[str, bytes]) -> Iterator[Problem]:
    links: list[_Link] = []
    anchors: dict[str, set[str]] = {}
    for name, data in contents.items():
        if name.lower().endswith((".html", ".htm", ".css")):
            text, problems = _decode(name, data)
            yield from problems
            if name.lower().endswith(".css"):
                links += _links_of_stylesheet(name, text)
            else:
                page_links, anchors[name] = _parse(name, text)
                links += page_links
    # A missing home page is reported once, not once for every page that links to it.
    names = {*contents, *REQUIRED}
    for link in links:
        if fault := _fault(link, names, anchors):
            yield Problem(link.place, "package-link", *fault)


def _parse(name: str, text: str) -> tuple[list[_Link], set[str]]:
    soup = BeautifulSoup(text, "html.parser", parse_only=_Linking(), multi_valued_attributes=None)
    links: list[_Link] = []
    anchors: set[str] = set()
    for tag in soup.find_all(True):
        if isinstance(tag, Tag):
            attributes = {key: str(value) for key, value in tag.attrs.items()}
            place = Place(name, tag.sourceline or 1, (tag.sourcepos or 0) + 1)
            links += (_Link(place, target, loaded) for target, loaded in _targets(tag, attributes))
            anchors |= {attributes[key] for key in ("id", *(["name"] if tag.name == "a" else [])) if key in attributes}
    return links, anchors


def _targets(tag: Tag, attributes: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield each address of an element, and whether the browser loads it by itself."""
    kinds = frozenset(attributes.get("rel", "").lower().split()) if tag.name == "link" else frozenset()
    if kinds & _ABOUT_THE_PAGE and "stylesheet" not in kinds:
        return
    loaded = tag.name not in ("a", "area") and not (kinds and kinds <= _FOLLOWED)
    yield from ((attributes[key], loaded) for key in _ADDRESSES if key in attributes)
    for key in _CANDIDATES:
        yield from ((candidate, True) for candidate in _CANDIDATE.findall(attributes.get(key, "")))
    style = attributes.get("style", "") if tag.name != "style" else tag.string or ""
    yield from ((target, True) for _, target in _addresses_in_css(style))
    if tag.name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        yield from ((found["url"], True) for found in _REFRESH.finditer(attributes.get("content", "")))


def _links_of_stylesheet(name: str, text: str) -> Iterator[_Link]:
    for start, target in _addresses_in_css(text):
        yield _Link(Place(name, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)), target, True)


def _addresses_in_css(text: str) -> Iterator[tuple[int, str]]:
    for found in _CSS.finditer(text):
        target = found["url"] or found["sheet"]
        if target:
            yield found.start(), target


def _fault(link: _Link, names: set[str], anchors: Mapping[str, set[str]]) -> tuple[Text, Text] | None:
    target = _DROPPED_BY_BROWSERS.sub("", link.target).strip()
    found = _SCHEME.match(target)
    scheme = found[0].lower() if found else ""
    if link.loaded and (scheme in _WEB or target.startswith("//")):
        return (
            Text(f"页面要从网络加载 {target}，离线时打不开。", f"The page loads {target} from the network; offline it fails."),
            Text("把文件放进网站，用相对路径引用。", "Put the file into the site and refer to it by a relative path."),
        )
    if target.startswith("/"):
        return (
            Text(
                f"链接 {target} 以 / 开头，离线时指向磁盘根目录。",
                f"The link {target} starts with /: offline that is the disk’s root.",
            ),
            Text(
                "改成相对路径；如是语言链接，先补上另一种语言的页面。",
                "Make it relative; for a language link, add the twin page first.",
            ),
        )
    if scheme in _WEB | _HARMLESS:
        return None
    if scheme:
        return (
            Text(f"不允许 {scheme}: 链接。", f"Links with {scheme}: are not allowed."),
            Text("换成普通链接，或由脚本处理的按钮。", "Use an ordinary link, or a button that a script handles."),
        )
    return _missing(target, link.place.path, names, anchors)


def _missing(target: str, page: str, names: set[str], anchors: Mapping[str, set[str]]) -> tuple[Text, Text] | None:
    address, _, fragment = target.partition("#")
    path = unquote(address.partition("?")[0])
    if not path:
        return None
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + "/" * path.endswith("/")
    if file not in names:
        return (
            Text(f"链接 {target} 指向的 {file} 不在压缩包中。", f"The link {target} points to {file}, which is not in the zip."),
            _repair(path, file, names),
        )
    # What follows :~: is text for the browser to highlight, not a place in the page.
    wanted = fragment.partition(":~:")[0]
    if wanted and file in anchors and wanted.lower() != "top" and anchors[file].isdisjoint({wanted, unquote(wanted)}):
        return (
            Text(f"{file} 中没有 #{unquote(wanted)} 这个位置。", f"{file} has no #{unquote(wanted)}."),
            Text("核对链接，或补上标题的编号。", "Correct the link, or give the heading that id."),
        )
    return None


def _repair(path: str, file: str, names: set[str]) -> Text:
    if posixpath.normpath(posixpath.join(file, "index.html")) in names:
        better = posixpath.join(path, "index.html")
        return Text(f"离线时打不开文件夹，请写 {better}。", f"A folder does not open offline; write {better}.")
    return Text("核对链接，或把文件放进网站。", "Correct the link, or add the file to the site.")


# Writing


def _zip(contents: Mapping[str, bytes], top: str, edition: date) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            info = ZipInfo(f"{top}/{name}", (edition.year, edition.month, edition.day, 0, 0, 0))
            # Python would record the system it runs on.
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, contents[name], ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _write(out: Path, name: str, data: bytes, digest: str) -> None:
    checksum = f"{name}.sha256"
    with _explained(out / name):
        out.mkdir(parents=True, exist_ok=True)
        # A folder inside ``out``, because a move within one disk is all or nothing.
        with TemporaryDirectory(prefix=".package-", dir=out) as folder:
            Path(folder, name).write_bytes(data)
            Path(folder, checksum).write_bytes(f"{digest}  {name}\n".encode())
            with _undone_on_failure(out / checksum, Path(folder, "previous")):
                os.replace(Path(folder, checksum), out / checksum)
                os.replace(Path(folder, name), out / name)


@contextmanager
def _undone_on_failure(path: Path, spare: Path) -> Iterator[None]:
    """Put ``path`` back as it was when the block fails. The copy is made first: later the disk may be full."""
    if path.exists():
        copyfile(path, spare)
    try:
        yield
    except BaseException:
        if spare.exists():
            os.replace(spare, path)
        else:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into a ``PackageFailed`` that names the file."""
    try:
        yield
    except OSError as error:
        cause = str(error.strerror or error)
        reason = _REASONS.get(error.errno or 0, Text(cause, cause))
        message = Text(f"无法读取或写入：{reason.zh}。", f"Cannot read or write: {reason.en}.")
        fix = Text(
            "排除原因后重新打包；以前的压缩包没有改动。", "Remove the cause and package again; an earlier zip is unchanged."
        )
        raise PackageFailed(Problem(Place(path.as_posix()), "package-file", message, fix)) from error
