"""Turn a finished site into one zip that works without a network: checked whole, then written, the same bytes every time."""

import hashlib
import json
import os
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
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem, Refusal, in_order, reason_of
from aeosite.guide.edition import content_date
from aeosite.outlets import verify
from aeosite.outlets.offline import as_offline
from aeosite.outlets.package_links import decode, link_problems
from aeosite.outlets.verify import LISTING
from aeosite.read.settings import ZIP_LIMIT

if TYPE_CHECKING:  # packing a site that stands needs none of what made it
    from aeosite.compose.book import Book
    from aeosite.outlets.outlet import Say

ENTRY = "打开我-START-HERE.html"
README = "README.txt"
SUMS = "SHA256SUMS"
"""The digest of every file but the list and itself, as the standard command ``sha256sum -c`` reads it."""
VERIFY = "verify.py"
"""The file that says whether a copy is whole: this program's own, as it is."""
OWN = (ENTRY, README, SUMS, VERIFY, LISTING)
"""What the zip holds beside the site."""
REQUIRED = ("index.html", "en/index.html")
"""The pages the entry page leads to."""
LEFT_OUT = (
    ".aeosite",
    "*.map",
    "sitemap.xml",
    "sitemap.xml.gz",
    "404.html",
    "assets/javascripts/lunr/*",
    "data/v1/records/*",
    "download/aeo-guide-*",
)
"""What only a web server or a developer or a program needs; ``*`` also crosses folders."""
MAX_PATH = 120

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))})
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]|[. ](?=/|$)')


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written: the zip, its digest and size, and how many files it holds."""

    path: Path
    sha256: str
    bytes: int
    files: int
    edition: date


class PackageRefused(Refusal):
    """The site is not fit for readers without a network. ``problems`` holds every reason, in order."""


class PackageFailed(Failure):
    """A file could not be read or written. ``problem`` says which and why; the cause is the ``OSError``."""


def write(book: "Book", folder: Path, say: "Say") -> list[Path]:
    """Pack the site that was written below ``folder/site`` into ``folder/dist``, and put the zip beside the site too; return the paths of zips and checksums.

    Args:
        book: the articles.
        folder: the folder of everything that is being published.
        say: told what was packed.

    Raises:
        PackageRefused: the site has faults.
        PackageFailed: a file could not be read or written.
    """
    from aeosite.outlets.download import offer  # packing a site that stands needs none of what made it

    edition, root = book.guide.named, book.settings.root
    written = date.fromisoformat(content_date(root) or edition.isoformat())
    texts = root / "overrides" / "offline"
    manifest = package(
        folder / "site",
        folder / "dist",
        edition=edition,
        content_date=written,
        texts=texts,
        limit=book.settings.zip_limit,
        district=book.settings.district,
        whose=" ".join(book.settings.own_names.values()),
    )
    say(f"{manifest.path.name}  {manifest.bytes / 1e6:.2f} MB  {manifest.files} files  sha256 {manifest.sha256}")
    beside = offer(book, folder / "site", manifest.path)
    return [manifest.path, manifest.path.with_name(f"{manifest.path.name}.sha256"), *beside]


def package(
    site: Path,
    out: Path,
    *,
    edition: date,
    content_date: date,
    texts: Path,
    limit: int = ZIP_LIMIT,
    district: str | None = None,
    whose: str = "",
) -> Manifest:
    """Check a built site and write it to ``out`` as a zip with its checksum beside it.

    Args:
        site: the built site.
        out: folder for the results; created when missing.
        edition: date that names the edition and stamps every file in the zip.
        content_date: date of the newest content.
        texts: folder with the templates ``start-here.html`` and ``README.txt``.
        limit: the most bytes the zip may have.
        district: the district whose edition it is, for its name; None for the national guide.
        whose: what that district is called.

    Returns:
        What was written.

    Raises:
        PackageRefused: the site has faults; nothing was written.
        PackageFailed: a file could not be read or written; an earlier zip is untouched.
    """
    top = f"aeo-guide-{f'{district}-' if district else ''}{edition.isoformat()}"
    contents, problems = _read(site)
    problems += [*_nested(site, out), *_path_problems(contents, top)]
    values = {
        "edition": " · ".join(filter(None, [edition.isoformat(), whose])),
        "content_date": content_date.isoformat(),
        "entry": ENTRY,
    }
    entry, entry_problems = _fill(texts / "start-here.html", values)
    readme, readme_problems = _fill(texts / "README.txt", values)
    contents[ENTRY] = entry.encode()
    # Notepad takes a file without a byte order mark for GBK, and older versions show no bare line feeds.
    contents[README] = "".join(f"{line}\r\n" for line in readme.splitlines()).encode("utf-8-sig")
    contents[VERIFY] = Path(verify.__file__).read_bytes()
    contents[SUMS] = _sums(contents)
    contents[LISTING] = _listing(contents, edition, content_date)
    problems += [*entry_problems, *readme_problems, *_absent(contents), *link_problems(contents, promised=REQUIRED)]
    data = _zip(contents, top, edition)
    problems += _too_large(data, top, limit)
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
            contents[name] = _packed(name, path.read_bytes()) if regular else b""
        if not regular:
            problems.append(_irregular(name))
    return contents, problems


def _packed(name: str, data: bytes) -> bytes:
    return as_offline(data) if name.endswith(".html") else data


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
        text, problems = decode(template.as_posix(), template.read_bytes())
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


def _sums(contents: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items())).encode()


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
    seen = {name.lower(): name for name in OWN}
    for name in sorted(names):
        for message in _path_faults(name, f"{top}/{name}"):
            yield Problem(Place(name), "package-path", message, Text("改文件名。", "Rename the file."))
        earlier = seen.setdefault(name.lower(), name)
        if earlier != name or name in OWN:
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


def _too_large(data: bytes, top: str, limit: int) -> Iterator[Problem]:
    if len(data) > limit:
        with ZipFile(BytesIO(data)) as archive:
            largest = sorted(archive.infolist(), key=lambda info: (-info.compress_size, info.filename))[:3]
        listed = [f"{info.filename.removeprefix(f'{top}/')} ({info.compress_size:,})" for info in largest]
        yield Problem(
            Place(f"{top}.zip"),
            "package-size",
            Text(
                f"压缩包有 {len(data):,} 字节，超过 {limit:,} 字节的上限。",
                f"The zip is {len(data):,} bytes; the limit is {limit:,} (zip_limit in mkdocs.yml).",
            ),
            Text(f"最大的文件：{'、'.join(listed)}。", f"Largest files: {', '.join(listed)}."),
        )


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
            with _undone_on_failure(out / name, Path(folder, "zip")), _undone_on_failure(out / checksum, Path(folder, "sum")):
                (out / checksum).unlink(missing_ok=True)  # killed in between, a zip has no checksum rather than another's
                os.replace(Path(folder, name), out / name)
                os.replace(Path(folder, checksum), out / checksum)


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
        reason = reason_of(error)
        message = Text(f"无法读取或写入：{reason.zh}。", f"Cannot read or write: {reason.en}.")
        fix = Text(
            "排除原因后重新打包；以前的压缩包没有改动。", "Remove the cause and package again; an earlier zip is unchanged."
        )
        raise PackageFailed(Problem(Place(path.as_posix()), "package-file", message, fix)) from error
