"""The ``aeosite`` command. Exit status 0 clean, 1 problems in the content, 2 usage or internal error."""

import argparse
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from aeosite import __version__
from aeosite.basics.cache import cache_of, saved
from aeosite.basics.language import REQUIRED, Text
from aeosite.basics.phrases import FOLDER
from aeosite.basics.problems import FORMATS, Failure, Place, Problem, Refusal, in_order, reason_of, to_text
from aeosite.basics.share import processors
from aeosite.guide.edition import content_date, derive
from aeosite.guide.guide import Guide
from aeosite.read.content import Content
from aeosite.voice import command

if TYPE_CHECKING:
    from aeosite.compose.book import Book

CLEAN, PROBLEMS, INTERNAL = 0, 1, 2


def run() -> None:
    """Run the command and end at once: taking apart what is in memory would take as long as a small build."""
    out, sys.stderr = (stream or StringIO() for stream in (sys.stdout, sys.stderr))  # None where the caller closed it
    for stream in (out, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace"
            )  # whatever the locale says, the reports are Chinese and English
    sys.stdout = StringIO()  # the report is written at the end, so that nobody listening changes nothing
    os.umask(0o022)  # what is published is read by a web server, which is somebody else
    signal.signal(signal.SIGTERM, _interrupted)
    gc.disable()  # what is read stays, and looking through it again and again takes a fifth of the time
    status = main()
    os._exit(_reported(out, sys.stdout.getvalue(), status))


def _reported(out: TextIO, report: str, status: int) -> int:
    """Write the report and return the exit status: another one where it could not be written whole."""
    try:
        out.write(report)
        out.flush()
    except BrokenPipeError:
        return status  # whoever read it has read enough
    except OSError as error:
        reason = reason_of(error)
        sys.stderr.write(f"报告没有写完（{reason.zh}）。 The report could not be written ({reason.en}).\n")
        status = INTERNAL
    sys.stderr.flush()
    return status


