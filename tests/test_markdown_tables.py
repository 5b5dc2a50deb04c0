"""Tables that editors write get what a narrow screen needs to show them as cards."""

from bs4 import BeautifulSoup
from markdown import Markdown

TABLE = """| Ask yourself | Points to *certified* \\| [here](a.md) |
| --- | --- |
| Is profit steady? | no |
| Only one cell |
"""


def converted(text: str) -> BeautifulSoup:
    return BeautifulSoup(Markdown(extensions=["tables", "aeosite.markdown_tables"]).convert(text), "html.parser")


def test_each_cell_carries_the_words_of_its_column_without_markup() -> None:
    rows = converted(TABLE).select("tbody tr")
    labels = [[cell.get("data-label") for cell in row.select("td")] for row in rows]
    assert labels == [["Ask yourself", "Points to certified | here"]] * 2


def test_a_table_is_styled_as_those_of_records_and_its_headings_say_their_scope() -> None:
    html = converted(f"{TABLE}\n\nText.\n\n{TABLE}")
    assert [table["class"] for table in html.select("table")] == [["records", "plain"]] * 2
    assert {cell["scope"] for cell in html.select("th")} == {"col"}


def test_text_without_a_table_is_left_alone() -> None:
    assert str(converted("# A\n\nB | C")) == "<h1>A</h1>\n<p>B | C</p>"
