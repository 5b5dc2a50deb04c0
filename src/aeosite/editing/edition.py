"""Begin the edition of a district: its folder, with marks where the district has to write, which the gate refuses until they are gone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem, did_you_mean
from aeosite.model.help import District
from aeosite.read.load import load
from aeosite.read.local import EDITION, FOLDER


class NotBegun(Failure):
    """Raised where an edition cannot be begun: there is no such district, or it has an edition; carries the problem."""


def begin_edition(root: Path, name: str, today: date) -> list[Path]:
    """Write the folder of a district's edition and return its files.

    Args:
        root: the project folder.
        name: the id of the district, as in the directory.
        today: the day to put into what the district then checks.

    Raises:
        NotBegun: there is no such district, or it has an edition already.
    """
    record = load(root).find(District, name)
    if record is None or record.data.level != "district":
        known = [one.id for one in load(root).all(District) if one.data.level == "district"]
        message = Text(f"名录中没有直属海关 {name}。", f"The directory has no customs district {name}.")
        raise NotBegun(Problem(Place(f"{FOLDER}/{name}"), "district", message, did_you_mean(name, known)))
    if (root / FOLDER / name).exists():
        message = Text("这个关区已经有自己的版本。", "This district has an edition already.")
        fix = Text("在那个文件夹里修改。", "Change what is in that folder.")
        raise NotBegun(Problem(Place(f"{FOLDER}/{name}"), "district", message, fix))
    files = {root / FOLDER / name / path: text for path, text in edition_files(record.data, today).items()}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def edition_files(district: District, today: date) -> Mapping[str, str]:
    """Return the files an edition begins with, by path in its folder."""
    return {
        EDITION: _EDITION.format(id=district.id, zh=district.name.zh, en=district.name.en, today=today),
        "zh/index.md": _PAGE.format(
            title=f"{district.name.zh}版",
            lead="〔待填〕",
            today=today,
            next="接下来",
            more="- 找别的海关，见[海关名录](../districts/index.md#directory)。",
        ),
        "en/index.md": _PAGE.format(
            title=f"{district.name.en} edition",
            lead="[to fill in]",
            today=today,
            next="Where to go next",
            more="- To find another customs office, see the [directory](../districts/index.md#directory).",
        ),
    }


_EDITION = """\
id: {id}
name:
  zh: {zh}
  en: {en}
contacts:
  - name:
      zh: 〔待填〕
      en: "[to fill in]"
    phone: unknown
    address: unknown
    hours: unknown
    way: unknown
houses:
  - name:
      zh: 〔待填〕
      en: "[to fill in]"
    area: unknown
    does: unknown
    phone: unknown
mail: unknown
form: unknown
first:
  - apply/index.md
slots:
  contact:
    zh: 〔待填〕
    en: "[to fill in]"
evidence: unconfirmed
verified_on: {today}
"""

_PAGE = """\
---
title: {title}
description: "{lead}"
reviewed_on: {today}
---

# {title} {{#top}}

{lead}

{{{{ edition }}}}

## {next} {{#next-steps}}

{more}
"""
