"""Keeping results changes how long a build takes and nothing else: whatever is kept, the output is that of a clean build, byte for byte."""

import hashlib
import os
import pickle
import random
import shutil
import sqlite3
import string
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from aeosite.basics.cache import FILE, FOLDER, GENERATIONS, Cache, cache_of, digest, saved
from aeosite.basics.problems import Refusal
from aeosite.compose import book as books
from aeosite.guide import reads
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Answers, noted, reads_of
from aeosite.outlets.publish import build
from aeosite.read.pages import Page
from aeosite.rules import CHECKS
from project import AS_OF, CHANNELS, SITE, guide_of, project_in, tree

# What is kept


@pytest.mark.parametrize("value", [1, "文", b"x", (1, "a"), {"a": [1]}, date(2026, 4, 1), frozenset({"a"})])
def test_a_value_comes_back_in_another_process_as_it_was(value: object, tmp_path: Path) -> None:
    with saved(Cache(tmp_path, "code")) as cache:
        cache.put("table", "key", value)
    assert Cache(tmp_path, "code").get("table", "key") == value


def test_a_text_comes_back_by_its_digest(tmp_path: Path) -> None:
    with saved(Cache(tmp_path, "code")) as cache:
        name = cache.keep("正文".encode())
    assert Cache(tmp_path, "other code").kept(name) == "正文".encode()
    assert Cache(tmp_path).has(name)
    assert not Cache(tmp_path).has(name, "0" * 64)


def test_texts_leave_the_memory_before_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeosite.basics.cache.PENDING", 1000)
    cache = Cache(tmp_path, "code")
    names = [cache.keep(f"text {number} ".encode() * 20) for number in range(20)]
    assert Cache(tmp_path).has(names[0])
    assert not Cache(tmp_path).has(names[-1])
    assert [cache.kept(name) for name in names] == [f"text {number} ".encode() * 20 for number in range(20)]
    cache.save()
    assert Cache(tmp_path).has(*names)


def test_texts_kept_apart_are_kept_where_they_are_taken(tmp_path: Path) -> None:
    worker, cache = Cache(tmp_path, "code"), Cache(tmp_path, "code")
    with worker.apart() as texts:
        name = worker.keep(b"text")
    assert (texts, worker.kept(name)) == ({name: b"text"}, None)
    cache.take(texts)
    assert cache.kept(name) == b"text"


@pytest.mark.parametrize("folder", [None, "a file"])
def test_texts_that_cannot_be_written_stay_in_memory(folder: str | None, tmp_path: Path) -> None:
    if folder:
        (tmp_path / folder).write_text("x", encoding="utf-8")
    cache = Cache(tmp_path / folder if folder else None)
    name = cache.keep(b"text")
    assert (cache.settle(), cache.kept(name)) == ({name: b"text"}, b"text")


def test_a_large_cache_keeps_what_another_process_wrote_for_this_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeosite.basics.cache.LARGEST", 10)
    other = Cache(tmp_path, "code")
    used, unused = other.keep(b"text in use"), other.keep(b"another text")
    other.settle()
    with saved(Cache(tmp_path, "code")) as cache:
        cache.use([used])
        cache.put("table", "key", 1)
    assert (Cache(tmp_path).kept(used), Cache(tmp_path).kept(unused)) == (b"text in use", None)


def test_results_of_other_code_are_not_there(tmp_path: Path) -> None:
    with saved(Cache(tmp_path, "code")) as cache:
        cache.put("table", "key", 1)
    assert Cache(tmp_path, "other code").get("table", "key") is None


def test_what_no_build_asks_for_goes_after_some_builds(tmp_path: Path) -> None:
    with saved(Cache(tmp_path, "code")) as cache:
        cache.put("table", "old", 1)
    for number in range(GENERATIONS + 1):
        with saved(Cache(tmp_path, "code")) as cache:
            for key in map(str, range(100)):
                cache.put("table", key, number)
    assert Cache(tmp_path, "code").get("table", "old") is None
    assert Cache(tmp_path, "code").get("table", "7") == GENERATIONS


def test_a_digest_tells_lists_of_parts_apart() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("ab", "c", "")}) == 4


