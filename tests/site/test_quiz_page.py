"""The quiz as a reader uses it, on paper, and on a learning platform; its choice of questions against a second one in Python."""

import io
import itertools
import json
import mimetypes
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader
from reader import Reader

from aeosite.components.quiz.second import paper
from aeosite.guide.offers import scorm_of
from project import OWN_FILES

SCRIPT = OWN_FILES["assets/js/quiz.js"].read_text("utf-8")
TEST = "promotion/quiz.html?audience=sme&n=5&number=0401"
ASKED = ".quiz-item:not([hidden])"


def questions(site: Path) -> list[tuple[str, list[str]]]:
    """Return the questions of the built page by id, each with its audiences."""
    page = BeautifulSoup((site / "promotion" / "quiz.html").read_text(encoding="utf-8"), "html.parser")
    return [(str(item["data-id"]), str(item["data-for"]).split()) for item in page.select(".quiz-item")]


def answer(item: Locator, *, right: bool) -> None:
    """Answer a question, rightly or not."""
    place = int(item.get_attribute("data-right") or "")
    item.locator("input").nth(place if right else (place + 1) % 2).check()
    item.locator(".quiz-choices button").click()


def shown(page: Page) -> list[str]:
    return [str(item.get_attribute("data-id")) for item in page.locator(ASKED).all()]


def test_the_choice_of_questions_is_that_of_its_rules(reader: Reader, site: Path) -> None:
    reader.page.add_script_tag(content=SCRIPT)
    asked = questions(site)
    numbers = ["1", "0401", "卷一", "a b", "😀", *map(str, range(100, 140))]
    calls = list(itertools.product(["", "sme", "aeo", "nobody"], [0, 5, 20], numbers))
    found = reader.page.evaluate(
        "([questions, calls]) => calls.map((call) => aeoQuiz.paper(questions, ...call))", [asked, [list(call) for call in calls]]
    )
    assert found == [paper(asked, *call) for call in calls]


def test_a_test_that_was_passed_on_is_answered_by_keyboard(offline: tuple[Reader, str], site: Path) -> None:
    reader, base = offline
    page = reader.page
    page.goto(f"{base}/{TEST}")
    expect(page.locator(".quiz-choices")).to_have_count(5)
    assert shown(page) == paper(questions(site), "sme", 5, "0401")
    assert page.locator("#quiz-number").input_value() == "0401"
    first, second = page.locator(ASKED).nth(0), page.locator(ASKED).nth(1)
    first.locator(".quiz-choices button").focus()
    page.keyboard.press("Enter")
    expect(first.locator(".quiz-verdict")).to_have_text("请先选一个答案。")
    expect(first.locator(".quiz-answer")).to_be_hidden()
    first.locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(int(first.get_attribute("data-right") or "")):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first.locator(".quiz-verdict")).to_be_focused()
    expect(first.locator(".quiz-verdict")).to_have_text("答对了。")
    expect(first.locator(".quiz-answer")).to_be_visible()
    answer(second, right=False)
    wanted = [link.get_attribute("href") for link in second.locator(".quiz-see a").all()]
    for item in page.locator(ASKED).all()[2:]:
        answer(item, right=True)
    expect(page.locator(".quiz-result h3")).to_be_focused()
    expect(page.locator(".quiz-score")).to_contain_text("答对4道，共5道。")
    assert [link.get_attribute("href") for link in page.locator(".quiz-score a").all()] == wanted
    page.locator("[data-do=another]").click()
    expect(page.locator(".quiz-result")).to_be_hidden()
    assert "number=0401" not in page.url
    page.goto(f"{base}/{TEST}")
    page.locator("a.aeo-language").first.click()
    expect(page.locator(".quiz-choices")).to_have_count(5)
    assert "/en/" in page.url
    assert shown(page) == paper(questions(site), "sme", 5, "0401")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert (reader.outside, reader.complaints) == ([], [])


