"""What an editor rightly adds passes the gate and every test of the content: nobody has to touch a test for it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aeosite.basics.problems import to_text
from project import ROOT, problems_of

TODAY = date(2026, 11, 23)


PARTNER = """id: nr
code: NR
name:
  zh: 瑙鲁
  en: Nauru
region: oceania
programme: unknown
recognised: unknown
signed: {day}
in_force_from: unknown
announcement: unknown
direction: unknown
code_in: unknown
code_out: unknown
benefits: unknown
evidence: unconfirmed
verified_on: 2026-11-23
"""
QUESTION = """id: can-the-cat-apply
topic: {topic}
order: 990
audiences:
  - sme
question:
  zh: 样例问题怎样问？
  en: How is a sample question asked?
answer:
  zh: 这是一个样例答案。
  en: This is a sample answer.
evidence: unconfirmed
verified_on: 2026-11-23
"""
EVENT = """id: sample-class-2026
type: {type}
name:
  zh: 样例培训
  en: Sample class
date: 2026-10
place: unknown
about:
  zh: 讲解样例。
  en: About samples.
evidence: unconfirmed
verified_on: 2026-11-23
"""


def copied(kind: str, root: Path) -> tuple[str, str]:
    """Return a new record of a kind made from the first one there is: its file name and text."""
    path = sorted((root / "docs" / "records" / kind).glob("[!_]*.yml"))[0]
    text = path.read_text(encoding="utf-8")
    return f"{path.stem}-more", re.sub(rf"^id: {re.escape(path.stem)}$", f"id: {path.stem}-more", text, flags=re.M)


def word(root: Path, kind: str, field: str) -> str:
    """Return a word that records of a kind use in a field."""
    path = sorted((root / "docs" / "records" / kind).glob("[!_]*.yml"))[0]
    found = re.search(rf"^{field}: (\S+)$", path.read_text(encoding="utf-8"), re.M)
    assert found is not None
    return found[1]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real content, to add to."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def additions(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the file name and the text of a record of each kind that editors add most."""
    yield "partners", "nr", PARTNER.format(day="2026-11-20")
    yield "faq", "can-the-cat-apply", QUESTION.format(topic=word(root, "faq", "topic"))
    yield "events", "sample-class-2026", EVENT.format(type=word(root, "events", "type"))
    yield "measures", *copied("measures", root)


def test_adding_one_of_each_kind_needs_no_test_to_change(real: Path) -> None:
    for kind, name, text in list(additions(real)):
        path = real / "docs" / "records" / kind / f"{name}.yml"
        assert not path.exists()
        path.write_text(text, encoding="utf-8")
    assert not (problems := problems_of(real, TODAY)), to_text(problems)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "site" / "test_content.py")]
    variables = {"AEOSITE_TEST_CONTENT": str(real)}
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