class Runs:
    """Something that runs a command when it is read back."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch ran",)


@pytest.mark.parametrize("made", [Runs(), [Runs()], {"a": Path("x")}])
def test_a_cache_slipped_in_runs_nothing(made: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with saved(Cache(tmp_path, "code")) as cache:
        cache.put("table", "key", 1)
    data = pickle.dumps({"key": [0, made]})
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE tables SET data = ?, digest = ?", (data, hashlib.sha256(data).digest()))
    assert Cache(tmp_path, "code").get("table", "key") is None
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_costs_results_and_is_never_believed(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    with saved(Cache(tmp_path, "code")) as cache:
        for number in range(50):
            cache.put("table", str(number), f"value {number}")
        names = [cache.keep(f"text {number}".encode() * 30) for number in range(50)]
    data = bytearray((tmp_path / FILE).read_bytes())
    for _ in range(dice.choice([1, 1, 10, 1000])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    (tmp_path / FILE).write_bytes(data[: dice.choice([len(data), len(data), dice.randrange(len(data))])])
    with saved(Cache(tmp_path, "code")) as cache:
        assert all(cache.get("table", str(number)) in (None, f"value {number}") for number in range(50))
        assert all(cache.kept(name) in (None, f"text {number}".encode() * 30) for number, name in enumerate(names))
        cache.put("table", "new", 1)
    again = Cache(tmp_path, "code")
    assert again.get("table", "new") in (None, 1)


@pytest.mark.parametrize("where", ["a file", "a folder that cannot be written", "a folder in place of the file"])
def test_where_nothing_can_be_kept_the_work_is_done_all_the_same(where: str, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    if where == "a file":
        folder.write_text("x", encoding="utf-8")
    elif where == "a folder in place of the file":
        (folder / FILE).mkdir(parents=True)
    else:
        folder.mkdir()
        folder.chmod(0o500)
    with saved(Cache(folder, "code")) as cache:
        cache.put("table", "key", 1)
        name = cache.keep(b"text")
        assert (cache.get("table", "key"), cache.kept(name)) == (1, b"text")


def test_two_builds_at_once_leave_a_whole_cache(tmp_path: Path) -> None:
    one, other = Cache(tmp_path, "code"), Cache(tmp_path, "code")
    one.put("table", "a", 1)
    other.put("table", "b", 2)
    one.save()
    other.save()
    assert {Cache(tmp_path, "code").get("table", "a"), Cache(tmp_path, "code").get("table", "b")} <= {1, 2, None}
    assert Cache(tmp_path, "code").get("table", "b") == 2


# What was asked


def test_every_rule_says_the_same_of_a_guide_that_notes() -> None:
    guide = guide_of(as_of=date(2027, 1, 1))
    for rule in CHECKS:
        assert list(rule(noted(guide, set()))) == list(rule(guide)), rule.__name__


def test_answers_hold_until_what_was_asked_changes(mini: Path) -> None:
    def ask(guide: Guide) -> None:
        guide.homes.get("order-2")
        assert "kz" in guide.content.ids("partners")

    asked: set[tuple[str, ...]] = set()
    guide = guide_of(mini)
    ask(noted(guide, asked))
    reads = reads_of(Answers(guide), asked)
    assert Answers(guide_of(mini)).hold(reads)
    page = mini / "docs" / "zh" / "steps" / "first.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n完。\n", encoding="utf-8")
    assert Answers(guide_of(mini)).hold(reads), "nobody asked for that page"
    record = mini / "docs" / "records" / "partners" / "kz.yml"
    record.write_text(record.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    assert Answers(guide_of(mini)).hold(reads), "the ids are the same"
    record.unlink()
    assert not Answers(guide_of(mini)).hold(reads)


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are composed from now on, in this process."""
    found: list[str] = []
    real = books.compose

    def compose(guide: Guide, page: Page, press: object) -> object:
        found.append(page.file)
        return real(guide, page, press)  # type: ignore[arg-type]

    monkeypatch.setattr(books, "compose", compose)
    monkeypatch.setattr(reads, "SHARED", 1000)
    return found


EVERYTHING = (*CHANNELS, *SITE)


def published(root: Path, as_of: date = AS_OF) -> None:
    """Build a project as the command does, with its cache."""
    with saved(cache_of(root)) as cache:
        build(root, root / "site", edition=as_of, environment={}, say=lambda line: None, only=EVERYTHING, cache=cache)


def test_after_one_page_changed_that_page_alone_is_composed(tmp_path: Path, composed: list[str]) -> None:
    root = project_in(tmp_path / "p")
    published(root)
    assert len(composed) == len(_pages(root))
    composed.clear()
    published(root)
    assert composed == []
    twins = ["docs/en/steps/first.md", "docs/zh/steps/first.md"]
    for twin, added in zip(twins, ("The end.", "完。"), strict=True):
        page = root / twin
        page.write_text(page.read_text(encoding="utf-8").replace("[^1]: ", f"{added}\n\n[^1]: "), encoding="utf-8")
        published(root)
    # The English page says that its Chinese is newer.
    assert composed == [twins[0], twins[1], twins[0]]


