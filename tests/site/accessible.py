"""What axe-core finds on a page: every rule, best practices and target sizes included, in light and dark, wide and narrow."""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours. All others look at names, roles, order and size, which light and dark share."""

FULL = """async (colour) => {
  const rules = {'target-size': {enabled: true}, ...Object.fromEntries(colour.map((rule) => [rule, {enabled: false}]))};
  return REPORT(await axe.run(document, {resultTypes: ['violations'], rules}));
}"""

# What a colour rule says of an element follows from these values, so one element of each kind is enough; of a long table, a few cells.
TINTS = """async ([colour, seen]) => {
  const clear = /^(transparent|rgba\\(.*, 0\\))$/;
  const kinds = new Map();
  for (const element of document.querySelectorAll('body, body *')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const backs = [];
    for (let one = element; one; one = one.parentElement) {
      const {backgroundColor: back, backgroundImage: image, opacity} = getComputedStyle(one);
      if (!clear.test(back) || image !== 'none' || opacity !== '1') backs.push([back, image, opacity]);
      if (/^rgb\\(/.test(back)) break;
    }
    const around = element.tagName === 'A' ? getComputedStyle(element.parentElement).color : '';
    const kind = JSON.stringify([element.tagName, String(element.className), style.color, style.fontSize, style.fontWeight,
      style.textShadow, style.textDecorationLine, around, backs]);
    if (!kinds.has(kind) && !seen.includes(kind)) kinds.set(kind, element);
  }
  const include = [...kinds.values()];
  if (!include.length) return [[], []];
  const exclude = include.flatMap((element) => [...element.children]).filter((child) => !include.includes(child));
  const context = exclude.length ? {include, exclude} : {include};
  return [REPORT(await axe.run(context, {resultTypes: ['violations'], runOnly: colour})), [...kinds.keys()]];
}"""

REPORT = """((result) => result.violations.flatMap(({id, nodes}) => nodes.map((node) =>
  [id, node.target.join(' '), node.html.slice(0, 200), node.failureSummary.replace(/\\s+/g, ' ')].join(' | '))))"""


WORN = "(scheme) => [scheme, undefined].includes(document.documentElement.dataset.mdColorScheme)"
"""Whether the page wears a scheme; it hears of a new one a moment after the browser. A page without schemes wears any."""


@dataclass
class Checker:
    """A browser page with axe-core in it. Kinds of coloured text it has found good are not measured again."""

    page: Page
    kinds: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.add_init_script(AXE_SCRIPT)

    def faults(self) -> list[str]:
        """Return what is wrong with the page as it stands now: every rule, and the colours of both schemes."""
        found = self._run(FULL, COLOUR)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.wait_for_function(WORN, arg={"light": "default", "dark": "slate"}[scheme])
            wrong, kinds = self._run(TINTS, [COLOUR, sorted(self.kinds)])
            found += [f"{scheme}: {fault}" for fault in wrong]
            if not wrong:
                self.kinds.update(kinds)
        return found

    def _run(self, script: str, argument: object) -> Any:
        return self.page.evaluate(script.replace("REPORT", REPORT), argument)
