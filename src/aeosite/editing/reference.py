"""The field reference, the record templates and the JSON Schemas, all from the model and the vocabularies."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from aeosite.components import DIRECTIVES
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.fields import Pair, PartialDate, Ref, Term
from aeosite.model.records import MODELS
from aeosite.read.load import load
from aeosite.read.pages import FrontMatter
from aeosite.read.validate import model_in
from aeosite.rules import CHECKS
from aeosite.rules.finding import code_of, sentence_of

FOLDER = "docs/records"


def reference_files(root: Path) -> Mapping[str, str]:
    """Return every generated file: path below ``root`` → text."""
    vocabularies = {name: list(words) for name, words in load(root).vocabularies.items()}
    files = {f"{FOLDER}/README.md": _readme(vocabularies)}
    for model in MODELS:
        files[f"{FOLDER}/{model.folder}/_template.yml"] = _template(model)
        files[f"{FOLDER}/{model.folder}/_schema.json"] = _schema(model, vocabularies)
    return files


def write_reference(root: Path) -> None:
    """Write every generated file below ``root``."""
    for path, text in reference_files(root).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def outdated(root: Path) -> list[str]:
    """Return the generated files below ``root`` that are missing or differ from what the model yields."""
    return [
        path
        for path, text in reference_files(root).items()
        if not (root / path).exists() or (root / path).read_text("utf-8") != text
    ]


def _readme(vocabularies: Mapping[str, list[str]]) -> str:
    parts = [_INTRODUCTION]
    for model in MODELS:
        parts.append(
            f"\n## {model.folder}/ {model.kind_name.zh} · {model.kind_name.en}\n\n{(model.__doc__ or '').strip()}\n\n{_HEAD}"
        )
        parts += [f"{row}\n" for row in _rows(model, "")]
    parts.append(f"\n## 页首信息 · Front matter of a page\n\n{_HEAD}")
    parts += [f"{row}\n" for row in _rows(FrontMatter, "")]
    parts.append("\n## 词表 · Vocabularies\n\n| 词表 Vocabulary | 可用的词 Words |\n| --- | --- |\n")
    parts += [f"| {name} | {', '.join(f'`{word}`' for word in words)} |\n" for name, words in vocabularies.items()]
    parts.append("\n## 指令 · Directives\n\n| 写法 Example | 作用 What it shows | 选项 Options |\n| --- | --- | --- |\n")
    for spec in DIRECTIVES.values():
        options = ", ".join(f"`{name}`" for name in spec.options) or "–"
        parts.append(f"| `{spec.example}` | {spec.about.zh} · {spec.about.en} | {options} |\n")
    parts.append("\n## 检查规则 · Rules of the gate\n\n| 编号 Code | 规则 Rule |\n| --- | --- |\n")
    parts += [f"| `{code_of(rule)}` | {sentence_of(rule).zh} {sentence_of(rule).en} |\n" for rule in CHECKS]
    return "".join(parts)


_INTRODUCTION = """# 记录的字段 · Fields of the records

本页由 `aeosite reference` 从模型生成，请勿手工修改。每条记录一个 YAML 文件，文件名就是 id。
This page is generated from the model by `aeosite reference`; do not edit it. One YAML file per record, named after its id.

- 文字（Text）写 `zh` 和 `en` 两行，都要有。A text has two lines, `zh` and `en`, both required.
- 日期（Date）写 `2026-04-01`；允许不精确的写 `2026-04`、`2026`、`by 2026-04-01`（不晚于）。
- “可写 unknown”的字段，查不到时写 `unknown`，页面显示“未确认”。Where unknown is allowed, it is shown as not confirmed.
- 新建记录：复制同一文件夹的 `_template.yml`。For a new record copy `_template.yml` of its folder.
"""

_HEAD = "| 字段 Field | 含义 Meaning | 类型 Type | 必填 Required |\n| --- | --- | --- | --- |\n"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in _fields(model):
        kind = _kind(field)
        required = "是 yes" if field.is_required() else "否 no"
        yield f"| `{prefix}{name}` | {field.title} · {field.description} | {kind} | {required} |"
        inner = model_in(field.annotation)
        if inner and inner is not Pair:
            yield from _rows(inner, f"{prefix}{name}{'[]' if _is_list(field.annotation) else ''}.")


def _kind(field: FieldInfo) -> str:
    base = _leaf(field.annotation)
    unknown = "，可写 unknown" if _allows_unknown(field) else ""
    listed = "列表 list: " if _is_list(field.annotation) else ""
    return f"{listed}{base}{unknown}"


def _leaf(annotation: Any) -> str:
    if isinstance(annotation, type):
        if issubclass(annotation, Term) and annotation is not Term:
            return f"词 term `{annotation.vocabulary}`"
        if issubclass(annotation, Ref):
            return f"id `{annotation.kind}`"
        if annotation is Pair:
            return "文字 text"
        if issubclass(annotation, BaseModel):
            return "下级字段 fields"
        return _PLAIN.get(annotation, annotation.__name__)
    return next((_leaf(part) for part in getattr(annotation, "__args__", ()) if part is not type(None)), "text")


_PLAIN: Mapping[type, str] = {str: "文字 text", PartialDate: "日期 date (may be imprecise)", int: "整数 whole number"}


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is list or any(_is_list(part) for part in getattr(annotation, "__args__", ()))


def _allows_unknown(field: FieldInfo) -> bool:
    return field.is_required() and type(None) in getattr(field.annotation, "__args__", ())


def _template(model: type[RecordModel]) -> str:
    head = f"# {model.kind_name.zh}模板：复制本文件，改名为 <id>.yml，填写后删去 # 开头的行。\n"
    english = (
        f"# Template of a {model.kind_name.en}: copy it, name it <id>.yml, fill it in, delete the lines that start with #.\n"
    )
    return head + english + "".join(f"{line}\n" for line in _template_lines(model, 0))


def _fields(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """Return the fields as editors meet them: identity, facts, then where they come from."""
    return sorted(model.model_fields.items(), key=lambda field: 2 if field[0] in Sourced.model_fields else field[0] != "id")


def _template_lines(model: type[BaseModel], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, field in _fields(model):
        yield f"{indent}# {field.title} · {field.description}: {_kind(field)}"
        if not field.is_required():
            yield f"{indent}# （可不写 optional） {name}:"
            continue
        inner = model_in(field.annotation)
        if inner is None:
            yield f"{indent}{name}:{' []' if _is_list(field.annotation) else ''}"
        elif _is_list(field.annotation):
            yield f"{indent}{name}:"
            lines = list(_template_lines(inner, depth + 2))
            first = next(index for index, line in enumerate(lines) if not line.lstrip().startswith("#"))
            lines[first] = f"{indent}  - {lines[first].lstrip()}"
            yield from lines
        else:
            yield f"{indent}{name}:"
            yield from ([f"{indent}  zh:", f"{indent}  en:"] if inner is Pair else _template_lines(inner, depth + 1))


def _schema(model: type[RecordModel], vocabularies: Mapping[str, list[str]]) -> str:
    schema = _with_words(model.model_json_schema(), vocabularies)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _with_words(schema: Any, vocabularies: Mapping[str, list[str]]) -> Any:
    """Return a schema in which each vocabulary is the list of its words."""
    if isinstance(schema, list):
        return [_with_words(part, vocabularies) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "vocabulary" in schema:
        return {"enum": vocabularies[schema["vocabulary"]], **{k: v for k, v in schema.items() if k in ("title", "description")}}
    return {key: _with_words(value, vocabularies) for key, value in schema.items()}