def _interrupted(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Refusal as refused:
        sys.stdout.write(FORMATS[getattr(options, "format", "text")](refused.problems))
        return PROBLEMS
    except Failure as failed:
        sys.stderr.write(to_text([failed.problem]))
        return INTERNAL
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断，没有发布任何内容。 Interrupted; nothing was published.\n")
        return 130
    except Exception as error:  # whatever it is, a person must not be shown a traceback
        sys.stderr.write(
            f"程序自身出错，没有发布任何内容，请告知开发人员。 The program itself failed; nothing was published. Tell the developers.\n{type(error).__name__}: {error}\n"
        )
        return INTERNAL


def _check(options: argparse.Namespace) -> int:
    from aeosite.gate import check_editions, open_book  # each command imports what it needs: the others start sooner
    from aeosite.read.settings import read_settings

    with saved(cache_of(options.root)) as cache:
        edition = _edition(options)
        settings, today = read_settings(options.root, os.environ), max(edition, date.today())
        as_of = options.as_of or edition
        book = open_book(settings, as_of, cache=cache, workers=processors(), today=today, edition=edition)
        check_editions(settings, as_of, cache=cache, workers=processors(), today=today, edition=edition)
        _tell_drift(book)
    lacks = _lacks(book.guide.content, options)
    sys.stdout.write(FORMATS[options.format](lacks))
    return CLEAN


def _tell_drift(book: "Book") -> None:
    """Say how many translations are behind: no fault, but whoever changed the Chinese should know."""
    for language, number in book.behind().items():
        _progress(
            f"{language}: {number} 处译文落后于中文，页面上会注明；逐处列出：aeosite status。 {number} translations are behind the Chinese, and pages say so; the list: aeosite status."
        )


def _lacks(content: Content, options: argparse.Namespace) -> list[Problem]:
    """Return what the language asked for lacks; where none is asked for, say how much each one does."""
    if len(content.languages) == len(REQUIRED) and options.language is None:
        return []
    from aeosite.editing.untranslated import counts, untranslated

    if options.language in content.languages:
        return in_order(untranslated(content, options.root, options.language))
    for language, number in counts(content, options.root).items():
        _progress(
            f"{language}: 缺 {number} 处译文；逐条列出：aeosite check --language {language}。 {number} texts are missing; the list: the same command."
        )
    return []


def _build(options: argparse.Namespace) -> int:
    from aeosite.outlets.every import OUTLETS
    from aeosite.outlets.publish import build
    from aeosite.read.local import districts_in

    edition = _edition(options)
    dated = options.as_of if options.as_of and options.as_of != edition else None
    with _step("生成", "build"), saved(cache_of(options.root)) as cache:
        build(
            options.root,
            options.site or options.root / "-".join(filter(None, ["site", options.district, str(dated or "")])),
            edition=edition,
            as_of=dated,
            today=max(edition, date.today()),
            environment=os.environ,
            say=_generator_line,
            only=options.only or ([outlet.name for outlet in OUTLETS if outlet.name != "package"] if dated else None),
            dist=options.out or options.root / "dist",
            cache=cache,
            workers=processors(),
            district=options.district,
            editions=districts_in(options.root) if options.districts else (),
        )
    return CLEAN


def _other_edition(site: Path, stands: str, asked: date) -> Problem:
    return Problem(
        Place(site.name),
        "package-edition",
        Text(f"这里的网站是{stands}版，不是{asked}版。", f"The site here is the edition of {stands}, not of {asked}."),
        Text(f"先重新生成，或者加 --edition {stands}。", f"Build it again first, or add --edition {stands}."),
    )


def _package(options: argparse.Namespace) -> int:
    from aeosite.outlets.package import package
    from aeosite.outlets.publish import edition_in
    from aeosite.outlets.sign import offer, sign
    from aeosite.read.settings import read_settings

    site, edition = options.site or options.root / "site", _edition(options)
    if (stands := edition_in(site)) not in (None, edition.isoformat()):
        raise Failure(_other_edition(site, str(stands), edition))
    written = date.fromisoformat(content_date(options.root) or edition.isoformat())
    settings = read_settings(options.root, os.environ)
    with _step("打包离线版", "package"):
        manifest = package(
            site,
            options.out or options.root / "dist",
            edition=edition,
            content_date=written,
            texts=options.root / "overrides" / "offline",
            limit=settings.zip_limit,
        )
    _progress(f"{manifest.path.name}  {manifest.bytes / 1e6:.2f} MB  {manifest.files} files  sha256 {manifest.sha256}")
    if options.sign:
        signature = sign(manifest.path, options.sign, settings.fingerprint)
        for path in [signature, *offer(signature, manifest.path, site)]:
            _progress(f"✓ {path}")
    return CLEAN


def _verify(options: argparse.Namespace) -> int:
    from aeosite.outlets.verify import to_json, to_text, verify

    verdict = verify(options.path, options.signers)
    sys.stdout.write(to_json(verdict) if options.json else to_text(verdict))
    return verdict.status


def _serve(options: argparse.Namespace) -> int:
    from aeosite.editing.preview import serve

    serve(options.root, port=options.port, edition=options.edition, say=_progress)
    return CLEAN


def _reference(options: argparse.Namespace) -> int:
    from aeosite.editing.reference import outdated, write_reference

    if not options.check:
        write_reference(options.root)
        return CLEAN
    stale = outdated(options.root)
    for path in stale:
        _progress(f"{path}  已过时，请运行 aeosite reference。 Out of date; run aeosite reference.")
    return PROBLEMS if stale else CLEAN


def _phrases(options: argparse.Namespace) -> int:
    from aeosite.editing.phrases import lacking, update_catalogues

    changed = update_catalogues(options.root)
    for path in sorted((options.root / FOLDER).glob("*.po")):
        missing = lacking(options.root, path)
        _progress(f"{path.name}  {'✓ 已更新 updated' if path in changed else '✓'}  缺 lacking: {len(missing)}")
        for phrase in missing:
            sys.stdout.write(f"{path.stem}: {phrase}\n")
    return CLEAN


def _new_district(options: argparse.Namespace) -> int:
    from aeosite.editing.edition import begin_edition

    for path in begin_edition(options.root, options.name, date.today()):
        _progress(f"✓ {path.relative_to(options.root)}")
    return CLEAN


def _stamp(options: argparse.Namespace) -> int:
    from aeosite.editing.stamp import Target, stamped, targets
    from aeosite.read.load import load

    with saved(cache_of(options.root)) as cache:
        content = load(options.root, cache)
    wanted = [Target("docs")] if options.all else targets(options.root, options.paths, Path.cwd())
    if unreadable := [problem for problem in content.problems if any(one.takes(problem.place.path) for one in wanted)]:
        raise Refusal(in_order(unreadable))
    changed = stamped(content, options.root, wanted, options.on, again=options.again)
    for path, text in changed.items():
        (options.root / path).write_bytes(text.encode())
        _progress(f"✓ {path}")
    if not changed:
        _progress("没有要改的：译文都核对过现在的中文。 Nothing to change: all of it was held against the Chinese as it stands.")
    return CLEAN


def _status(options: argparse.Namespace) -> int:
    from aeosite.editing.status import status_of, to_json, to_text
    from aeosite.guide.guide import Guide
    from aeosite.read.load import load
    from aeosite.read.settings import read_settings

    with saved(cache_of(options.root)) as cache:
        content = load(options.root, cache, languages=read_settings(options.root, os.environ).languages)
    status = status_of(Guide(content, options.as_of or date.today()))
    sys.stdout.write(to_json(status) if options.json else to_text(status))
    return CLEAN


def _day(text: str) -> date:
    """Return the day an argument means."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} 不是日期，写成 2026-11-28。 No date; write 2026-11-28.") from None


def _opened(options: argparse.Namespace) -> tuple[Guide, str, int | None]:
    """Return the guide, whether or not its content has problems, and what the settings say of feedback."""
    from aeosite.read.load import load
    from aeosite.read.settings import read_settings

    settings = read_settings(options.root, os.environ)
    with saved(cache_of(options.root)) as cache:
        content = load(options.root, cache, languages=settings.languages)
    return Guide(content, derive(options.root, os.environ, options.edition).day), settings.feedback, settings.promise


def _edition(options: argparse.Namespace) -> date:
    edition = derive(options.root, os.environ, options.edition)
    for remark in edition.remarks:
        _progress(f"{remark.zh} {remark.en}")
    return edition.day


@contextmanager
def _step(zh: str, en: str) -> Iterator[None]:
    started = time.perf_counter()
    _progress(f"▸ {zh} {en} …")
    yield
    _progress(f"✓ {zh} {en}  {time.perf_counter() - started:.1f} s")


def _generator_line(line: str) -> None:
    """Pass on what the site generator says, apart from its chatter: one line a language is progress enough."""
    if not line.startswith("INFO") or ": Building '" in line:
        _progress(line)


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aeosite", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--root", type=lambda text: Path(text).resolve(), default=Path.cwd(), help="project folder (default: here)"
    )
    shared.add_argument("--edition", metavar="YYYY-MM-DD", help="date of the edition (default: last content commit)")
    rules = argparse.ArgumentParser(add_help=False)
    rules.add_argument(
        "--as-of", type=_day, metavar="YYYY-MM-DD", help="show the rules of this day (default: that of the edition)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", parents=[shared, rules], help="report every problem of the content")
    check.add_argument("--format", choices=sorted(FORMATS), default="text")
    check.add_argument("--language", metavar="TAG", help="list what this language of the site still lacks")
    check.set_defaults(run=_check)
    built = commands.add_parser(
        "build", parents=[shared, rules], help="check, then build site/; with --as-of site-<day>/, without the zip"
    )
    built.add_argument("--site", type=Path, help="where the site goes (default: site/)")
    built.add_argument("--out", type=Path, help="where downloads go (default: dist/)")
    built.add_argument(
        "--only",
        type=lambda text: text.split(","),
        metavar="OUTLET,…",
        help="write only these outlets and those they need, such as website,search",
    )
    whose = built.add_mutually_exclusive_group()
    whose.add_argument("--district", metavar="NAME", help="build the edition of a district into site-NAME/")
    whose.add_argument("--districts", action="store_true", help="build every district edition too, below site/local/")
    built.set_defaults(run=_build)
    packed = commands.add_parser("package", parents=[shared], help="pack site/ into dist/aeo-guide-<edition>.zip")
    packed.add_argument("--site", type=Path, help="the built site (default: site/)")
    packed.add_argument("--out", type=Path, help="where the zip goes (default: dist/)")
    packed.add_argument("--sign", type=Path, metavar="KEY", help="sign it with a key of OpenSSH; writes dist/….zip.sig")
    packed.set_defaults(run=_package)
    verified = commands.add_parser("verify", help="say whether an offline copy, the zip or its folder, is whole")
    verified.add_argument("path", metavar="PATH|ZIP", help="the zip, or the folder it was unpacked into")
    verified.add_argument("--json", action="store_true", help="for machines")
    verified.add_argument(
        "--signers", metavar="FILE", help="ask for a signature by a key of this list (allowed_signers of OpenSSH)"
    )
    verified.set_defaults(run=_verify)
    served = commands.add_parser("serve", parents=[shared], help="show the site in a browser while it is being edited")
    served.add_argument("--port", type=int, default=8000, help="port to begin with (default: 8000)")
    served.set_defaults(run=_serve)
    new = commands.add_parser("new", help="begin something from a template").add_subparsers(dest="what", required=True)
    district = new.add_parser("district", parents=[shared], help="begin the edition of a customs district in docs/local/NAME/")
    district.add_argument("name", metavar="NAME", help="the district, as its record is called")
    district.set_defaults(run=_new_district)
    stamp = commands.add_parser("stamp", parents=[shared], help="say that a translation was held against its Chinese")
    chosen = stamp.add_mutually_exclusive_group(required=True)
    chosen.add_argument(
        "paths", nargs="*", default=[], metavar="PATH", help="page, record or folder; PATH#section for a part of it"
    )
    chosen.add_argument("--all", action="store_true", help="everything")
    stamp.add_argument(
        "--on", type=_day, default=date.today(), metavar="YYYY-MM-DD", help="the day somebody looked (default: today)"
    )
    stamp.add_argument("--again", action="store_true", help="give the day to what was not behind, too")
    stamp.set_defaults(run=_stamp)
    status = commands.add_parser(
        "status", parents=[shared], help="say which translations are behind, and what is due to be checked"
    )
    status.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="the day it is due by (default: today)")
    status.add_argument("--json", action="store_true", help="for machines")
    status.set_defaults(run=_status)
    reference = commands.add_parser("reference", parents=[shared], help="regenerate the field reference, templates and schemas")
    reference.add_argument("--check", action="store_true", help="only report what is out of date")
    reference.set_defaults(run=_reference)
    phrases = commands.add_parser(
        "phrases", parents=[shared], help="bring the catalogues of phrases up to date; say what they lack"
    )
    phrases.set_defaults(run=_phrases)
    command.add(commands, shared, _opened, date.today)
    return parser


if __name__ == "__main__":
    run()
