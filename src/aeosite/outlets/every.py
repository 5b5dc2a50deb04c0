"""Every outlet, in one flat tuple. Add an outlet: a module with ``write``, and a line here."""

from aeosite.outlets import package, search, website
from aeosite.outlets.outlet import Outlet

OUTLETS: tuple[Outlet, ...] = (
    Outlet("website", website.write, website.begin),
    Outlet("search", search.write),
    Outlet("package", package.write),
)
"""In the order they are written: an outlet may read what those before it wrote."""
