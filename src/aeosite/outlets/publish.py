"""Write every outlet into a fresh folder, and put what was written in place only when all of it is complete."""

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from aeosite.basics.cache import Cache
from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem, reason_of
from aeosite.gate import open_book
from aeosite.outlets.every import chosen
from aeosite.outlets.outlet import Say
from aeosite.read.decision import overdue
from aeosite.read.edition import FOLDER
from aeosite.read.settings import NO_ADDRESS, Settings, read_settings

MARK = ".aeosite"
"""A file in every site we made, so that no folder of anything else is ever replaced. It says the edition, and its time is when the build began."""


class BuildFailed(Failure):
    """Raised when the site could not be built or put in place; the previous site is untouched."""


def build(
    root: Path,
    site: Path,
    *,
    edition: date,
    environment: Mapping[str, str],
    say: Say,
    only: Collection[str] | None = None,
    dist: Path | None = None,
    cache: Cache | None = None,
    workers: int = 1,
    as_of: date | None = None,
    today: date | None = None,
    district: str | None = None,
    editions: Collection[str] = (),
) -> None:
    """Build the project at ``root`` and put its site at ``site`` and its downloads into ``dist``.

    Args:
        root: the project folder, with ``mkdocs.yml``.
        site: where the finished site goes; replaced only when the new one is complete.
        edition: the date of the edition, and of everything in it.
        environment: environment variables for the settings.
        say: told what the site generator says.
        only: the names of the outlets to write, with those they need; every one unless said otherwise.
        dist: where downloads go; beside the site unless said otherwise.
        cache: what was worked out before.
        workers: how many processes may work at once.
        as_of: the date the site speaks of; that of the edition unless said otherwise.
        today: the last day on which anything can have been checked.
        district: the district whose edition is built; none for the national guide.
        editions: the districts whose editions are built too, each below the site in ``local/<district>/``.

    Raises:
        Refusal: the content has problems.
        UnknownOutlet: there is no outlet of a name.
        BuildFailed: the generator stopped, or the site could not be put in place.
    """
    outlets = chosen(only)
    settings = replace(read_settings(root, environment), district=district)
    if settings.printed_url is None:
        say(f"{NO_ADDRESS.zh} {NO_ADDRESS.en}")
    if due := overdue(root, today or edition):
        say(f"{due.zh} {due.en}")
    begin = {outlet.name: outlet.begin for outlet in outlets if outlet.begin}
    _refuse_what_is_not_ours(site)
    with fresh_folder(site) as fresh:
        before = _begun(site)
        (fresh / MARK).write_text(f"{edition.isoformat()}\n", encoding="utf-8")
        cache = cache or Cache(None)

        def write(one: Settings, folder: Path, previous: Path, below: Collection[str] = ()) -> None:
            book = open_book(
                one,
                as_of or edition,
                cache=cache,
                workers=workers,
                begin=begin,
                previous=previous,
                outlets=[outlet.name for outlet in outlets],
                editions=below,
                today=today,
                edition=edition,
            )
            for outlet in outlets:
                outlet.write(book, folder, say)

        write(settings, fresh, site, editions)
        for name in sorted(editions):
            say(f"{FOLDER}/{name}")
            own = fresh / FOLDER / name
            write(replace(settings, district=name, below=True), own, site / FOLDER / name)
            _join(own, fresh, f"{FOLDER}/{name}")
        if (fresh / "site").exists():
            os.replace(fresh / MARK, fresh / "site" / MARK)
            if before != _begun(site) > _begun(fresh / "site"):
                raise BuildFailed(_overtaken(site))
            swap(fresh / "site", site)
        if (fresh / "dist").exists():
            _move_in(fresh / "dist", dist or site.parent / "dist")


def _join(own: Path, fresh: Path, place: str) -> None:
    """Move the site of an edition below the national one, and its downloads to the others."""
    if (own / "site").exists():
        (fresh / "site" / place).parent.mkdir(parents=True, exist_ok=True)
        os.replace(own / "site", fresh / "site" / place)
    for path in sorted((own / "dist").iterdir()) if (own / "dist").exists() else ():
        os.replace(path, fresh / "dist" / path.name)


