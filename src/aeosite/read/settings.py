"""The settings of the site, from ``mkdocs.yml``: where it is published, what it is called, the order of its pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Failure, Place, Problem, reason_of

FILE = "mkdocs.yml"

RESERVED_HOST = "aeo-guide.example"
"""The host in the settings until a publisher gives the real one; it leads nowhere (RFC 2606)."""

NO_ADDRESS = Text(
    "没有设置公开网址（AEO_GUIDE_URL）：页面不写网址、二维码和规范链接，也没有站点地图。",
    "No public address is set (AEO_GUIDE_URL): pages give no address, no QR code and no canonical link, and there is no site map.",
)
"""What a build says while the address is still the reserved one, or none."""

ZIP_LIMIT = 5_000_000
"""Bytes: what a trainer can still send by mail."""


FEEDBACK = "feedback"
"""The folder of what readers sent, where the settings name none."""

_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_FOLDER = re.compile(r"[A-Za-z0-9_-]+(?:[/.][A-Za-z0-9_-]+)*")
_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_WEB = re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?")


class BadSettings(Failure):
    """Raised when the settings cannot be read; carries the problem."""


@dataclass(frozen=True)
class Settings:
    """What every outlet needs to know of the site.

    Attributes:
        root: the project folder.
        site_url: where the site is published, ending in ``/``; None where that is not set.
        names: what the site is called, by language.
        nav: the paths of the pages in the order of the navigation.
        zip_limit: the most bytes the offline zip may have.
        digest_of: what the settings were read from, for the keys of caches.
        contact: the mail address readers may write to; None where none is given.
        code: where the repository is published; None where that is not known.
        feedback: the folder of what readers sent, below the project folder; it is never published.
        promise: days within which readers are promised an answer; None where nothing is promised.
        fingerprint: that of the key which signs the offline zip, as OpenSSH writes it; None where none is told.
        district: the district whose edition this is; None for the national guide.
        national_url: where the national guide is published, of an edition; None where that is not set.
        below: this edition is published below the national guide, so that both link each other.
        own_names: what the district is called, by language.
        own_pages: the pages of the district, in the order of its chapter.
        chapters: what the navigation calls the group a page stands in, by language, then by path; a page in no group is left out.
    """

    root: Path
    site_url: str | None
    names: Mapping[Language, str]
    nav: tuple[str, ...]
    zip_limit: int
    digest_of: str
    chapters: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    contact: str | None = None
    code: str | None = None
    feedback: str = FEEDBACK
    promise: int | None = None
    fingerprint: str | None = None
    district: str | None = None
    national_url: str | None = None
    below: bool = False
    own_names: Mapping[Language, str] = field(default_factory=dict)
    own_pages: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the default first."""
        return tuple(self.names)

    @property
    def printed_url(self) -> str | None:
        """Where the site is published, as it may stand on paper: None while the address is still the reserved one."""
        return None if self.site_url and urlsplit(self.site_url).hostname == RESERVED_HOST else self.site_url

    @property
    def file(self) -> Path:
        """The file the settings stand in."""
        return self.root / FILE

    @property
    def templates(self) -> Path:
        """The folder with the templates of directives."""
        return self.root / "overrides" / "records"


