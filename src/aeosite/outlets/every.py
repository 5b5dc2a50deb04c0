"""Every outlet, in one flat tuple. Add an outlet: a module with ``write``, and a line here."""

from collections.abc import Collection

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem, did_you_mean
from aeosite.outlets import calendar, data, feeds, handbook, notices, package, scorm, search, website
from aeosite.outlets.outlet import Outlet

OUTLETS: tuple[Outlet, ...] = (
    Outlet("data", data.write),
    Outlet("feeds", feeds.write),
    Outlet("calendar", calendar.write),
    Outlet("handbook", handbook.write),
    Outlet("leaflets", handbook.write_leaflets),
    Outlet("scorm", scorm.write),
    Outlet("website", website.write, begin=website.begin),
    Outlet("search", search.write, needs=("website",)),
    Outlet("notices", notices.write),
    Outlet(
        "package",
        package.write,
        needs=("data", "feeds", "calendar", "handbook", "leaflets", "scorm", "website", "search", "notices"),
    ),
)
"""In the order they are written: an outlet may read what those before it wrote."""


class UnknownOutlet(Failure):
    """Raised when an outlet is asked for that there is none of; carries the problem."""


def chosen(names: Collection[str] | None = None) -> list[Outlet]:
    """Return the outlets of some names and those they need, in the order they are written; every one where no names are given.

    Raises:
        UnknownOutlet: there is no outlet of a name.
    """
    known = [outlet.name for outlet in OUTLETS]
    wanted = set(known if names is None else names)
    for name in sorted(wanted.difference(known)):
        raise UnknownOutlet(
            Problem(
                Place("--only"),
                "outlet",
                Text(f"没有叫“{name}”的输出。", f"There is no outlet called “{name}”."),
                did_you_mean(name, known),
            )
        )
    for outlet in reversed(OUTLETS):
        wanted.update(outlet.needs if outlet.name in wanted else ())
    return [outlet for outlet in OUTLETS if outlet.name in wanted]