def test_on_paper_the_answers_have_a_sheet_of_their_own(online: tuple[Reader, str]) -> None:
    reader, base = online
    reader.page.goto(f"{base}/en/{TEST}")  # of some Chinese characters a PDF gives back radicals
    expect(reader.page.locator(".quiz-choices")).to_have_count(5)
    asked = [_plain(item.inner_text()) for item in reader.page.locator(f"{ASKED} .quiz-question").all()]
    keys = [_plain(item.text_content() or "")[:20] for item in reader.page.locator(".quiz-key li:not([hidden])").all()]
    pages = [_plain(page.extract_text()) for page in PdfReader(io.BytesIO(reader.page.pdf())).pages]
    sheet = next(number for number, text in enumerate(pages) if "Answers1." in text)
    before = "".join(pages[:sheet])
    places = [before.find(text) for text in asked]
    assert (min(places) >= 0, places) == (True, sorted(places))
    assert len(keys) == 5
    assert all(key in pages[sheet] and key not in before for key in keys)


def _plain(text: str) -> str:
    """Return a text without blanks and ligatures, as it can be compared with that of a PDF."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


# On a learning platform

HOST = "https://platform.example/"
PLATFORM = """<!DOCTYPE html><title>platform</title><script>
// A run-time environment after the SCORM 1.2 data model: it keeps what it is told and refuses every wrong call.
const kept = {'cmi.core.lesson_status': 'not attempted'}, violations = [];
let state = 'new', committed = 0, commits = 0;
const fixed = (pattern) => (value) => new RegExp(`^(${pattern})$`).test(value);
const score = (value) => fixed('\\\\d{1,3}(\\\\.\\\\d+)?')(value) && Number(value) <= 100;
const CORE = {
  'cmi.core.lesson_status': fixed('passed|completed|failed|incomplete|browsed'),
  'cmi.core.score.raw': score, 'cmi.core.score.min': score, 'cmi.core.score.max': score,
  'cmi.core.session_time': fixed('\\\\d{2,4}:[0-5]\\\\d:[0-5]\\\\d(\\\\.\\\\d{1,2})?'),
};
const INTERACTION = {
  id: fixed('[A-Za-z0-9-]{1,255}'), type: fixed('true-false|choice'), time: fixed('([01]\\\\d|2[0-3]):[0-5]\\\\d:[0-5]\\\\d'),
  'correct_responses.0.pattern': fixed('[a-z0-9]'), student_response: fixed('[a-z0-9]'), result: fixed('correct|wrong'),
};
const interactions = [];
const bad = (what) => { violations.push(what); return 'false'; };
const running = (name, ...given) => state === 'running' && given.every((one) => typeof one === 'string') ? '' : `${name} ${state} ${JSON.stringify(given)}`;
window.API = {
  LMSInitialize(empty) { if (empty !== '' || state !== 'new') return bad('initialize'); state = 'running'; return 'true'; },
  LMSFinish(empty) { if (empty !== '' || state !== 'running') return bad('finish'); state = 'finished'; return 'true'; },
  LMSCommit(empty) { if (empty !== '' || state !== 'running') return bad('commit'); commits += 1; return 'true'; },
  LMSGetValue(name) {
    if (running('get', name)) { bad(running('get', name)); return ''; }
    if (name === 'cmi.interactions._count') return String(interactions.length);
    if (name === 'cmi.core.lesson_status') return kept[name];
    bad(`get ${name}`);
    return '';
  },
  LMSSetValue(name, value) {
    if (running('set', name, value)) return bad(running('set', name, value));
    if (CORE[name]) { if (!CORE[name](value)) return bad(`${name}=${value}`); kept[name] = value; return 'true'; }
    const [, at, part] = name.match(/^cmi\\.interactions\\.(\\d+)\\.(.+)$/) || [];
    if (!INTERACTION[part] || Number(at) > interactions.length) return bad(`set ${name}`);
    if (Number(at) === interactions.length) { if (part !== 'id') return bad(`${name} before its id`); interactions.push({}); }
    if (!INTERACTION[part](value)) return bad(`${name}=${value}`);
    const one = interactions[at];
    if (part === 'student_response' && !(one.type === 'true-false' ? /^[tf]$/ : /^[a-d]$/).test(value)) return bad(`${name}=${value} of ${one.type}`);
    one[part] = value;
    return 'true';
  },
  LMSGetLastError: () => '0', LMSGetErrorString: () => '', LMSGetDiagnostic: () => '',
};
const told = () => ({ kept, interactions, violations, state, commits });
</script>"""


def served(page: Page, package: Path, host: str) -> None:
    """Serve a package below the platform, and the platform's own page."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}

    def give(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/course/")
        if name == "/":
            route.fulfill(body=host, content_type="text/html; charset=utf-8")
        elif name in files:
            route.fulfill(body=files[name], content_type=mimetypes.guess_type(name)[0] or "text/plain")
        else:
            route.fulfill(status=404)

    page.route(f"{HOST}**", give)


def test_a_platform_gets_every_answer_and_the_score(reader: Reader, site: Path) -> None:
    page = reader.page
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    served(page, site / scorm_of("zh"), f"{PLATFORM}<iframe src='course/index.html' width='900' height='800'></iframe>")
    page.goto(HOST)
    course = page.frame_locator("iframe")
    course.locator("#quiz-length").select_option("10")
    course.locator("#quiz-number").fill("0401")
    course.locator(".quiz-form button").click()
    expect(course.locator(".quiz-choices")).to_have_count(10)
    assert page.evaluate("told().kept['cmi.core.lesson_status']") == "incomplete"
    items = course.locator(ASKED).all()
    for place, item in enumerate(items):
        answer(item, right=place not in (1, 4, 6))
    expect(course.locator(".quiz-result")).to_be_visible()
    told: dict[str, Any] = page.evaluate("told()")
    assert told["violations"] == []
    core = {name.removeprefix("cmi.core."): value for name, value in told["kept"].items()}
    assert core == {"lesson_status": "completed", "score.min": "0", "score.max": "100", "score.raw": "70"}
    assert [one["id"] for one in told["interactions"]] == paper(questions(site), "", 10, "0401")
    assert [one["result"] for one in told["interactions"]] == ["wrong" if n in (1, 4, 6) else "correct" for n in range(10)]
    for one in told["interactions"]:
        assert (one["student_response"] == one["correct_responses.0.pattern"]) == (one["result"] == "correct")
    assert {one["type"] for one in told["interactions"]} == {"choice", "true-false"}
    page.locator("iframe").evaluate("(frame) => { frame.src = 'about:blank'; }")
    page.wait_for_function("told().state === 'finished'")
    told = page.evaluate("told()")
    assert told["violations"] == []
    assert re.fullmatch(r"0000:00:\d\d\.\d\d", told["kept"]["cmi.core.session_time"])
    assert complaints == []
    assert page.evaluate(
        "(calls) => calls.map(([name, value]) => { state = 'running'; return API.LMSSetValue(name, value); })", WRONG
    )
    assert page.evaluate("violations.length") == len(WRONG), "the platform of this test refuses what is wrong"


WRONG = [
    ["cmi.core.lesson_status", "done"],
    ["cmi.core.score.raw", "101"],
    ["cmi.core.session_time", "5"],
    ["cmi.interactions.99.id", "x"],
    ["cmi.interactions.10.type", "choice"],
    ["cmi.interactions.0.student_response", "yes"],
    ["cmi.student_data.mastery_score", "80"],
]


def test_without_a_platform_or_with_one_that_refuses_the_quiz_still_works(reader: Reader, site: Path) -> None:
    page = reader.page
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    refusing = "<script>window.asked = []; window.API = new Proxy({}, {get: (_, name) => () => { asked.push(name); return 'false'; }});</script>"
    served(page, site / scorm_of("en"), f"{refusing}<iframe src='course/index.html'></iframe>")
    for address in (f"{HOST}course/index.html", HOST):
        page.goto(address)
        frame = page if address != HOST else page.frame_locator("iframe")
        frame.locator(".quiz-form button").click()
        expect(frame.locator(".quiz-choices")).to_have_count(10)
        answer(frame.locator(ASKED).first, right=True)
        expect(frame.locator(".quiz-verdict").first).to_have_text("Right.")
    assert json.dumps(page.evaluate("asked")) == '["LMSInitialize"]'
    assert complaints == []
