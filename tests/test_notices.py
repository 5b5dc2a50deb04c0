"""The bill of materials and the notices: every package of the lock, the licences of all that readers get, nothing that changes by itself."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aeosite.outlets.notices import BILL, HANDED_ON, LOCK, NOTICES, documents, pinned, scripts
from project import MINI, ROOT

WRITTEN = documents(ROOT)
DOCUMENT: dict[str, Any] = json.loads(WRITTEN[BILL])
COMPONENTS: dict[str, dict[str, Any]] = {one["name"]: one for one in DOCUMENT["components"]}
TEXT = WRITTEN[NOTICES].decode()


def test_every_package_of_the_lock_is_listed_once_as_it_is_installed() -> None:
    names = {line.split("==")[0] for line in (ROOT / LOCK).read_text(encoding="utf-8").splitlines() if re.match(r"[a-z]", line)}
    assert {*COMPONENTS} == names | {"lean-qr"}
    assert len(DOCUMENT["components"]) == len(COMPONENTS)
    for name in ("mkdocs", "pymdown-extensions", "soupsieve"):  # the last two are pinned for two versions of Python
        assert COMPONENTS[name]["version"] == version(name)
    assert all(one["purl"].endswith(f"{one['name']}@{one['version']}") for one in COMPONENTS.values())
    assert [name for name, one in COMPONENTS.items() if "licenses" not in one] == []


def test_the_bill_is_of_the_form_of_cyclonedx_and_holds_no_time() -> None:
    assert (DOCUMENT["bomFormat"], DOCUMENT["specVersion"], DOCUMENT["version"]) == ("CycloneDX", "1.5", 1)
    assert {*DOCUMENT} == {"bomFormat", "specVersion", "version", "metadata", "components", "dependencies"}
    references = {one["bom-ref"] for one in DOCUMENT["components"]} | {DOCUMENT["metadata"]["component"]["bom-ref"]}
    needs = {row["ref"]: row["dependsOn"] for row in DOCUMENT["dependencies"]}
    assert {*needs} == references
    assert all({*others} <= references for others in needs.values())
    assert COMPONENTS["jinja2"]["bom-ref"] in needs[COMPONENTS["mkdocs"]["bom-ref"]]
    assert COMPONENTS["lean-qr"]["bom-ref"] in needs[DOCUMENT["metadata"]["component"]["bom-ref"]]
    assert documents(ROOT) == WRITTEN


def test_what_readers_get_of_others_has_its_licence_in_full() -> None:
    for name, phrases in {
        "mkdocs-material": ["Martin Donath", "Permission is hereby granted"],
        "manimgx-fonts-cjk": ["SIL OPEN FONT LICENSE", "PERMISSION & CONDITIONS"],
        "lean-qr": ["David Evans", "Permission is hereby granted"],
    }.items():
        part = TEXT.split(f"\n{name} ", 1)[1].split("\n====", 2)[1]
        for phrase in phrases:
            assert phrase.lower() in part.lower(), (name, phrase)
    assert {*HANDED_ON} <= {*COMPONENTS}
    assert "\r" not in TEXT
    assert str(ROOT) not in TEXT


def test_a_script_of_others_is_told_by_its_head(tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text("/* ours, 1.0, nothing */\n")
    (tmp_path / "a.js").write_text(
        "/*\nthing 1.2.3, as a script.\nhttps://a.example/\n\nMIT License\n\nCopyright A\n*/\nvar x;\n"
    )
    [part] = scripts(tmp_path)
    assert (part.name, part.version, part.licence, part.texts) == ("thing", "1.2.3", "MIT", ("MIT License\n\nCopyright A",))


def test_a_package_that_is_not_installed_here_is_listed_as_it_is_pinned() -> None:
    [part] = pinned("no-such-package==1.5 \\\n    --hash=sha256:00\n    # via aeosite (pyproject.toml)\n")
    assert (part.version, part.licence, part.needed_by) == ("1.5", None, ("aeosite",))


def test_a_project_without_a_lock_has_neither() -> None:
    assert documents(MINI) == {}
