"""The field reference, the templates and the schemas, made from the model and the words of the miniature project."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from aeosite import cli
from aeosite.components import DIRECTIVES
from aeosite.editing.reference import outdated, reference_files, write_reference
from aeosite.model.records import MODELS
from aeosite.read.validate import validate
from aeosite.read.yaml_text import read
from aeosite.rules import CHECKS
from aeosite.rules.finding import code_of, sentence_of
from project import MINI, TESTS, Golden, problems_of

FILES = reference_files(MINI)
README = FILES["docs/records/README.md"]


def schema_of(folder: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FILES[f"docs/records/{folder}/_schema.json"])
    return loaded


def test_every_kind_of_record_has_a_template_and_a_schema() -> None:
    made = {f"docs/records/{model.folder}/{name}" for model in MODELS for name in ("_template.yml", "_schema.json")}
    assert set(FILES) == {"docs/records/README.md", *made}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.folder)
def test_a_template_has_every_required_field_once_and_no_other(model: Any) -> None:
    keys = yaml.safe_load(FILES[f"docs/records/{model.folder}/_template.yml"])
    assert set(keys) == {name for name, field in model.model_fields.items() if field.is_required()}
    assert next(iter(keys)) == "id"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.folder)
def test_a_template_is_read_and_only_lacks_values(model: Any) -> None:
    node, problems = read(FILES[f"docs/records/{model.folder}/_template.yml"].encode(), "_template.yml")
    assert node is not None
    assert problems == []
    assert not {problem.code for problem in validate(model, node)[1]} & {"field-unknown", "field-missing"}


def test_a_schema_lists_the_words_of_a_vocabulary_and_allows_unknown_where_the_model_does() -> None:
    partner = schema_of("partners")
    assert partner["properties"]["region"]["enum"] == ["asia", "europe"]
    choices = {name: field["anyOf"] for name, field in partner["properties"].items() if "anyOf" in field}
    unknown = {name for name, parts in choices.items() if {"const": "unknown"} in parts}
    assert all(len(choices[name]) == 2 and {"type": "null"} not in choices[name] for name in unknown)
    assert unknown >= {"signed", "in_force_from", "direction", "code_in", "benefits"}
    assert not unknown & {"id", "code", "region", "evidence", "verified_on"}
    assert partner["additionalProperties"] is False


def test_the_reference_names_every_field_directive_and_rule() -> None:
    for model in MODELS:
        for name, field in model.model_fields.items():
            assert f"| `{name}` | {field.title} · {field.description} |" in README
    for spec in DIRECTIVES.values():
        assert f"| `{spec.example}` |" in README
    for rule in CHECKS:
        assert f"| `{code_of(rule)}` | {sentence_of(rule).zh} {sentence_of(rule).en} |" in README


def test_the_reference_says_where_unknown_may_be_written() -> None:
    section = README.split("\n## partners/")[1].split("\n## ")[0]
    rows = {line.split("`")[1]: line for line in section.split("\n") if line.startswith("| `")}
    assert "可写 unknown" in rows["signed"]
    assert "可写 unknown" not in rows["code"]


def test_the_template_of_a_nested_record_is_the_golden_one(golden: Golden) -> None:
    golden(TESTS / "golden" / "template-criteria.yml", FILES["docs/records/criteria/_template.yml"])


def test_what_is_written_is_up_to_date_and_passes_the_gate(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outdated(mini) == list(FILES)
    assert cli.main(["reference", "--root", str(mini), "--check"]) == 1
    assert "docs/records/README.md" in capsys.readouterr().err
    write_reference(mini)
    assert outdated(mini) == []
    assert cli.main(["reference", "--root", str(mini), "--check"]) == 0
    assert problems_of(mini) == []


def test_an_edited_or_deleted_file_is_out_of_date(mini: Path) -> None:
    write_reference(mini)
    (mini / "docs/records/README.md").write_text("x", encoding="utf-8")
    (mini / "docs/records/partners/_schema.json").unlink()
    assert outdated(mini) == ["docs/records/README.md", "docs/records/partners/_schema.json"]
