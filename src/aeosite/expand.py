"""Turn a page as editors write it into Markdown any renderer of this project's dialect can show. Pure: text in, text out."""

from jinja2 import Environment

from aeosite.guide import Guide
from aeosite.pages import Page
from aeosite.render import directive, foot


def expand(page: Page, *, guide: Guide, templates: Environment) -> str:
    """Return the body of a page with every directive replaced and the foot added.

    Args:
        page: a page the gate has passed.
        guide: the content and its date.
        templates: the environment of the record templates.
    """
    parts: list[str] = []
    last = 0
    for call in page.directives:
        rendered = directive(call, page, guide=guide, templates=templates)
        parts += [page.body[last : call.start], f"\n{rendered}\n" if call.block else rendered]
        last = call.end
    parts.append(page.body[last:])
    return f"{''.join(parts).rstrip()}\n\n{foot(page, guide=guide, templates=templates)}\n"