def test_a_note_of_what_changed_remakes_the_pages_that_list_notes_and_no_other(tmp_path: Path, composed: list[str]) -> None:
    root = project_in(tmp_path / "p")
    published(root)
    composed.clear()
    note = next((root / "docs" / "records" / "updates").glob("[!_]*.yml"))
    note.write_text(note.read_text(encoding="utf-8").replace("  zh: ", "  zh: 新的", 1), encoding="utf-8")
    published(root)
    listing = {page.file for page in guide_of(root).pages() if any(call.name == "updates" for call in page.directives)}
    assert set(composed) == listing


# Whatever is kept, the output is that of a clean build

Edit = Callable[[Path, random.Random], None]


def _pages(root: Path) -> list[Path]:
    return sorted(path for language in ("zh", "en") for path in (root / "docs" / language).rglob("*.md"))


def _word(dice: random.Random) -> str:
    """A new word, and no fact: a number in one language alone is refused."""
    return "".join(dice.choices(string.ascii_lowercase, k=6))


def _records(root: Path) -> list[Path]:
    return sorted(path for path in (root / "docs" / "records").rglob("*.yml") if not path.name.startswith("_"))


def a_sentence(root: Path, dice: random.Random) -> None:
    path = dice.choice(_pages(root))
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n\n{_word(dice)}.\n", encoding="utf-8")


def a_title(root: Path, dice: random.Random) -> None:
    path = dice.choice(_pages(root))
    text = path.read_text(encoding="utf-8")
    first = text.split("title: ", 1)[1].split("\n", 1)[0]
    path.write_text(text.replace(f"title: {first}\n", f"title: {first} {_word(dice)}\n", 1), encoding="utf-8")


def a_summary(root: Path, dice: random.Random) -> None:
    path = dice.choice(_pages(root))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\ndescription: ", f"\ndescription: {_word(dice)} ", 1), encoding="utf-8")


def the_home_of_records(root: Path, dice: random.Random) -> None:
    """The documents move to another page; what links to them from other pages follows."""
    for language in ("zh", "en"):
        folder = root / "docs" / language
        old, new = ("library.md", "service.md")
        if "{{ instruments }}\n" not in (folder / old).read_text(encoding="utf-8"):
            old, new = new, old
        (folder / old).write_text((folder / old).read_text(encoding="utf-8").replace("{{ instruments }}\n", ""), encoding="utf-8")
        (folder / new).write_text(
            (folder / new).read_text(encoding="utf-8").rstrip() + "\n\n{{ instruments }}\n", encoding="utf-8"
        )
        for path in folder.rglob("*.md"):
            path.write_text(path.read_text(encoding="utf-8").replace(f"{old}#order-", f"{new}#order-"), encoding="utf-8")


def a_review(root: Path, dice: random.Random) -> None:
    name = dice.choice(_pages(root)).relative_to(root / "docs").parts[1:]
    for language in ("zh", "en"):
        path = (root / "docs" / language).joinpath(*name)
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text(
            "\n".join("reviewed_on: 2026-05-20" if line.startswith("reviewed_on:") else line for line in lines), encoding="utf-8"
        )


def a_word_of_a_record(root: Path, dice: random.Random) -> None:
    path = dice.choice([path for path in _records(root) if "\n  zh: " in path.read_text(encoding="utf-8")])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n  zh: ", f"\n  zh: 改{_word(dice)}", 1), encoding="utf-8")


def a_vocabulary(root: Path, dice: random.Random) -> None:
    path = dice.choice([path for path in _records(root) if path.parent.name == "terms"])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("      zh: ", f"      zh: 词{_word(dice)}", 1), encoding="utf-8")


def a_template(root: Path, dice: random.Random) -> None:
    path = dice.choice(sorted((root / "overrides" / "records").glob("*.jinja")))
    path.write_text(path.read_text(encoding="utf-8").replace("<p", f'<p data-x="{dice.randrange(100)}"', 1), encoding="utf-8")


def the_frame(root: Path, dice: random.Random) -> None:
    path = root / "overrides" / "partials" / "footer.html"
    path.write_text(
        path.read_text(encoding="utf-8").replace("<footer", f'<footer data-x="{dice.randrange(100)}"', 1), encoding="utf-8"
    )


def a_style(root: Path, dice: random.Random) -> None:
    path = root / "overrides" / "assets" / "css" / "aeo.css"
    path.write_text(path.read_text(encoding="utf-8") + f"\n.x{dice.randrange(100)} {{ color: red; }}\n", encoding="utf-8")


