"""The shape of the code, by reading it: what imports what, what may touch the network or the clock, what is documented."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aeosite"
MODULES = {
    f"/{path.relative_to(SOURCE).with_suffix('').as_posix()}".removesuffix("/__init__").removeprefix("/"): path
    for path in SOURCE.rglob("*.py")
}
"""Every module by its path without suffix; a package by its folder, the whole of it by an empty name."""

STAGES = ("basics", "model", "read", "guide", "components", "rules", "compose", "gate", "editing", "voice", "outlets", "cli")
"""The stages in the order data flows; a module imports only from its own stage and those before it."""

HOSTS = {"mkdocs", "material", "mkdocs_static_i18n"}
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "asyncio"}
CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime", "time.gmtime"}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the dotted name of everything a file imports, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: a relative import hides where it comes from"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def module_of(dotted: str) -> str | None:
    """Return the module of ours that a dotted name lies in."""
    steps = dotted.split(".")
    if steps[0] != "aeosite":
        return None
    names = ("/".join(steps[1:end]) for end in range(len(steps), 1, -1))
    return next((name for name in names if name in MODULES), "")


def public_parts(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the public functions and classes of a module, and the public functions of public classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (part for part in node.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"))


@pytest.fixture(params=sorted(MODULES.items()), ids=lambda item: item[0] or "aeosite")
def module(request: pytest.FixtureRequest) -> tuple[str, Path]:
    return request.param


def stage_of(name: str) -> str:
    return name.partition("/")[0]


def test_every_module_belongs_to_a_stage() -> None:
    assert {stage_of(name) for name in MODULES} - {""} == set(STAGES), "name each stage in STAGES"


def test_a_stage_says_in_one_sentence_what_it_is() -> None:
    for name in STAGES:
        doc = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8"))) or ""
        assert doc.count("\n") == 0 or not (SOURCE / name).is_dir(), (
            f"{name}/__init__.py says in one line what enters and what leaves"
        )


def test_a_module_imports_only_from_its_stage_and_those_before_it(module: tuple[str, Path]) -> None:
    name, path = module
    allowed = {"", *(STAGES[: STAGES.index(stage_of(name)) + 1] if name else ())}
    late = {
        f"{dotted} on line {line}"
        for dotted, line in imports(path)
        if (ours := module_of(dotted)) and stage_of(ours) not in allowed
    }
    assert not late, f"{path.relative_to(ROOT)} imports what comes after it"


def test_modules_import_each_other_in_no_circle() -> None:
    wanted = {
        name: {ours for dotted, _ in imports(path) if (ours := module_of(dotted)) and ours != name}
        for name, path in MODULES.items()
    }
    TopologicalSorter(wanted).prepare()  # raises CycleError, which names the circle


def test_the_core_knows_no_generator_and_no_network(module: tuple[str, Path]) -> None:
    name, path = module
    network = frozenset() if name == "editing/preview" else NETWORK  # the preview answers browsers on this machine
    forbidden = network | (frozenset() if name.startswith("outlets/website") else HOSTS)
    found = {dotted for dotted, _ in imports(path) if any(f"{dotted}.".startswith(f"{name}.") for name in forbidden)}
    assert not found


def test_only_the_command_looks_at_the_clock(module: tuple[str, Path]) -> None:
    name, path = module
    nodes = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute))
    said = {".".join(ast.unparse(node).split(".")[-2:]) for node in nodes} | {dotted for dotted, _ in imports(path)}
    assert name == "cli" or not said & CLOCK, "the date of the guide is an argument"


def test_everything_public_is_documented(module: tuple[str, Path]) -> None:
    _, path = module
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path.relative_to(ROOT)} has no docstring"
    missing = [f"{part.name} on line {part.lineno}" for part in public_parts(tree) if not ast.get_docstring(part)]
    assert missing == []


def test_the_hook_stays_short() -> None:
    lines = (ROOT / "hooks" / "mkdocs_hooks.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90, "what the hook does belongs in src/aeosite"
