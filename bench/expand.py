"""Turn a page as editors write it into Markdown any renderer of this project's dialect can show. Pure: text in, text out."""

import posixpath
import re
from functools import partial

from jinja2 import Environment
from markupsafe import Markup

from aeosite.compose.render import directive, foot
from aeosite.guide.guide import Guide, asset_url
from aeosite.read.pages import Page

_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<target>[^)\s]+)\)")


def expand(page: Page, *, guide: Guide, templates: Environment, site_url: str | None = None) -> str:
    """Return the body of a page with every directive replaced and the foot added.

    Args:
        page: a page the gate has passed.
        guide: the content and its date.
        templates: the environment of the record templates.
        site_url: where the site is published, ending in ``/``; None where that is not known.
    """
    parts: list[str] = []
    last = 0
    for call in page.directives:
        rendered = directive(call, page, guide=guide, templates=templates)
        parts += [page.body[last : call.start], f"\n{rendered}\n" if call.block else rendered]
        last = call.end
    parts.append(page.body[last:])
    body = _IMAGE.sub(partial(_image, page), "".join(parts)).rstrip()
    return f"{body}\n\n{foot(page, guide=guide, templates=templates, site_url=site_url)}\n"


def _image(page: Page, found: re.Match[str]) -> str:
    """Return an image as HTML with its address on the built site.

    Both languages share ``docs/assets/``, but the generator knows it in the default language only and refuses the link in the other.
    """
    asset = posixpath.normpath(posixpath.join(page.language, posixpath.dirname(page.path), found["target"]))
    return str(Markup('<img src="{}" alt="{}">').format(asset_url(page, asset), found["alt"]))
