"""What the commands take, beside stock MkDocs and Hugo on the same pages in the same run.

Prints a table; asserts nothing. Ratios are against the stock build, so that they mean the same on any machine.
``make bench`` measures the real guide once; ``make bench-scale`` also the sizes of many districts, three times, and writes results.
"""

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from chart import chart
from corpus import ROOT, hugo, ours, stock
from measure import Cost, cost

from aeosite.basics.cache import FOLDER
from aeosite.guide.edition import EDITION_VARIABLE, epoch_of

STOCK, HUGO = "stock MkDocs, whole build", "Hugo, whole build"
PAGE, RECORD = Path("docs", "zh", "about.md"), Path("docs", "records", "faq")
SITE = ("build", "--only", "website,search")

Results = Mapping[int, Mapping[str, Cost]]


def measured(pages: int, runs: int, say: Callable[[str], None]) -> dict[str, Cost]:
    """Return the median cost of each command at a size; the commands take turns.

    Args:
        pages: pages a language.
        runs: how many times each is run.
        say: told what is being measured.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        guide = ours(work / "ours", pages)
        variables = {
            **os.environ,
            EDITION_VARIABLE: guide.as_of.isoformat(),
            "SOURCE_DATE_EPOCH": str(epoch_of(guide.as_of)),
            "NO_MKDOCS_2_WARNING": "1",
        }
        plain, other = stock(guide, work / "stock"), hugo(guide, work / "hugo")
        found: dict[str, list[Cost]] = {}
        for run in range(runs):
            say(f"{pages} + {pages} pages, run {run + 1} of {runs} …")
            for title, row in _turn(work / "ours", plain, other, variables).items():
                found.setdefault(title, []).append(row)
        return {title: _median(rows) for title, rows in found.items()}


def _turn(project: Path, plain: Path, other: Path, variables: Mapping[str, str]) -> dict[str, Cost]:
    """Run every command once and return what each took."""
    aeosite = [sys.executable, "-m", "aeosite.cli"]

    def run(*arguments: str) -> Cost:
        return cost([*aeosite, *arguments], variables, project)

    def edited(path: Path, old: str, new: str) -> Cost:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
        taken = run(*SITE)
        path.write_text(text, encoding="utf-8")
        run(*SITE)
        return taken

    shutil.rmtree(project / FOLDER, ignore_errors=True)
    question = sorted((project / RECORD).glob("[!_]*.yml"))[0]
    rows = {"check, nothing kept": run("check")}
    shutil.rmtree(project / FOLDER)
    rows["website, clean"] = run(*SITE)
    rows["website, nothing changed"] = run(*SITE)
    rows["website, one page changed"] = edited(project / PAGE, "", "\n改了一句。\n")
    rows["website, one record changed"] = edited(question, "  zh: ", "  zh: 改")
    rows["check, all kept"] = run("check")
    rows["package"] = run("package")
    rows[STOCK] = cost(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(plain), "-d", str(plain.parent / "site")], variables, project
    )
    if shutil.which("hugo"):
        rows[HUGO] = cost(["hugo", "--quiet", "--source", str(other), "--destination", str(other / "public")], variables, project)
    return rows


def _median(rows: list[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(row, name) for row in rows) for name in ("seconds", "processor", "megabytes")))


def table(results: Results) -> str:
    """Return the results as a Markdown table, with ratios to the stock build and how each grows with the pages (1 is in proportion)."""
    sizes = sorted(results)
    head = ["", *(f"{size} + {size}: s | CPU s | MB | of stock" for size in sizes), *(["growth"] if len(sizes) > 1 else [])]
    lines = [f"| {' | '.join(head)} |", f"| --- | {' | '.join(['---:'] * (4 * len(sizes) + (len(sizes) > 1)))} |"]
    for title in results[sizes[0]]:
        cells = []
        for size in sizes:
            row, base = results[size][title], results[size][STOCK]
            cells += [f"{row.seconds:.2f}", f"{row.processor:.2f}", f"{row.megabytes:.0f}", f"{row.seconds / base.seconds:.2f}"]
        if len(sizes) > 1:
            cells.append(f"{growth(results, title):.2f}")
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def growth(results: Results, title: str) -> float:
    """Return the exponent with which the time of a command grows from the smallest to the largest size."""
    small, large = min(results), max(results)
    return math.log(results[large][title].seconds / results[small][title].seconds) / math.log(large / small)


def main() -> int:
    """Measure, print the table, and write the results where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="60", help="pages a language, joined by commas")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--results", type=Path, help="folder for the table, the figures and the chart")
    options = parser.parse_args()
    results = {
        int(size): measured(int(size), options.runs, lambda line: print(line, flush=True)) for size in options.sizes.split(",")
    }
    print(f"\n{table(results)}")
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, medians of {options.runs}"
        text = f"# Time, processor and memory\n\n{machine}; every process of a command counted. Made with `make bench-scale`.\n\n"
        (options.results / "scale.md").write_text(f"{text}{table(results)}\n![Chart](scale.svg)\n", encoding="utf-8")
        rows = {size: {title: asdict(row) for title, row in of_size.items()} for size, of_size in results.items()}
        (options.results / "scale.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
        (options.results / "scale.svg").write_text(
            chart({title: {size: results[size][title].seconds for size in results} for title in results[min(results)]}),
            encoding="utf-8",
        )
    return 0


if __name__ == "__main__":
    assert ROOT.is_dir()
    sys.exit(main())
