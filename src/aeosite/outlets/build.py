"""Build the site into a fresh folder and put it in place only when it is complete."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.guide.edition import EDITION_VARIABLE, epoch_of

Say = Callable[[str], None]


class BuildFailed(Failure):
    """Raised when the site could not be built or put in place; the previous site is untouched."""


def build(root: Path, site: Path, *, edition: date, environment: Mapping[str, str], say: Say) -> None:
    """Build the site of the project at ``root`` and put it at ``site``.

    Args:
        root: the project folder, with ``mkdocs.yml``.
        site: where the finished site goes; replaced only when the new one is complete.
        edition: the date the site speaks of; also the date of everything in it.
        environment: environment variables for the site generator.
        say: told each line the generator prints.

    Raises:
        BuildFailed: the generator stopped, or the site could not be put in place.
    """
    with _fresh_folder(site) as fresh:
        status = _generate(root, fresh, _environment(edition, environment), say)
        if status != 0:
            raise BuildFailed(
                Problem(
                    Place("mkdocs.yml"),
                    "build",
                    Text("网站没有建成，原来的网站保持不变。", "The site was not built; the previous one is untouched."),
                    Text("原因见上面的信息。", "The lines above say why."),
                )
            )
        swap(fresh, site)


def swap(fresh: Path, site: Path) -> None:
    """Put a finished folder in place of another; the old one is deleted only after the new one stands.

    Raises:
        BuildFailed: the folder cannot be moved into place.
    """
    retired = site.with_name(f".{site.name}.retired")
    try:
        shutil.rmtree(retired, ignore_errors=True)
        if site.exists():
            os.replace(site, retired)
        try:
            os.replace(fresh, site)
        except OSError:
            if retired.exists():
                os.replace(retired, site)
            raise
        shutil.rmtree(retired, ignore_errors=True)
    except OSError as error:
        raise BuildFailed(_cannot_write(site, error)) from error


@contextmanager
def _fresh_folder(site: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``site``, on the same disk so that it can be moved; deleted afterwards if still there."""
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}.", dir=site.parent))
        fresh.chmod(0o755)
    except OSError as error:
        raise BuildFailed(_cannot_write(site, error)) from error
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _generate(root: Path, fresh: Path, environment: Mapping[str, str], say: Say) -> int:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--config-file",
        str(root / "mkdocs.yml"),
        "--site-dir",
        str(fresh),
    ]
    with subprocess.Popen(
        command, cwd=root, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            for line in process.stdout or ():
                say(line.rstrip())
        except KeyboardInterrupt:
            process.terminate()
            raise
    return process.returncode


def _environment(edition: date, environment: Mapping[str, str]) -> dict[str, str]:
    return {
        **environment,
        EDITION_VARIABLE: edition.isoformat(),
        "SOURCE_DATE_EPOCH": str(epoch_of(edition)),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }


def _cannot_write(site: Path, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    return Problem(
        Place(site.name),
        "site-folder",
        Text(f"不能写入 {site.name}（{reason}）。", f"Cannot write {site.name} ({reason})."),
        Text(
            "检查磁盘空间和文件夹权限；原来的网站保持不变。", "Check disk space and permissions; the previous site is untouched."
        ),
    )
