"""Time, memory and size of check, build and package, and of the same pages under stock MkDocs, in one run.

Prints a table; asserts nothing. Ratios are against the stock build, so that they mean the same on any machine.
Run it with ``make bench``.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from aeosite.compose.expand import expand
from aeosite.compose.render import environment
from aeosite.gate import open_guide
from aeosite.guide.edition import EDITION_VARIABLE, edition_of, epoch_of
from aeosite.guide.guide import Guide

ROOT = Path(__file__).resolve().parent.parent
STOCK = """site_name: stock
docs_dir: docs
site_url: https://aeo-guide.example/
theme: {name: material, font: false, language: zh}
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: zh, name: 中文, default: true, build: true}
        - {locale: en, name: English, build: true}
  - offline
extra: {polyfills: [iframe-worker.js]}
markdown_extensions: [admonition, attr_list, def_list, footnotes, tables, toc, pymdownx.details, pymdownx.superfences]
"""


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds of wall time and megabytes of memory at its peak."""

    seconds: float
    megabytes: float


def cost(command: list[str], environment_: dict[str, str]) -> Cost:
    """Run a command to its end and return what it took. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment_, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    scale = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss is bytes on macOS, kilobytes elsewhere
    return Cost(time.perf_counter() - started, usage.ru_maxrss / scale)


def size(folder: Path) -> int:
    """Return the bytes of every file below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def write_stock(guide: Guide, folder: Path) -> Path:
    """Write the same pages, directives expanded, as a project of stock MkDocs, and return its configuration file."""
    templates = environment(ROOT / "overrides" / "records")
    for page in guide.pages():
        target = folder / "docs" / page.language / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(expand(page, guide=guide, templates=templates), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    return folder / "mkdocs.yml"


def main() -> int:
    """Measure, and print the table."""
    edition = edition_of(ROOT, os.environ)
    surroundings = {
        **os.environ,
        EDITION_VARIABLE: str(edition),
        "SOURCE_DATE_EPOCH": str(epoch_of(edition)),
        "NO_MKDOCS_2_WARNING": "1",
    }
    aeosite = [sys.executable, "-m", "aeosite.cli"]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        stock_file = write_stock(open_guide(ROOT, edition), work / "stock")
        print("measuring check, build, package and a stock build of the same pages …", flush=True)
        rows = {
            "check": cost([*aeosite, "check"], surroundings),
            "build": cost([*aeosite, "build", "--site", str(work / "site")], surroundings),
            "package": cost([*aeosite, "package", "--site", str(work / "site"), "--out", str(work / "dist")], surroundings),
            "stock MkDocs build": cost(
                [sys.executable, "-m", "mkdocs", "build", "-f", str(stock_file), "-d", str(work / "plain")], surroundings
            ),
        }
        base = rows["stock MkDocs build"]
        print(f"{'':20} {'seconds':>8} {'ratio':>7} {'MB':>7} {'ratio':>7}")
        for title, row in rows.items():
            print(
                f"{title:20} {row.seconds:8.2f} {row.seconds / base.seconds:7.2f}"
                f" {row.megabytes:7.0f} {row.megabytes / base.megabytes:7.2f}"
            )
        ours, plain = size(work / "site"), size(work / "plain")
        packed = next((work / "dist").glob("*.zip")).stat().st_size
        print(f"\nsite bytes {ours:,} (stock {plain:,}, ratio {ours / plain:.2f}); zip bytes {packed:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