def _refuse_what_is_not_ours(site: Path) -> None:
    """Refuse to replace a file, a link, or a folder that we did not make; an empty folder may be replaced."""
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        reason = Text("这里是一个文件或链接，不是文件夹", "a file or a link is there, not a folder")
    elif site.is_dir() and not (site / MARK).is_file() and not _was_ours(site) and any(site.iterdir()):
        reason = Text(
            "这个文件夹里有别的内容，不是本程序生成的网站", "the folder holds something else; this program did not make it"
        )
    else:
        return
    raise BuildFailed(
        Problem(
            Place(site.name or str(site)),
            "site-folder",
            Text(f"不能替换 {site}：{reason.zh}。", f"{site} cannot be replaced: {reason.en}."),
            Text("用 --site 换一个位置，或者自己移走它。", "Choose another place with --site, or move it away yourself."),
        )
    )


def _was_ours(site: Path) -> bool:
    """Whether a folder is a site that an earlier version made, before sites were marked."""
    return all((site / name).is_file() for name in ("sitemap.xml", "404.html", "search/zh.js", "search/en.js"))


def swap(fresh: Path, site: Path) -> None:
    """Put a finished folder in place of another; the old one is deleted only after the new one stands.

    Raises:
        BuildFailed: the folder cannot be moved into place.
    """
    retired = _retired(site)
    try:
        shutil.rmtree(retired, ignore_errors=True)
        try:
            if site.exists():
                os.replace(site, retired)
            os.replace(fresh, site)
        except BaseException:
            _put_back(site)
            raise
        shutil.rmtree(retired, ignore_errors=True)
    except OSError as error:
        raise BuildFailed(_cannot_write(site, error)) from error


def edition_in(site: Path) -> str | None:
    """Return the edition of a site that stands, ``YYYY-MM-DD``; None where it does not say."""
    try:
        return (site / MARK).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _begun(site: Path) -> int:
    """Return when the build of a site began, in nanoseconds; 0 where nothing says so."""
    try:
        return (site / MARK).stat().st_mtime_ns
    except OSError:
        return 0


def _retired(site: Path) -> Path:
    """Return where the site that stands is kept while the new one is moved in."""
    return site.with_name(f".{site.name}.retired")


def _put_back(site: Path) -> None:
    """Put the last good site back where a build was stopped between the two moves."""
    if _retired(site).is_dir() and not site.exists():
        os.replace(_retired(site), site)


def _overtaken(site: Path) -> Problem:
    return Problem(
        Place(site.name),
        "site-folder",
        Text(
            f"{site.name} 已由一次后来开始的构建换成新的，这一次的没有放进去。",
            f"{site.name} was replaced by a build that began later; this one was not put in place.",
        ),
        Text("需要的话再运行一次。", "Run it again if you need to."),
    )


def _move_in(fresh: Path, folder: Path) -> None:
    """Move finished files into a folder that holds others too, each whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(fresh.iterdir()):
            _drop_signature(folder / path.name, path)
            os.replace(path, folder / path.name)
    except OSError as error:
        raise BuildFailed(_cannot_write(folder, error)) from error


def _drop_signature(path: Path, fresh: Path) -> None:
    """Delete the signature of a file that is about to become another: it would speak of neither."""
    signature = path.with_name(f"{path.name}.sig")
    if signature.is_file() and not (path.is_file() and path.read_bytes() == fresh.read_bytes()):
        signature.unlink()


@contextmanager
def fresh_folder(site: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``site``, on the same disk so that what is in it can be moved; deleted afterwards.

    What a build that was killed left behind is deleted first.

    Raises:
        BuildFailed: no folder can be made there.
    """
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        _put_back(site)
        _clear(site)
        fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}.{os.getpid()}.", dir=site.parent))
        fresh.chmod(0o755)
    except OSError as error:
        raise BuildFailed(_cannot_write(site, error)) from error
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _clear(site: Path) -> None:
    """Delete the fresh folders of builds that are no longer running."""
    name = re.compile(rf"\.{re.escape(site.name)}\.(\d+)\.[a-z0-9_]+|\.{re.escape(site.name)}\.[a-z0-9_]{{8}}")
    for path in site.parent.iterdir():
        found = name.fullmatch(path.name)
        if found and path.is_dir() and not path.is_symlink() and not (found[1] and _is_running(int(found[1]))):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process: int) -> bool:
    with suppress(ProcessLookupError, OverflowError):
        with suppress(PermissionError):
            os.kill(process, 0)
        return True
    return False


def _cannot_write(site: Path, error: OSError) -> Problem:
    reason = reason_of(error)
    return Problem(
        Place(site.name),
        "site-folder",
        Text(f"不能写入 {site.name}（{reason.zh}）。", f"Cannot write {site.name} ({reason.en})."),
        Text(
            "检查磁盘空间和文件夹权限；原来的网站保持不变。", "Check disk space and permissions; the previous site is untouched."
        ),
    )
