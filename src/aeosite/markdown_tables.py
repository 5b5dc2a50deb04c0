"""A Python-Markdown extension: tables that editors write look like those made from records, and become cards on a phone."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class TableCards(Treeprocessor):
    """Give each table its class and each cell the words of its column, which a narrow screen shows in front of the cell."""

    def run(self, root: Element) -> None:
        """Mark every table below an element."""
        for table in root.iter("table"):
            table.set("class", "records plain")
            columns = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
            for heading in table.iterfind("thead/tr/th"):
                heading.set("scope", "col")
            for row in table.iterfind("tbody/tr"):
                for cell, label in zip(row, columns, strict=False):
                    cell.set("data-label", label)


class TableCardsExtension(Extension):
    """Registers :class:`TableCards` after inline text is parsed, so that a column's words are plain."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name Python-Markdown calls
        """Register with a converter."""
        md.treeprocessors.register(TableCards(md), "table-cards", 15)


def makeExtension(**settings: object) -> TableCardsExtension:  # noqa: N802 - the name Python-Markdown calls
    """Return the extension, as a name in ``markdown_extensions`` asks for it."""
    return TableCardsExtension(**settings)