def read_settings(root: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings of the project at ``root``.

    Args:
        root: the project folder.
        environment: environment variables; ``!ENV`` values come from it.

    Raises:
        BadSettings: the file is missing or cannot be read.
    """
    try:
        text = (root / FILE).read_bytes().decode("utf-8")
        read = yaml.load(text, Loader=_loader(environment))
    except FileNotFoundError as error:
        raise BadSettings(_missing(root)) from error
    except OSError as error:
        reason = reason_of(error)
        raise BadSettings(_unreadable(Place(FILE), reason.zh, reason.en)) from error
    except UnicodeDecodeError as error:
        raise BadSettings(_unreadable(Place(FILE), "UTF-8")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
        raise BadSettings(_unreadable(place, str(getattr(error, "problem", None) or error))) from error
    if not isinstance(read, dict):
        raise BadSettings(_unreadable(Place(FILE), "not a list of key: value lines"))
    url = read.get("site_url") or None
    return Settings(
        root,
        f"{str(url).rstrip('/')}/" if url else None,
        dict(_names(read)),
        tuple(_paths(read.get("nav") or [])),
        _zip_limit(read),
        repr(read),
        dict(_chapters(read)),
        _extra(read, "contact", _MAIL),
        _extra(read, "code", _WEB),
        _feedback(read),
        _promise(read),
        _extra(read, "signing_fingerprint", _KEY),
    )


def languages_of(root: Path) -> tuple[Language, ...]:
    """Return the languages of the project at ``root``, the default first; those required where its settings cannot be read."""
    try:
        return read_settings(root, {}).languages
    except BadSettings:
        return REQUIRED


def _loader(environment: Mapping[str, str]) -> type[yaml.CSafeLoader]:
    class Loader(yaml.CSafeLoader):
        """Knows ``!ENV``, and reads every other tag as nothing: no code runs here."""

    def env(loader: yaml.CSafeLoader, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return environment.get(node.value)
        values = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
        names, otherwise = (values[:-1], values[-1]) if len(values) > 1 else (values, None)
        return next((environment[name] for name in names if environment.get(name)), otherwise)

    Loader.add_constructor("!ENV", env)
    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    return Loader


def _names(read: Mapping[str, Any]) -> Iterator[tuple[Language, str]]:
    for language, own in _own(read).items():
        yield language, str(own.get("site_name") or read.get("site_name") or "")


def _chapters(read: Mapping[str, Any]) -> Iterator[tuple[Language, Mapping[str, str]]]:
    groups = [(name, value) for item in read.get("nav") or [] if isinstance(item, dict) for name, value in item.items()]
    for language, own in _own(read).items():
        names = own.get("nav_translations") or {}
        listed = ((str(names.get(name) or name), value) for name, value in groups if isinstance(value, list))
        yield language, {path: name for name, value in listed for path in _paths(value)}


def _own(read: Mapping[str, Any]) -> Mapping[Language, Mapping[str, Any]]:
    """Return the settings that belong to one language, by language."""
    plugins = [plugin["i18n"] for plugin in read.get("plugins") or [] if isinstance(plugin, dict) and "i18n" in plugin]
    listed = {one.get("locale"): one for plugin in plugins for one in (plugin or {}).get("languages") or []}
    order = dict.fromkeys([*REQUIRED, *(str(locale) for locale in listed if locale)])
    return {language: listed.get(language) or {} for language in order}


def _zip_limit(read: Mapping[str, Any]) -> int:
    """Return ``extra.zip_limit``, in bytes; 5 MB where it is not set."""
    limit = (read.get("extra") or {}).get("zip_limit", ZIP_LIMIT)
    if not isinstance(limit, int) or limit <= 0:
        raise BadSettings(_unreadable(Place(FILE), f"extra.zip_limit: {limit}"))
    return limit


def _feedback(read: Mapping[str, Any]) -> str:
    """Return ``extra.feedback_folder``: a folder of the project that nothing is published from."""
    folder = str((read.get("extra") or {}).get("feedback_folder") or FEEDBACK)
    steps = folder.split("/")
    if not _FOLDER.fullmatch(folder) or ".." in steps or steps[0] in ("docs", "site", "dist", "overrides", "src"):
        raise BadSettings(_unreadable(Place(FILE), f"extra.feedback_folder: {folder}"))
    return folder


def _promise(read: Mapping[str, Any]) -> int | None:
    """Return ``extra.feedback_promise_days``, or None where nothing is promised."""
    days = (read.get("extra") or {}).get("feedback_promise_days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days <= 0):
        raise BadSettings(_unreadable(Place(FILE), f"extra.feedback_promise_days: {days}"))
    return days


def _extra(read: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str | None:
    """Return a setting below ``extra`` that may be missing. It is put into pages as it is, so nothing but its form is let through."""
    value = str((read.get("extra") or {}).get(name) or "")
    if value and not form.fullmatch(value):
        raise BadSettings(_unreadable(Place(FILE), f"extra.{name}: {value}"))
    return value or None


def _paths(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            for value in item.values():
                yield from _paths(value if isinstance(value, list) else [value])


def _missing(root: Path) -> Problem:
    return Problem(
        Place(FILE),
        "project",
        Text(f"{root} 里没有 {FILE}，不是本项目。", f"There is no {FILE} in {root}; this is not the project."),
        Text("在项目文件夹中运行，或加 --root。", "Run it in the project folder, or add --root."),
    )


def _unreadable(place: Place, reason: str, english: str | None = None) -> Problem:
    return Problem(
        place,
        "settings",
        Text(f"网站设置 {FILE} 不能读取（{reason}）。", f"The settings in {FILE} cannot be read ({english or reason})."),
        Text(
            "核对这一行的缩进和冒号；不会改的，撤销对这个文件的修改。",
            "Check indentation and colons on this line; if in doubt, undo the change to this file.",
        ),
    )
