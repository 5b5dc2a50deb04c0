/* The site's search, also from a disk: its index (src/aeosite/search.py) is a script, loaded on first use. */
const aeoSearch = (() => {
'use strict';

const LIMIT = 10; // results shown
const EACH = 3; // of them from one page, while other pages have some
const FEW = 3; // below this many exact results, near ones are added
const NEAR = 0.6; // share of a term's pieces that a near result has
const WIDTH = { zh: 72, en: 150 }; // of an excerpt
const IDLE = /^(an?|and|are|by|can|do|does|for|how|i|in|is|it|my|of|on|or|the|to|we|what|when|which|who|with)$/;
const ASKING = /请问|如何|怎么|怎样|什么|哪些|哪里|为何|多少|是否|可以|[吗呢的]/g;
const HAN = /\p{Script=Han}/u;

// Text and terms

// A character as it is compared: half-width, lower case, no accent; one kind of bracket and dash.
const plains = {};
const plain = (char) => plains[char] = plains[char] || char.normalize('NFKD').toLowerCase()
  .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
  .replace(/[[{〔【《]/, '(').replace(/[\]}〕】》]/, ')').replace(/[‐-—]/, '-');

// {s, at}: a text as it is compared, no space beside Han; the place [start, end] of each unit of s in the text.
function fold(text) {
  const at = [];
  let s = '', last = '', space = false, place = 0;
  for (const char of text) {
    for (const unit of plain(char)) {
      if (/\s/.test(unit)) space = true;
      else {
        s += space && s && !HAN.test(last + unit) ? ' ' + unit : unit;
        while (at.length < s.length) at.push([place, place + char.length]);
        last = unit;
        space = false;
      }
    }
    place += char.length;
  }
  return { s, at };
}

// inspections → inspection, companies → company, boxes → box; criteria, status stay.
const stem = (word) => word.replace(/(..[^aeiou])ies$/, '$1y').replace(/(x|ch|sh|ss)es$/, '$1').replace(/(..[^sui])s$/, '$1');

const eitherNumber = (word) => `(?:${stem(word)}(?:e?s)?|${stem(word).replace(/y$/, '')}ies)`;

// [what stands before, term]: English words match where a word starts, short numbers where a number starts, all else anywhere.
function pattern(term) {
  if (/^\d{1,4}$/.test(term)) return ['^|\\D', term];
  if (/[^ -~]|\d/.test(term)) return ['', term.replace(/[\\^$.*+?()|]/g, '\\$&')];
  const words = term.match(/[a-z]+/g);
  const last = words.pop();
  return ['^|[^a-z0-9]', `${words.map((word) => eitherNumber(word) + '[^a-z0-9]?').join('')}(?:${eitherNumber(last)}(?![a-z0-9])|${last})`];
}

// A function that lists the places [start, end] of a term.
function finder(term) {
  const search = new RegExp('(' + pattern(term).join(')(') + ')', 'g');
  return (s) => {
    const places = [];
    s.replace(search, (all, before, hit, place) => places.push([place + before.length, place + all.length]));
    return places;
  };
}

const pairsOf = (text) => [...text].map((char, i, all) => char + all[i + 1]).filter((pair) => /^\p{Script=Han}{2}$/u.test(pair));

// What a near match must and may have: words and numbers, pairs of Han characters. None without Han or for a short term.
function looser(term) {
  const words = term.match(/[a-z0-9]+/g) || [];
  const pairs = pairsOf(term.replace(ASKING, ' '));
  if (!HAN.test(term) || !(words.length || (pairs.length && term.length > 3))) return null;
  const may = [...words, ...pairs, ...(words.length && pairs.length === 1 ? pairs[0] : [])];
  return { must: words.map(finder), may: may.map(finder), all: [...may, ...pairsOf(term)].map(finder) };
}

// The terms of a query; all must match.
function terms(query) {
  const parts = query.split(/[\s,，、。;；:：!！?？"“”]+/).map((part) => fold(part).s);
  const all = [...new Set(parts.map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')))].filter(Boolean);
  const telling = all.filter((text) => !IDLE.test(text));
  return (telling.length ? telling : all).map((text) => ({ text, find: finder(text), near: looser(text) }));
}

// Ranking

// The sections of an index, folded once. The first of a page is headed by the page's title.
function prepare(index) {
  return index.ready || (index.ready = index.sections.map(([page, anchor, own, text], order) => {
    const [url, title, weight = 1] = index.pages[page]; // below 1: history
    const heading = anchor ? own : title;
    const folded = { title: fold(title).s, heading: fold(heading).s, text: fold(text).s };
    return { url: anchor ? url + '#' + anchor : url, page, title, heading, text, lead: !anchor, order, weight, folded };
  }));
}

// Title, then heading, then text; more and earlier hits and shorter texts are better. 5: only the page's title has it.
function scoreTerm({ text, find }, whole, { lead, folded }) {
  const hits = find(folded.text);
  const length = folded.text.length;
  const detail = hits.length && Math.min(hits.length, 5) * 0.8 + 3 * (1 - hits[0][0] / length) + 2 / (1 + length / 500);
  if (find(folded.heading).length) return (lead ? 70 : 30) + (folded.heading === whole ? 20 : text.length / folded.heading.length) + detail;
  return hits.length ? 10 + detail : find(folded.title).length && 5;
}

// 0 unless all terms are there. A title alone counts for its page's first section only.
function scoreExact(section, words, whole) {
  const scores = words.map((term) => scoreTerm(term, whole, section));
  if (!Math.min(...scores) || Math.max(...scores) === 5) return 0;
  return scores.reduce((sum, score) => sum + score) / scores.length + section.folded.text.includes(whole);
}

// 0 unless each term or most of its pieces are there, and some not just in the page's title. More in the heading are better.
function scoreNear({ lead, folded: { title, heading, text } }, words) {
  const own = heading + '\n' + text;
  const all = title + '\n' + own;
  const share = (pieces, s) => pieces.filter((has) => has(s).length).length / pieces.length;
  const part = ({ find, near }) => find(all).length ? 1 : near && near.must.every((has) => has(all).length) && share(near.may, all);
  const adds = (has) => has(own).length && (lead || !has(title).length);
  if (!words.every((word) => part(word) >= NEAR) || !words.some(({ find, near }) => (near ? near.may : [find]).some(adds))) return 0;
  return words.reduce((sum, word) => sum + part(word) + share(word.near ? word.near.all : [word.find], heading), 0);
}

// The sections that match a query, best first.
function find(query, index) {
  const words = terms(query);
  const whole = fold(query.trim()).s;
  const rank = (score, near, but = []) => prepare(index).filter(({ order }) => !but.some((hit) => hit.order === order))
    .map((section) => ({ ...section, near, score: section.weight * score(section, words, whole) }))
    .filter((hit) => hit.score).sort((a, b) => b.score - a.score || a.order - b.order);
  const exact = words.length ? rank(scoreExact, false) : [];
  return exact.length < FEW && words.some((term) => term.near) ? exact.concat(rank(scoreNear, true, exact)) : exact;
}

// The hits to show: the best ones, of which not too many from one page.
function choose(hits) {
  const few = (hit) => hits.filter(({ page }) => page === hit.page).indexOf(hit) < EACH;
  return [...hits.filter(few), ...hits.filter((hit) => !few(hit))].slice(0, LIMIT);
}

// Excerpts

// The places [start, end] in a text that match a query, in order, without overlaps.
function marks(text, query) {
  const { s, at } = fold(text);
  const hits = terms(query).flatMap(({ find, near }) => find(s).length || !near ? find(s) : near.may.flatMap((has) => has(s)));
  const merged = [];
  for (const [from, to] of hits.sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1] || [];
    const [start, end] = [at[from][0], at[to - 1][1]];
    if (start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// Pieces [text, isHit] of a text, cut to about `width` characters where hits are densest.
function excerpt(text, query, width) {
  const hits = marks(text, query);
  const around = ([from]) => hits.filter((hit) => hit[0] >= from && hit[1] <= from + width * 0.8).length;
  const [best] = hits.reduce((a, b) => (around(b) > around(a) ? b : a), hits[0] || [0]);
  let start = Math.max(0, Math.min(best - Math.round(width / 5), text.length - width));
  let end = Math.min(text.length, start + width);
  while (start && start < best && /^\w| $/.test(text.slice(start - 1, start + 1))) start++;
  while (end < text.length && end > best + width / 2 && /^ |\w$/.test(text.slice(end - 1, end + 1))) end--;
  const pieces = [[start ? '…' : '', false]];
  for (const [from, to] of hits.filter((hit) => hit[0] >= start && hit[1] <= end)) {
    pieces.push([text.slice(start, from), false], [text.slice(from, to), true]);
    start = to;
  }
  return [...pieces, [text.slice(start, end), false], [end < text.length ? '…' : '', false]].filter(([piece]) => piece);
}

// Loading

const indexes = {};
const loading = {};

// Called by search/zh.js and search/en.js.
const receive = (index) => { indexes[index.lang] = index; };

// A promise that an index is there; a failure can be tried again.
function load(base, lang) {
  loading[lang] = loading[lang] || new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.onerror = () => reject(delete loading[lang]);
    script.onload = () => (indexes[lang] ? resolve() : script.onerror());
    script.src = `${base}/search/${lang}.js`;
    document.head.append(script);
  });
  return loading[lang];
}

// The box

const element = (name, kind, ...children) => aeoTools.el(name, { class: 'aeo-search__' + kind }, ...children);

const marked = (name, kind, text, query, width = 999) =>
  element(name, kind, ...excerpt(text, query, width).map(([piece, hit]) => (hit ? element('mark', 'mark', piece) : piece)));

// The results by page: pages by their best result; in each, its first section first.
function list(hits, query, base, width) {
  const item = ({ url, heading, text, lead }) => {
    const link = marked('a', 'link', heading, query);
    link.href = base + '/' + url;
    return element('li', lead ? 'lead' : 'hit', link, marked('p', 'text', text, query, width));
  };
  return element('ol', 'pages', ...[...new Set(hits.map((hit) => hit.page))].map((page) => {
    const group = hits.filter((hit) => hit.page === page).sort((a, b) => b.lead - a.lead);
    const title = group[0].lead ? [] : [marked('p', 'title', group[0].title, query)];
    return element('li', 'page', ...title, element('ul', 'hits', ...group.map(item)));
  }));
}

// Brings a box to life and returns what opens it. Its texts and the way to the site's root are data attributes.
function mount(root) {
  const [input, panel, status, opener, closer] = ['input', 'panel', 'status', 'open', 'close']
    .map((name) => root.querySelector('.aeo-search__' + name));
  const say = root.dataset;
  const lang = /^en/i.test(document.documentElement.lang) ? 'en' : 'zh';
  let frame;

  const on = (target, type, listener) => target.addEventListener(type, listener);
  const outside = (target) => target && !root.contains(target);
  const stops = () => [input, ...(panel.hidden ? [] : panel.querySelectorAll('a'))];

  function show(text, ...more) {
    if (text) panel.replaceChildren(element('p', 'count', text), ...more);
    panel.hidden = !text;
    if (status.textContent !== text) status.textContent = text;
  }

  function render() {
    frame = cancelAnimationFrame(frame);
    const query = input.value.trim();
    if (!terms(query).length) return show('');
    if (!indexes[lang]) {
      show(say.loading);
      return load(say.base, lang).then(() => panel.hidden || render(), () => panel.hidden || show(say.failed));
    }
    const hits = find(query, indexes[lang]);
    const text = hits.length > LIMIT ? say.more : hits.length > 1 ? say.some : hits.length ? say.one : say.none;
    const body = hits.length ? list(choose(hits), query, say.base, WIDTH[lang]) : element('p', 'advice', say.advice);
    show(text.replace('{n}', hits.length).replace('{q}', () => query), body);
    panel.scrollTop = 0;
  }

  function soon() {
    frame = frame || requestAnimationFrame(render);
  }

  function toggle(open) {
    root.classList.toggle('aeo-search--open', open);
    opener.setAttribute('aria-expanded', open);
    if (!open) return show('');
    input.focus();
    input.select();
    soon();
  }

  function leave() {
    (opener.offsetParent ? opener : input).focus();
    toggle(false);
  }

  on(root, 'keydown', (event) => {
    const all = stops();
    const next = all[all.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    const escape = event.key === 'Escape' && (!panel.hidden || opener.offsetParent);
    if (event.isComposing || !(next || escape)) return;
    event.preventDefault();
    if (escape) leave();
    else next.focus();
  });
  on(root, 'submit', (event) => {
    event.preventDefault();
    render();
    (stops()[1] || input).focus();
  });
  on(root, 'focusin', (event) => {
    load(say.base, lang).catch(() => {});
    if (!root.contains(event.relatedTarget)) soon();
  });
  on(root, 'focusout', (event) => outside(event.relatedTarget) && toggle(false));
  on(document, 'pointerdown', (event) => outside(event.target) && toggle(false));
  on(panel, 'click', (event) => event.target.closest('a') && toggle(false));
  on(input, 'input', (event) => event.isComposing || soon());
  on(input, 'compositionstart', () => { frame = cancelAnimationFrame(frame); });
  on(input, 'compositionend', soon);
  on(opener, 'click', () => toggle(true));
  on(closer, 'click', leave);
  root.classList.add('aeo-search--ready');
  return () => toggle(true);
}

const boxes = [...document.querySelectorAll('[data-aeo-search]')].map(mount);
document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey } = event;
  const asked = (ctrlKey || metaKey) && key === 'k';
  if (!asked || !boxes.length) return;
  event.preventDefault();
  boxes[0]();
});

return { fold, stem, find, choose, marks, excerpt, receive };
})();
