"""The overlay of a district: ``docs/local/<district>/`` adds to the national content and replaces none of it."""

import os
from collections.abc import Sequence
from pathlib import Path

from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Failure, Place, Problem, did_you_mean

FOLDER = "docs/local"
"""The folder of all overlays. Nothing in it is national."""

EDITION = "edition.yml"
"""The file in which a district says who it is."""

PAGES = "local"
"""The folder in which the pages of a district stand in its edition, so that no address of the national guide is ever another page there."""


class NoDistrict(Failure):
    """Raised where a district has no overlay; carries the problem."""


def districts_in(root: Path) -> tuple[str, ...]:
    """Return the districts that have an overlay, in order."""
    folder = root / FOLDER
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def editions_in(root: Path) -> frozenset[str]:
    """Return the districts whose overlay says who it is."""
    return frozenset(name for name in districts_in(root) if (root / FOLDER / name / EDITION).is_file())


def is_local(file: str) -> bool:
    """Whether a file belongs to an overlay."""
    return file.startswith(f"{FOLDER}/")


def home_of(file: str) -> str:
    """Return where a file of an overlay stands among the national ones: ``docs/zh/local/contact.md``; any other file itself."""
    parts = file.split("/")
    if not is_local(file) or len(parts) < 5:
        return file
    own = [PAGES] if parts[3] != "records" else []
    return "/".join(["docs", parts[3], *own, *parts[4:]])


def language_in(file: str) -> Language:
    """Return the language of the folder a page lies in."""
    return home_of(file).split("/")[1]


def refuse_no_district(root: Path, district: str) -> None:
    """Refuse a district that has no overlay.

    Raises:
        NoDistrict: it has none.
    """
    known = districts_in(root)
    if district not in known:
        message = Text(f"没有 {FOLDER}/{district} 这个关区文件夹。", f"There is no district folder {FOLDER}/{district}.")
        fix = did_you_mean(district, known)
        raise NoDistrict(Problem(Place(f"{FOLDER}/{district}"), "district", message, fix))


def misplaced(file: str, languages: Sequence[Language] = REQUIRED) -> Problem | None:
    """Return the problem of a file that an overlay may not hold."""
    parts = file.split("/")
    if file == f"{FOLDER}/{parts[2]}/{EDITION}" or (len(parts) > 4 and parts[3] in ("records", *languages)):
        return None
    message = Text("关区文件夹里不能放这个文件。", "A district's folder cannot hold this file.")
    fix = Text(
        f"只放 {EDITION}、records/、zh/ 和 en/；全国内容改在 docs/ 下。",
        f"It holds {EDITION}, records/, zh/ and en/ only; national content is changed below docs/.",
    )
    return Problem(Place(file), "local-file", message, fix)


def entries_of(root: Path, district: str | None) -> list[str]:
    """Return the folder of an overlay to be read beside the national ones; none where no district is asked for."""
    folder = f"{FOLDER}/{district}"
    return [folder] if district and os.path.isdir(root / folder) else []
