"""Turn text nodes into a model, and what pydantic finds into problems an editor understands."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from aeosite.basics.language import Text
from aeosite.basics.problems import NO_FIX, Place, Problem, did_you_mean
from aeosite.read.yaml_text import Mapping, Node, place_at, plain

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], node: Node) -> tuple[Model | None, list[Problem]]:
    """Return the model a node describes, or None and every problem in it."""
    if not isinstance(node, Mapping):
        return None, [
            Problem(
                node.place,
                "record-shape",
                Text("这里应是“键: 值”的列表。", "A list of key: value lines is expected here."),
                Text("参照同一文件夹中的 _template.yml。", "Follow _template.yml in the same folder."),
            )
        ]
    try:
        return model.model_validate(plain(node)), []
    except ValidationError as error:
        return None, [_problem(model, node, details) for details in error.errors(include_url=False)]


def _problem(model: type[BaseModel], node: Node, details: ErrorDetails) -> Problem:
    where = details["loc"]
    if details["type"] == "fault":
        context = details["ctx"]
        return Problem(
            place_at(node, where),
            context["code"],
            Text(f"{_spoken(where)}{context['zh']}", f"{_spoken(where)}{context['en']}"),
            Text(context["fix_zh"], context["fix_en"]),
        )
    if details["type"] == "missing":
        name, title = str(where[-1]), _title(model, where)
        return Problem(
            place_at(node, where[:-1]),
            "field-missing",
            Text(f"缺少 {_dotted(where)}（{title.zh}）。", f"{_dotted(where)} is missing ({title.en})."),
            Text(
                f"补上 {name}；查不到时写 unknown（仅限允许的字段）。",
                f"Add {name}; write unknown where the field allows it and the fact is not known.",
            ),
        )
    if details["type"] == "extra_forbidden":
        known = _fields(model, where[:-1])
        return Problem(
            key_place(node, where),
            "field-unknown",
            Text(f"没有 {_dotted(where)} 这个键。", f"There is no key {_dotted(where)}."),
            did_you_mean(str(where[-1]), known),
        )
    message, fix = _SHAPES.get(details["type"], (Text("这个值不符合要求。", "This value does not fit."), NO_FIX))
    return Problem(
        place_at(node, where), "field-shape", Text(f"{_spoken(where)}{message.zh}", f"{_spoken(where)}{message.en}"), fix
    )


_SHAPES = {
    "list_type": (
        Text("这里应是列表。", "A list is expected here."),
        Text("每行以“- ”开头；没有内容时写 []。", "Start each line with '- '; write [] for none."),
    ),
    "model_type": (
        Text("这里应有下一级的键。", "Keys one level down are expected here."),
        Text("文字要写成 zh 和 en 两行。", "A text is two lines, zh and en."),
    ),
    "too_short": (Text("列表是空的。", "The list is empty."), Text("至少写一项。", "At least one item.")),
    "string_type": (Text("这里应是一段文字。", "A single text is expected here."), Text("检查缩进。", "Check the indentation.")),
}


def _dotted(where: Iterable[str | int]) -> str:
    path = ""
    for step in where:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _spoken(where: tuple[str | int, ...]) -> str:
    return f"{_dotted(where)}: " if where else ""


def key_place(node: Node, where: tuple[str | int, ...]) -> Place:
    """Return the place of the last key on a way, or of its value where it is no key."""
    for step in where[:-1]:
        node = node.items[step] if not isinstance(node, Mapping) else node.get(str(step))  # type: ignore[union-attr,index,assignment]
    key = node.key(str(where[-1])) if isinstance(node, Mapping) else None
    return key.place if key else place_at(node, where)


def _fields(model: type[BaseModel], where: tuple[str | int, ...]) -> dict[str, Any]:
    return _model_at(model, where).model_fields if _model_at(model, where) else {}  # type: ignore[union-attr]


def _title(model: type[BaseModel], where: tuple[str | int, ...]) -> Text:
    field = _fields(model, where[:-1]).get(str(where[-1]))
    return Text(field.title or "", field.description or "") if field else Text("", "")


def _model_at(model: type[BaseModel], where: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the model at a way into a record, looking through lists and optional values."""
    current: type[BaseModel] | None = model
    for step in where:
        if isinstance(step, int) or current is None:
            continue
        field = current.model_fields.get(step)
        current = model_in(field.annotation) if field else None
    return current


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model a field holds, inside a list or an optional value, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in found if model), None)
