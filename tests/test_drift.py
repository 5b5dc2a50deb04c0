"""Translations that fall behind: which changes of the Chinese count, what the command writes, what readers and editors are told."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aeosite.basics.cache import Cache
from aeosite.basics.marks import mark_of
from aeosite.cli import main
from aeosite.compose.article import compose
from aeosite.editing.stamp import NothingThere, Target, in_stamps, merged, stamped, targets
from aeosite.editing.status import status_of, to_json, to_text
from aeosite.guide.drift import BEHIND, CURRENT, UNSEEN, pages_behind, records_behind, sections, texts
from aeosite.guide.freshness import later, page_due, record_due
from aeosite.guide.guide import Guide
from aeosite.model.help import Question, Statistic
from aeosite.model.records import CriteriaTable, Measure, Partner
from aeosite.read.load import load
from aeosite.read.parts import marks_of, parts_of
from aeosite.rules import check
from project import AS_OF, ROOT, break_project, guide_of, press_of

LOOKED = date(2026, 5, 20)
EVERYTHING = [Target("docs")]

SAME = [
    ("第八条，申请。", "第八条， 申请 。"),
    ("第八条，申请。", "第八条,申请."),
    ("满足３项", "满足3项"),
    ("“海关”、企业", '"海关",企业'),
    ("一行\n两行", "一行两行"),
]

DIFFERENT = [("不得申请。", "得申请。"), ("3项", "4项"), ("海关，企业", "海关。企业"), ("AEO", "AEOs")]

COUNTS_NOT = [
    ("# 伙伴 {#top}", "#   伙伴 {#top}"),
    ("{{ partners status=in-force }}", "{{ partners }}"),
    ("](library.md#order-1)", "](library.md)"),
]
"""Changes of the page of partners that leave every word as it was."""


@pytest.fixture
def looked_at(mini: Path) -> Path:
    """The miniature project, all of it stamped."""
    write(mini, stamped(load(mini), mini, EVERYTHING, LOOKED))
    return mini


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).write_bytes(text.encode())


def change(root: Path, path: str, old: str, new: str) -> None:
    break_project(root, {"edit": {path: [{"from": old, "to": new}]}})


def section_states(root: Path, path: str) -> dict[str, str]:
    content = load(root)
    return {id_: one.state for id_, one in sections(content, content.pages["en"][path]).items()}


def text_states(root: Path, id_: str) -> dict[str, str]:
    content = load(root)
    found = texts(content.get(Partner, id_), content.stamps_of("partners", id_), "en")
    return {text.name: standing.state for text, standing in found}


# What counts as a change


@pytest.mark.parametrize(("one", "other"), SAME)
def test_blanks_and_the_width_of_punctuation_do_not_count(one: str, other: str) -> None:
    assert mark_of(one) == mark_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_any_other_change_counts(one: str, other: str) -> None:
    assert mark_of(one) != mark_of(other)


def test_a_word_put_into_any_section_of_the_guide_changes_that_section_alone() -> None:
    pages = load(ROOT).pages["zh"]
    for page in pages.values():
        before = dict(marks_of(page))
        for part in parts_of(page):
            rows = page.body.split("\n")
            at = part.line - page.body_line
            changed = replace(page, body="\n".join([*rows[: at + 1], "改了", *rows[at + 1 :]]))
            headings = [
                replace(one, place=replace(one.place, line=one.place.line + (one.place.line > part.line)))
                for one in page.headings
            ]
            after = dict(marks_of(replace(changed, headings=tuple(headings))))
            assert [id_ for id_ in before if before[id_] != after[id_]] == [part.id], f"{page.file}#{part.id}"


def test_blanks_put_into_the_pages_of_the_guide_change_nothing() -> None:
    for page in load(ROOT).pages["zh"].values():
        assert marks_of(replace(page, body=page.body.replace("，", "， "))) == marks_of(page)


# What the command writes


def test_nothing_but_stamps_is_written(mini: Path) -> None:
    content = load(mini)
    before = {page.file: (mini / page.file).read_text("utf-8") for page in content.pages["en"].values()}
    found = stamped(content, mini, EVERYTHING, LOOKED)
    for path, old in before.items():
        rows = found[path].split("\n")
        first, last = rows.index("made_from:"), rows.index("---", 1)
        assert "\n".join([*rows[:first], *rows[last:]]) == old
    assert set(found) == {*before, *(path for path in found if path.endswith("/_stamps.yml"))}


def test_what_was_stamped_passes_the_gate_and_is_current(looked_at: Path) -> None:
    assert check(guide_of(looked_at)) == []
    status = status_of(guide_of(looked_at))
    assert set(status.languages["en"].sections) == set(status.languages["en"].texts) == {CURRENT}
    assert stamped(load(looked_at), looked_at, EVERYTHING, date(2026, 6, 1)) == {}


def test_what_is_current_keeps_its_day_unless_asked(looked_at: Path) -> None:
    change(looked_at, "docs/zh/service.md", "## 名录", "## 海关名录")
    again = date(2026, 6, 1)
    (text,) = stamped(load(looked_at), looked_at, EVERYTHING, again).values()
    assert text.count(" 2026-06-01\n") == 1
    assert text.count(" 2026-05-20\n") == len(section_states(looked_at, "service.md")) - 1
    everything = stamped(load(looked_at), looked_at, EVERYTHING, again, again=True)
    assert not any(" 2026-05-20\n" in one for one in everything.values())


def test_a_part_can_be_stamped_alone(mini: Path) -> None:
    found = stamped(
        load(mini), mini, [Target("docs/zh/service.md", "events"), Target("docs/records/partners/sg.yml", "code_in")], LOOKED
    )
    assert sorted(found) == ["docs/en/service.md", "docs/records/partners/_stamps.yml"]
    assert found["docs/en/service.md"].split("made_from:\n")[1].split("\n---")[0].split(":")[0] == "  events"
    names = [row.split(":")[0].strip() for row in found["docs/records/partners/_stamps.yml"].splitlines() if row.startswith("  ")]
    assert names == ["code_in.description.en", "code_in.note.en"]


def test_comments_order_and_line_ends_stay(mini: Path) -> None:
    path = mini / "docs/en/library.md"
    own = "made_from:\n  # looked at by two\n  instruments: 00000000 2026-01-01   \n  gone: 00000000 2026-01-01\n# about the page\nhide:"
    text = path.read_text("utf-8").replace("reviewed_on:", f"{own} [toc]\nreviewed_on:", 1).replace("\n", "\r\n")
    path.write_bytes(text.encode())
    found = stamped(load(mini), mini, [Target("docs/en/library.md")], LOOKED)["docs/en/library.md"]
    rows = found.split("\r\n")
    assert "\n" not in found.replace("\r\n", "")
    block = rows[rows.index("made_from:") : rows.index("# about the page")]
    assert [row.split(":")[0] for row in block] == [
        "made_from",
        "  top",
        "  # looked at by two",
        "  instruments",
        *[row.split(":")[0] for row in block[4:]],
    ]
    assert not any(row.startswith("  gone") for row in rows)
    assert [row for row in rows if row not in block] == [row for row in text.split("\r\n") if row not in own.split("\n")[:4]]


def test_rows_are_merged_where_they_stand() -> None:
    rows = ["  # one", "  b: 1", "  gone: 0", "  c: 1"]
    assert merged(rows, {"a": "2", "b": "1", "c": "2", "d": "2"}) == ["  a: 2", "  # one", "  b: 1", "  c: 2", "  d: 2"]


def test_records_are_put_in_by_id_and_taken_out_when_gone() -> None:
    text = "# head\nb:\n  name.en: 1\n"
    found = in_stamps(text, {"a": {"name.en": "2"}, "c": {"name.en": "2"}, "b": {}})
    assert found == "# head\na:\n  name.en: 2\nc:\n  name.en: 2\n"


@pytest.mark.parametrize("name", ["docs/en/nowhere.md", "../elsewhere", "docs/en/library.md#nowhere", "docs/assets"])
def test_what_is_not_there_cannot_be_stamped(mini: Path, name: str) -> None:
    with pytest.raises(NothingThere):
        stamped(load(mini), mini, targets(mini, [name], mini), LOOKED)


def test_the_command_writes_the_day_it_is_given(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stamp", "--root", str(mini), "--all", "--on", "2026-05-21"]) == 0
    assert "made_from:\n  top: " in (mini / "docs/en/service.md").read_text("utf-8")
    assert "2026-05-21" in (mini / "docs/records/partners/_stamps.yml").read_text("utf-8")
    assert "✓ docs/en/service.md" in capsys.readouterr().err


# What falls behind


def test_a_changed_section_is_behind_and_no_other(looked_at: Path) -> None:
    change(looked_at, "docs/zh/service.md", "## 名录", "## 海关名录")
    states = section_states(looked_at, "service.md")
    assert [id_ for id_, state in states.items() if state != CURRENT] == ["directory"]
    assert states["directory"] == BEHIND
    assert pages_behind(load(looked_at), "en") == 1


def test_a_new_section_was_never_looked_at(looked_at: Path) -> None:
    for language in ("zh", "en"):
        path = looked_at / "docs" / language / "library.md"
        path.write_text(path.read_text("utf-8") + "\n## 新 new {#new}\n", encoding="utf-8")
    assert section_states(looked_at, "library.md")["new"] == UNSEEN


def test_a_changed_text_is_behind_and_no_other(looked_at: Path) -> None:
    change(looked_at, "docs/records/partners/sg.yml", "SG加12位编码", "SG加12位的编码")
    assert [name for name, state in text_states(looked_at, "sg").items() if state == BEHIND] == ["code_in.description.en"]
    assert records_behind(load(looked_at), "en") == 1


def test_an_entry_put_into_a_list_leaves_those_below_it_current(looked_at: Path) -> None:
    new = "conditions:\n  - zh: 新的条件。\n    en: A new condition.\n"
    change(looked_at, "docs/records/measures/fewer-checks.yml", "conditions:\n", new)
    content = load(looked_at)
    found = texts(content.get(Measure, "fewer-checks"), content.stamps_of("measures", "fewer-checks"), "en")
    assert {text.name: one.state for text, one in found if one.state != CURRENT} == {"conditions.1.en": BEHIND}


def test_the_gate_passes_what_is_behind(looked_at: Path) -> None:
    change(looked_at, "docs/zh/service.md", "## 名录", "## 海关名录")
    assert check(guide_of(looked_at)) == []


# What readers are told


def html_of(root: Path, language: str, path: str) -> str:
    guide = guide_of(root)
    return compose(guide, guide.content.pages[language][path], press_of()).html


def test_readers_are_told_at_the_section_with_the_day(looked_at: Path) -> None:
    change(looked_at, "docs/zh/service.md", "## 名录", "## 海关名录")
    html = html_of(looked_at, "en", "service.md")
    heading = html.index('<h2 id="directory">')
    told = html.index(
        "The Chinese text of this section changed after this translation was checked on 20 May 2026. The Chinese is newer."
    )
    assert heading < told < html.index("<h2 ", heading + 1)
    assert 'href="../service.html#directory" hreflang="zh"' in html
    assert html.count('class="admonition info newer"') == 1
    assert "newer" not in html_of(looked_at, "zh", "service.md")


def test_readers_are_told_in_the_card_of_a_record(looked_at: Path) -> None:
    change(looked_at, "docs/records/partners/sg.yml", "SG加12位编码", "SG加12位的编码")
    html = html_of(looked_at, "en", "partners.md")
    told = html.index("The Chinese text of this entry changed after this translation was checked on 20 May 2026.")
    assert html.index('id="sg"') < told < html.index("</details>", html.index('id="sg"'))
    assert html.count('class="aside newer"') == 1


@pytest.mark.parametrize("path", ["service.md", "partners.md", "criteria.md"])
def test_nothing_is_told_where_nothing_is_behind(looked_at: Path, path: str) -> None:
    assert "newer" not in html_of(looked_at, "en", path)


def test_a_clause_is_told_to_be_behind_where_it_stands(looked_at: Path) -> None:
    table = load(looked_at).get(CriteriaTable, "adv26-financial")
    clause = table.items[0].clauses[0]
    change(looked_at, "docs/records/criteria/adv26-financial.yml", f"zh: {clause.text.zh}\n", f"zh: {clause.text.zh}改了\n")
    html = html_of(looked_at, "en", "criteria.md")
    at = html.index(f'<li class="clause" id="{clause.id}">')
    assert at < html.index('class="aside newer"') < html.index('class="cite-button', at)
    assert html.count('class="aside newer"') == 1


# What editors are told


def test_status_lists_what_is_behind_with_its_place(looked_at: Path) -> None:
    change(looked_at, "docs/zh/service.md", "## 名录", "## 海关名录")
    change(looked_at, "docs/records/partners/sg.yml", "SG加12位编码", "SG加12位的编码")
    told = to_text(status_of(guide_of(looked_at)))
    assert "docs/en/service.md:" in told
    assert "#directory  2026-05-20" in told
    assert "code_in.description.en  2026-05-20" in told
    rows = json.loads(to_json(status_of(guide_of(looked_at))))["languages"]["en"]
    assert [row["name"] for row in rows["behind"]] == ["#directory", "code_in.description.en"]
    line = (looked_at / "docs/en/service.md").read_text("utf-8").split("\n").index("## Directory {#directory}") + 1
    assert rows["behind"][0] == {"path": "docs/en/service.md", "line": line, "name": "#directory", "day": "2026-05-20"}
    assert (rows["sections"]["behind"], rows["texts"]["behind"], rows["sections"]["missing"]) == (1, 1, 0)


def test_the_check_counts_what_is_behind(looked_at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "--root", str(looked_at), "--edition", str(AS_OF)]
    assert main(arguments) == 0
    assert "aeosite status" not in capsys.readouterr().err
    change(looked_at, "docs/records/partners/sg.yml", "SG加12位编码", "SG加12位的编码")
    assert main(arguments) == 0
    assert "1 translations are behind the Chinese" in capsys.readouterr().err


def test_stamping_a_record_changes_the_pages_that_show_it_and_only_those(looked_at: Path, tmp_path: Path) -> None:
    from aeosite.compose.book import make_book
    from aeosite.read.settings import read_settings
    from aeosite.rules import page_checks

    def bodies(cache: Cache) -> dict[tuple[str, str], str]:
        guide = guide_of(looked_at)
        book = make_book(guide, read_settings(looked_at, {}), page_checks(guide), cache=cache)
        return {(one.language, one.path): one.body for one in book.all()}

    cache = Cache(tmp_path / "cache", "code")
    before = bodies(cache)
    change(
        looked_at,
        "docs/records/partners/_stamps.yml",
        "  code_in.description.en: " + str(load(looked_at).stamps_of("partners", "sg")["code_in.description.en"]),
        "  code_in.description.en: 00000000 2026-05-01",
    )
    after = bodies(cache)
    assert {page for page in before if before[page] != after[page]} == {("en", "partners.md")}
    assert after == bodies(Cache(None))


# When something is to be looked at again

MONTHS = [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2026, 11, 28), 2, date(2027, 1, 28)),
    (date(2026, 5, 8), 12, date(2027, 5, 8)),
    (date(2026, 12, 1), 24, date(2028, 12, 1)),
]


@pytest.mark.parametrize(("day", "months", "due"), MONTHS)
def test_months_are_counted_by_the_calendar(day: date, months: int, due: date) -> None:
    assert later(day, months) == due


@pytest.fixture
def reviewed(mini: Path) -> Path:
    """The miniature project with months for some kinds."""
    (mini / "docs/records/_review.yml").write_text("pages: 12\npartners: 6\nstatistics: 12\ninstruments: 12\n", encoding="utf-8")
    return mini


def as_of(root: Path, day: date) -> Guide:
    return Guide(load(root), day)


def test_pages_are_due_by_their_kind_or_by_what_they_say(reviewed: Path) -> None:
    guide = as_of(reviewed, AS_OF)
    outline = guide.content.outline("zh", "library.md")
    assert outline.front
    assert page_due(guide, outline) == later(outline.front.reviewed_on, 12)
    change(reviewed, "docs/*/library.md", "reviewed_on:", "review_every: 3\nreviewed_on:")
    guide = as_of(reviewed, AS_OF)
    assert page_due(guide, guide.content.outline("zh", "library.md")) == later(outline.front.reviewed_on, 3)
    assert page_due(guide, guide.content.outline("zh", "history.md")) is None


def test_records_are_due_by_their_kind_and_history_never(reviewed: Path) -> None:
    guide = as_of(reviewed, date(2027, 6, 1))
    partner = guide.content.find(Partner, "sg")
    question = next(iter(guide.content.all(Question)))
    assert partner
    assert record_due(guide, partner) == date(2026, 11, 1)
    assert record_due(guide, question) is None
    due = {item.name for item in status_of(guide).due}
    assert "sg" in due
    assert "order-1" not in due, "repealed"
    assert "order-2" in due


def test_nothing_is_due_before_its_day(reviewed: Path) -> None:
    assert [item.name for item in status_of(as_of(reviewed, date(2026, 10, 31))).due] == []
    assert "sg" in [item.name for item in status_of(as_of(reviewed, date(2026, 11, 1))).due]


def test_an_old_figure_is_marked_until_there_is_a_newer_one(reviewed: Path) -> None:
    def marked(day: date) -> list[str]:
        guide = as_of(reviewed, day)
        html = compose(guide, guide.content.pages["en"]["answers.md"], press_of()).html
        cards = re.findall(r'<details class="record statistic" id="([^"]*)">(.*?)</details>', html, re.S)
        assert {id_ for id_, _ in cards} == {record.id for record in guide.content.all(Statistic)}
        return [id_ for id_, card in cards if "more than 12 months old" in card]

    assert marked(date(2026, 12, 31)) == []
    assert marked(date(2027, 1, 1)) == ["aeo-2025"]
    assert [item.name for item in status_of(as_of(reviewed, date(2027, 1, 1))).old] == ["aeo-2025"]
