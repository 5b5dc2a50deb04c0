"""From a matter to a public answer: by an editor's hand alone, through states that only go forward; and what waits too long."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from aeosite import cli
from aeosite.guide.directives import RECORD_DIRECTIVES
from aeosite.guide.offers import offered
from aeosite.guide.picks.replies import by_audience, by_district, replies, standing
from aeosite.model.help import Reply, Survey
from aeosite.outlets.data.sheets import sheets
from aeosite.read.settings import BadSettings, read_settings
from aeosite.voice.answers import Desk, NotDone, Wording, answer, check, decline, merge, new_question
from aeosite.voice.command import asked_by_id, overdue
from aeosite.voice.files import heard_in
from aeosite.voice.intake import take_in
from aeosite.voice.matter import Matter, matters_in
from aeosite.voice.propose import Finder
from aeosite.voice.survey import Answers, header_of, summary, told
from letters import as_json, as_text, letters
from project import guide_of, problems_of

TODAY = date(2026, 11, 28)


@pytest.fixture
def desk(mini: Path) -> Desk:
    """The desk of a small project with four matters in its inbox."""
    path = mini / "m.json"
    said = [
        as_json(replace(letter, text=letter.text.replace("\n", " "), page="partners.html", anchor="sg"))
        for letter in letters(4, seed=5)
    ]
    path.write_text(json.dumps(said), encoding="utf-8")
    desk = Desk(mini, mini / "feedback", guide_of(mini), TODAY)
    take_in(heard_in(path), desk.folder, mini, TODAY - timedelta(days=10), Finder(desk.guide).proposals)
    return desk


def ids(desk: Desk) -> list[str]:
    return [str(one.id) for one in desk.everything() if isinstance(one, Matter)]


def code_of(raised: pytest.ExceptionInfo[NotDone]) -> str:
    return raised.value.problem.code


BOTH = {"zh": "写明了吗？", "en": "Is it said?"}
WHOLE = Wording(question=BOTH, answer={"zh": "写明了。", "en": "It is."})


def test_a_draft_holds_nothing_of_the_reader_and_is_refused_until_an_editor_has_written_it(desk: Desk) -> None:
    id_ = ids(desk)[0]
    path, whole = answer(desk, id_, Wording())
    text = path.read_text(encoding="utf-8")
    assert not whole
    assert desk.matter(id_).text.split("，")[0] not in text
    assert {problem.code for problem in problems_of(desk.root)} >= {"text-missing"}
    assert all(problem.place.path == path.relative_to(desk.root).as_posix() for problem in problems_of(desk.root))


def test_a_whole_answer_passes_the_gate_and_stands_on_the_page(desk: Desk) -> None:
    path, whole = answer(desk, ids(desk)[0], replace(WHOLE, name="said-or-not", audiences=["aeo"], district="nanjing"))
    assert whole
    assert problems_of(desk.root) == []
    record = guide_of(desk.root).content.get(Reply, "said-or-not")
    assert (record.state, record.replied, record.received, record.asked) == ("answered", TODAY, TODAY - timedelta(days=10), 1)
    assert (record.pages, record.audiences, record.district) == (["partners.md"], ["aeo"], "nanjing")
    assert (desk.matter(ids(desk)[0]).state, desk.matter(ids(desk)[0]).reply) == ("answered", "said-or-not")
    assert path.name == "said-or-not.yml"


def test_an_editors_words_are_quoted_whatever_they_are(desk: Desk) -> None:
    hard = {"zh": 'a: "b" # 不是注释 {x}: - &c', "en": "yes"}
    path, _ = answer(desk, ids(desk)[0], replace(WHOLE, question=hard))
    assert guide_of(desk.root).content.get(Reply, path.stem).question.zh == hard["zh"]


@pytest.mark.parametrize("state", ["received", "being-checked", "not-possible", "changed"])
def test_every_state_has_the_fields_the_rules_ask_for(desk: Desk, state: str) -> None:
    desk = replace(desk, today=date(2026, 12, 1))
    path, _ = answer(desk, ids(desk)[0], replace(WHOLE, state=state, changed=["later"] if state == "changed" else []))  # type: ignore[arg-type]
    update = desk.root / "docs/records/updates/2026-05-20-codes.yml"
    (update.parent / "later.yml").write_text(
        update.read_text(encoding="utf-8").replace("2026-05-20-codes", "later").replace("2026-05-20", "2026-11-30"),
        encoding="utf-8",
    )
    assert problems_of(desk.root) == []
    assert guide_of(desk.root).content.get(Reply, path.stem).state == state


def test_an_answer_given_twice_keeps_what_the_editor_wrote(desk: Desk) -> None:
    path, _ = answer(desk, ids(desk)[0], WHOLE)
    path.write_text(path.read_text(encoding="utf-8").replace("写明了。", "已经写明。"), encoding="utf-8")
    assert answer(desk, ids(desk)[0], replace(WHOLE, name="other"))[0] == path
    assert "已经写明。" in path.read_text(encoding="utf-8")


def test_matters_that_ask_the_same_count_together(desk: Desk) -> None:
    one, two, three, four = ids(desk)
    merge(desk, two, [three])
    merge(desk, one, [two])
    assert [(desk.matter(id_).state, desk.matter(id_).merged) for id_ in (two, three, four)] == [
        ("merged", one),
        ("merged", one),
        ("received", None),
    ]
    assert desk.asked(desk.matter(one)) == 3
    assert asked_by_id(one for one in desk.everything() if isinstance(one, Matter))[one] == 3
    path, _ = answer(desk, one, WHOLE)
    assert "asked: 3\n" in path.read_text(encoding="utf-8")


def test_what_cannot_be_done_is_refused_and_changes_nothing(desk: Desk) -> None:
    one, two, three, _ = ids(desk)
    decline(desk, three, "广告")
    before = {id_: desk.matter(id_) for id_ in ids(desk)}
    for attempt, code in (
        (lambda: merge(desk, one, [one]), "feedback-merge"),
        (lambda: merge(desk, one, [three]), "feedback-state"),
        (lambda: decline(desk, two, "  "), "feedback-why"),
        (lambda: decline(desk, three, "again"), "feedback-state"),
        (lambda: check(desk, three), "feedback-state"),
        (lambda: answer(desk, three, WHOLE), "feedback-state"),
        (lambda: desk.matter("nothing"), "feedback-id"),
        (lambda: desk.matter(""), "feedback-id"),
        (lambda: new_question(desk, one, "which-code"), "feedback-name"),
        (lambda: new_question(desk, one, "../../x"), "feedback-name"),
        (lambda: answer(desk, one, replace(WHOLE, name="a/b")), "feedback-name"),
        (lambda: answer(desk, one, replace(WHOLE, name="fees")), "feedback-name"),
    ):
        with pytest.raises(NotDone) as raised:
            attempt()
        assert code_of(raised) == code
    assert {id_: desk.matter(id_) for id_ in ids(desk)} == before


@pytest.mark.parametrize("id_", ["../taken", "..", "/etc/passwd", "*", "a b", "\x1b[31m", "%2e%2e", "a" * 500])
def test_a_name_leads_nowhere_but_into_the_inbox(desk: Desk, id_: str) -> None:
    with pytest.raises(NotDone) as raised:
        desk.matter(id_)
    assert code_of(raised) == "feedback-id"
    assert "\x1b" not in str(raised.value)


def test_the_beginning_of_a_name_is_enough_where_it_is_the_only_one(desk: Desk) -> None:
    whole = ids(desk)[0]
    assert desk.matter(whole[:8]).id == whole
    (desk.folder / "inbox" / f"{whole[:8]}zzzz.yml").write_text("x", encoding="utf-8")
    with pytest.raises(NotDone):
        desk.matter(whole[:8])


def test_a_matter_that_somebody_broke_is_reported_with_its_line(desk: Desk) -> None:
    path = desk.folder / "inbox" / f"{ids(desk)[0]}.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("state: received", "state: finished"), encoding="utf-8")
    problems = [one for one in desk.everything() if not isinstance(one, Matter)]
    assert [(str(problem.place), problem.code) for problem in problems] == [
        (f"feedback/inbox/{path.stem}.yml:2:8", "field-shape")
    ]


def test_a_draft_of_a_question_asks_the_editor_for_its_words(desk: Desk) -> None:
    path = new_question(desk, ids(desk)[0], "is-it-said")
    assert "asked: 1\n" in path.read_text(encoding="utf-8")
    codes = {problem.code for problem in problems_of(desk.root)}
    assert "text-missing" in codes
    assert not codes & {"field-unknown", "field-missing"}


def test_more_of_the_same_is_added_to_a_matter_that_was_answered(desk: Desk) -> None:
    answer(desk, ids(desk)[0], WHOLE)
    before = desk.matter(ids(desk)[0])
    (desk.root / "again.json").write_text(
        (desk.root / "m.json").read_text(encoding="utf-8").replace("[", "[", 1), encoding="utf-8"
    )
    (desk.root / "mail.eml").write_bytes(b"")
    said = json.loads((desk.root / "m.json").read_text(encoding="utf-8"))
    (desk.root / "twice.json").write_text(json.dumps([*said, *said]), encoding="utf-8")
    take_in(heard_in(desk.root / "twice.json"), desk.folder, desk.root, TODAY, Finder(desk.guide).proposals)
    after = desk.matter(ids(desk)[0])
    assert (after.state, after.reply, after.count, after.latest) == (before.state, before.reply, 2, TODAY)


# What waits


@pytest.mark.parametrize(("promise", "days", "late"), [(None, 999, False), (10, 10, False), (10, 11, True), (1, 2, True)])
def test_what_waits_longer_than_was_promised_is_overdue(desk: Desk, promise: int | None, days: int, late: bool) -> None:
    matter = desk.matter(ids(desk)[0])
    today = matter.received + timedelta(days=days)
    assert (overdue([matter], promise, today) == [matter]) is late
    assert overdue([matter.model_copy(update={"state": "answered"})], promise, today) == []


@pytest.mark.parametrize(
    ("line", "promise", "folder"),
    [
        ("", None, "feedback"),
        ("  feedback_promise_days: 20\n", 20, "feedback"),
        ("  feedback_folder: kept/in\n", None, "kept/in"),
    ],
)
def test_the_promise_and_the_folder_are_settings(mini: Path, line: str, promise: int | None, folder: str) -> None:
    add_setting(mini, line)
    settings = read_settings(mini, {})
    assert (settings.promise, settings.feedback) == (promise, folder)


@pytest.mark.parametrize(
    "line",
    [
        "feedback_promise_days: soon",
        "feedback_promise_days: 0",
        "feedback_promise_days: yes",
        "feedback_folder: docs/x",
        "feedback_folder: ../x",
        "feedback_folder: /x",
    ],
)
def test_a_setting_that_cannot_be_is_refused(mini: Path, line: str) -> None:
    add_setting(mini, f"  {line}\n")
    with pytest.raises(BadSettings):
        read_settings(mini, {})


def add_setting(root: Path, line: str) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("extra:\n", f"extra:\n{line}", 1) if "\nextra:\n" in text else f"{text}\nextra:\n  generator: false\n{line}",
        encoding="utf-8",
    )


# The command


def run(root: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    action, *more = arguments
    status = cli.main(["feedback", action, "--root", str(root), "--edition", "2026-06-01", *more])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_command_takes_in_lists_and_answers(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mini / "a.txt").write_text(as_text(letters(1)[0]), encoding="utf-8")
    status, said = run(mini, "import", str(mini / "a.txt"), capsys=capsys)
    assert (status, "1 new" in said) == (0, True)
    (id_,) = [path.stem for path in (mini / "feedback" / "inbox").iterdir()]
    assert id_ in run(mini, "list", capsys=capsys)[1]
    assert run(mini, "list", "--overdue", capsys=capsys)[1].startswith("没有承诺")
    assert run(mini, "check", id_, capsys=capsys)[0] == 0
    assert "being-checked" in run(mini, "show", id_, capsys=capsys)[1]
    status, said = run(mini, "answer", id_, "--name", "done", capsys=capsys)
    assert (status, said.splitlines()[0]) == (0, "docs/records/replies/done.yml")
    assert run(mini, "list", capsys=capsys)[1].startswith("0 ")
    assert run(mini, "faq", id_, "--name", "new", capsys=capsys)[1].startswith("docs/records/faq/new.yml")
    assert run(mini, "merge", id_, id_, capsys=capsys)[0] == 2


def test_the_command_says_what_it_could_not_read_and_takes_in_the_rest(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mini / "a.json").write_text(json.dumps([as_json(letters(1)[0]), {"x": "\x1b[31m13800138000"}]), encoding="utf-8")
    status, said = run(mini, "import", str(mini / "a.json"), str(mini / "none"), capsys=capsys)
    assert status == 1
    assert "[feedback-object]" in said
    assert "[feedback-file]" in said
    assert "1 new" in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert "13800138000" not in said


# Replies on the page


def test_the_counts_of_replies_are_worked_out() -> None:
    guide = guide_of()
    found = replies(guide)
    assert [record.id for record in found] == ["fees", "codes-changed", "how-long", "map"]
    every = standing(found)
    assert (every.count, every.asked, every.closed, every.changed, every.days) == (4, 7, 3, 1, 2)
    assert [(audience, one.count, one.days) for audience, one in by_audience(guide, found)] == [
        ("all", 2, 2),
        ("sme", 2, 2),
        ("aeo", 1, 5),
    ]
    assert [(district, one.count) for district, one in by_district(found)] == [("nanjing", 1)]
    assert standing([]).days is None


def test_a_page_of_replies_may_be_empty_and_no_other_list() -> None:
    assert [name for name, spec in RECORD_DIRECTIVES.items() if spec.may_be_empty] == ["replies"]


# Questionnaires


def filled(root: Path, suffix: str) -> Path:
    from xlsxwriter import Workbook

    survey = guide_of().content.get(Survey, "class")
    rows = [
        header_of(survey, "zh"),
        ["class", "2026-11-27", "南京海关", "中小企业", "3", "有", "1", "要多久？请打13800138000", ""],
        ["class", "2026-11-27", "", "", "2", "2", "", "", "第三行写错了"],
        ["class", "2026-11-28", "", "", "1", "1", "1", "要多久？请打13900139000", ""],
        ["class", "", "", "", "", "", "", "", ""],
        ["class", "2026-11-28", "", "", "9", "x", "", "", ""],
        ["", "", "", "", "1", "", "", "", ""],
    ]
    path = root / f"sheet.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        with Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(number, column, float(cell) if cell.isdigit() else cell)
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_sheet_of_a_questionnaire_is_summed_up_for_the_trainer(tmp_path: Path, suffix: str) -> None:
    heard = list(heard_in(filled(tmp_path, suffix)))
    survey = guide_of().content.get(Survey, "class")
    said = told(survey, [one for one in heard if isinstance(one, Answers)])
    assert said.sheets == 4
    assert {number: dict(counts) for number, counts in said.choices.items()} == {
        1: {1: 1, 2: 1, 3: 1},
        2: {1: 2, 2: 1},
        3: {1: 2},
    }
    assert [problem.place.line for problem in said.wrong] == [6, 6]
    text = summary(survey, said, "en")
    assert "median 2, mean 2.0 / 3" in text
    assert "Clear: 1 (33%)" in text
    assert "×2" in text
    assert "13800138000" not in text


def test_the_words_on_sheets_become_matters(tmp_path: Path) -> None:
    path = filled(tmp_path, "csv")
    taken = take_in(heard_in(path), tmp_path / "feedback", tmp_path, TODAY, Finder(guide_of()).proposals)
    found = [one for one in matters_in(tmp_path / "feedback", tmp_path) if isinstance(one, Matter)]
    assert (taken.sheets, taken.messages, [problem.code for problem in taken.problems]) == (4, 3, ["feedback-survey"])
    assert sorted((one.kind, one.count) for one in found) == [("question", 2), ("wrong", 1)]


def test_the_sheets_that_are_published_are_read_back_as_empty(tmp_path: Path) -> None:
    for path, data in sheets(guide_of()).items():
        file = tmp_path / Path(path).name
        file.write_bytes(data)
        assert list(heard_in(file)) == []
    assert sheets(guide_of()) == sheets(guide_of())
    assert set(sheets(guide_of())) == {path for path in offered(guide_of()) if path.startswith("sheets/")}


def test_the_command_sums_up(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(mini, "summary", str(filled(mini, "csv")), "--language", "zh", capsys=capsys)
    assert status == 1
    assert "收回 4 份" in said
    assert "[feedback-answer]" in said