def an_asset(root: Path, dice: random.Random) -> None:
    (root / "docs" / "assets" / f"note-{dice.randrange(3)}.txt").write_text(str(dice.random()), encoding="utf-8")


def the_settings(root: Path, dice: random.Random) -> None:
    path = root / "mkdocs.yml"
    lines = path.read_text(encoding="utf-8").split("\n")
    name = f"site_name: 小指南{dice.randrange(100)}"
    path.write_text("\n".join(name if line.startswith("site_name:") else line for line in lines), encoding="utf-8")


def the_order_of_pages(root: Path, dice: random.Random) -> None:
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    one, other = "      - library.md\n", "      - service.md\n"
    both = one + other if one + other in text else other + one
    path.write_text(text.replace(both, other + one if both == one + other else one + other), encoding="utf-8")


def a_page_renamed(root: Path, dice: random.Random) -> None:
    old, new = ("answers", "replies") if (root / "docs" / "zh" / "answers.md").exists() else ("replies", "answers")
    for language in ("zh", "en"):
        (root / "docs" / language / f"{old}.md").rename(root / "docs" / language / f"{new}.md")
    for path in [root / "mkdocs.yml", *_pages(root), *_records(root)]:
        path.write_text(path.read_text(encoding="utf-8").replace(f"{old}.md", f"{new}.md"), encoding="utf-8")


def the_site_itself(root: Path, dice: random.Random) -> None:
    """Somebody changes or deletes what was published."""
    path = dice.choice(sorted((root / "site").rglob("*.html")))
    path.write_text("changed by hand", encoding="utf-8") if dice.random() < 0.5 else path.unlink()


def part_of_the_cache(root: Path, dice: random.Random) -> None:
    """The cache loses its texts, or is damaged, or is gone."""
    path = root / FOLDER / FILE
    if dice.random() < 0.3:
        shutil.rmtree(root / FOLDER)
    elif dice.random() < 0.5:
        with sqlite3.connect(path) as database:
            database.execute("DELETE FROM texts WHERE rowid % 2")
    else:
        data = bytearray(path.read_bytes())
        data[dice.randrange(len(data))] ^= 255
        path.write_bytes(data)


EDITS: tuple[Edit, ...] = (
    a_sentence,
    a_title,
    a_summary,
    the_home_of_records,
    a_review,
    a_word_of_a_record,
    a_vocabulary,
    a_template,
    the_frame,
    a_style,
    an_asset,
    the_settings,
    the_order_of_pages,
    a_page_renamed,
    the_site_itself,
    part_of_the_cache,
)


MAY_BE_REFUSED = (a_vocabulary, a_word_of_a_record)
"""Edits that may break a rule, depending on where they fall."""


def sequences() -> Iterator[list[Edit]]:
    """Yield sequences of edits in which each edit occurs once."""
    dice = random.Random(7)
    left = list(EDITS)
    dice.shuffle(left)
    while left:
        yield left[:8]
        del left[:8]


def is_that_of_a_clean_build(root: Path, folder: Path, as_of: date) -> bool:
    """Whether a project's site has the bytes of one built from nothing."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("site", FOLDER))
    build(folder, folder / "site", edition=as_of, environment={}, say=lambda line: None, only=EVERYTHING)
    ours, theirs = tree(root / "site"), tree(folder / "site")
    shutil.rmtree(folder)
    return ours == theirs


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built, with its site and its cache; to be copied."""
    root = project_in(tmp_path_factory.mktemp("built") / "project")
    published(root)
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A project of one's own that was built before."""
    return Path(shutil.copytree(built, tmp_path / "kept"))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_one_edit_the_output_is_that_of_a_clean_build(edit: Edit, root: Path, tmp_path: Path) -> None:
    edit(root, random.Random(5))
    try:
        published(root)
    except Refusal:
        assert edit in MAY_BE_REFUSED
        return
    assert is_that_of_a_clean_build(root, tmp_path / "clean", AS_OF)


@pytest.mark.parametrize("number", range(2))
def test_after_any_edits_the_output_is_that_of_a_clean_build(number: int, root: Path, tmp_path: Path) -> None:
    dice = random.Random(number)
    days = [AS_OF, AS_OF, AS_OF, date(2026, 6, 2)]
    for edit in list(sequences())[number]:
        edit(root, dice)
        as_of = dice.choice(days)
        try:
            published(root, as_of)
        except Refusal:
            assert edit in MAY_BE_REFUSED, edit.__name__
            continue  # the next build starts from what this one kept
        assert is_that_of_a_clean_build(root, tmp_path / "clean", as_of), edit.__name__
