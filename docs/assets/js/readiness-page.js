/* The readiness check on its page. Words come from the page; nothing is sent, and nothing is stored unless the reader asks. */
const aeoReadinessPage = (() => {
'use strict';

const { data, say, el, save } = aeoTools;
const check = aeoReadiness;
const KEY = 'aeo-readiness-1';
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const one = (selector, from = document) => from.querySelector(selector);

function start(root) {
  const facts = data('readiness-data');
  const words = data('readiness-words');
  const boxes = Object.fromEntries(all('.clause', root).map((box) => [box.dataset.clause, box]));
  const groups = Object.fromEntries(all('.group', root).map((group) => [group.dataset.group, group]));
  const by = Object.fromEntries(facts.groups.flatMap((group) => group.clauses.map((clause) => [clause.id, clause])));
  const result = one('.outcome', root);
  const keep = one('#rc-keep', root);
  const said = one('.said', root);
  let state = check.fresh();

  const name = (figure) => one(`[data-figure="${figure}"]`, root).parentNode.firstChild.textContent;
  const label = (id, answer) => answer ? one(`[value="${answer}"]`, boxes[id]).parentNode.textContent : words.unanswered;
  const day = (date) => new Date(date + 'T00:00Z').toLocaleDateString(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });
  const store = (use) => { try { return use(localStorage); } catch { said.textContent = words.nostore; return null; } };

  // A quotient in words, with as many places as it takes to stand apart from the limit.
  function quotient({ top, bottom }, test) {
    const size = top < 0n ? -top : top;
    for (let places = 2; ; places += 2) {
      const power = 10n ** BigInt(places);
      const rounded = (2n * size * power + bottom) / (2n * bottom);
      const same = rounded * bottom === size * power;
      if (!same && places < 8 && rounded * check.ONE === check.exact(test.value) * power) continue;
      const part = String(rounded % power).padStart(places, '0').replace(/0+$/, '');
      return (same ? '' : words.about) + (top < 0n ? '−' : '') + (rounded / power).toLocaleString('en') + (part && '.' + part) + (test.percent ? '%' : '');
    }
  }

  function worked(test, { is, missing, why, bottom, top }) {
    if (is === 'out') return words[why || 'out'];
    if (is === null) return why ? words[why] : say(words.missing, { names: missing.map(name).join(words.comma) });
    return test.over ? say(is ? words.holds : words.fails, { value: quotient({ top, bottom }, test) }) : is ? words.yes : words.no;
  }

  function showComputed({ clause, computed }, values) {
    const box = boxes[clause.id], mine = state.answers[clause.id];
    for (const test of (clause.groups || []).flat()) {
      one(`[data-test="${test.key}"] .worked`, box).textContent = worked(test, check.weigh(test, values, state.producer || test.producer));
    }
    if (clause.groups || clause.outcomes) {
      one('.suggestion', box).textContent = !computed ? (clause.groups ? words.open : '') : say(words.suggest, { result: label(clause.id, computed) })
        + (mine && mine !== computed ? words.stop + say(words.differs, { answer: label(clause.id, mine) }) : '');
    }
    const years = one('.look-back', box);
    if (years && !(years.hidden = !state.date)) {
      years.textContent = say(words.back, { from: day(check.back(state.date, clause.years)), to: day(state.date), n: clause.years });
    }
  }

  function showSetup(answered) {
    for (const key of ['tier', 'type', 'producer']) all(`[name="rc-${key}"]`, root).forEach((box) => { box.checked = box.value === state[key]; });
    all('[name="rc-line"]', root).forEach((box) => {
      box.checked = state.lines.includes(box.value);
      box.disabled = !facts.groups.some((group) => group.business && group.category === box.value && group.tier === (state.tier || group.tier));
      one('.lines-unknown', root).hidden = !box.disabled;
    });
    all('[data-unit]', root).forEach((box) => { box.value = state.units[box.dataset.unit] || 1; });
    one('#rc-date', root).value = state.date;
    one('.previous', root).textContent = state.date && say(words.previous, { y: state.date.slice(0, 4) - 1 });
    one('.unavailable', root).textContent = state.type && !facts.groups.some((group) => group.type === state.type) ? words.unavailable : '';
    all('.bar, .finish', root).forEach((part) => { part.hidden = !answered.length; });
  }

  function showFigures({ faults }) {
    for (const box of all('[data-figure]', root)) {
      const key = box.dataset.figure, fault = faults[key];
      if (box.value !== (state.figures[key] || '')) box.value = state.figures[key] || '';
      box.setAttribute('aria-invalid', Boolean(fault));
      one('.fault', box.parentNode).textContent = fault ? say(words[fault], { name: fault === 'part' && name(facts.figures[key].part) }) : '';
    }
  }

  function show() {
    const read = check.read(facts, state);
    const answered = check.answers(facts, state);
    const asked = new Set(answered.map(({ clause }) => clause.id));
    showSetup(answered);
    showFigures(read);
    for (const [id, box] of Object.entries(boxes)) box.classList.toggle('asked', asked.has(id));
    for (const [id, group] of Object.entries(groups)) {
      const inside = answered.filter((one) => one.group.id === id);
      group.classList.toggle('asked', inside.length > 0);
      one('.done', group).textContent = say(words.done, { n: inside.filter((one) => one.answer).length, all: inside.length });
    }
    all('.standard', root).forEach((part) => part.classList.toggle('asked', one('.group.asked', part) !== null));
    for (const item of answered) {
      all('[type="radio"]', boxes[item.clause.id]).forEach((box) => { box.checked = box.value === item.answer; });
      showComputed(item, read.values);
    }
    all('.outcomes select', root).forEach((box) => { box.value = state.choices[box.closest('.clause').dataset.clause] ?? ''; });
    const count = answered.filter((one) => one.answer).length;
    Object.assign(one('progress', root), { max: answered.length || 1, value: count });
    one('.count', root).textContent = say(words.count, { n: count, all: answered.length });
    if (!result.hidden) showResult();
  }

  const link = (id) => one('.ask', boxes[id]).firstElementChild.cloneNode(true);

  function entry({ clause, group, answer, computed }) {
    const lighter = Object.values(by).find((other) => other.lighter === clause.id);
    const evidence = one('.evidence', boxes[clause.id]), page = groups[group.id].dataset;
    const hints = [
      evidence && evidence.textContent,
      clause.dropped && words.notasked, lighter && el('span', {}, words.lighter, link(lighter.id)),
      computed && computed !== answer && say(words.suggest, { result: label(clause.id, computed) }),
      page.page && el('span', {}, words.read, el('a', { href: page.page }, page.title)),
    ];
    return el('li', {}, link(clause.id), ' ', one('.ask span', boxes[clause.id]).textContent, hints.map((hint) => hint && el('p', { class: 'hint' }, hint)));
  }

  const grouped = (items, make) => [...new Set(items.map((item) => item.group.id))].map((id) => [
    el('h5', {}, one('h4', groups[id]).textContent), make(items.filter((item) => item.group.id === id))]);
  const listed = (title, items, note) => items.length > 0 && [el('h4', {}, `${title} (${items.length})`), note && el('p', {}, note),
    grouped(items, (some) => el('ul', {}, some.map((item) => el('li', {}, link(item.clause.id), ' ', one('.ask span', boxes[item.clause.id]).textContent,
      item.say ? el('p', { class: 'hint' }, words.youare + item.say) : ''))))];

  function showResult() {
    const found = check.outcome(facts, state);
    const [a, b, c, d] = found.gaps.map(([, items]) => items.length);
    const mine = (items) => items.map((item) => ({ ...item, say: label(item.clause.id, item.answer) }));
    const dropped = check.answers(facts, state).filter(({ clause }) => clause.dropped);
    result.replaceChildren(
      el('h3', { tabindex: '-1' }, words.result), el('p', {}, words.nopass),
      el('p', {}, say(words.summary, { a, b, c, d, e: found.met.length, f: found.na.length })),
      a + b + c + d ? '' : el('p', {}, words.nogaps),
      ...[...found.gaps.map(([answer, items]) => items.length > 0 && [el('h4', {}, `${words.titles[answer]} (${items.length})`), grouped(items, (some) => el('ul', {}, some.map(entry)))]),
        listed(words.dropped, mine(dropped)), listed(words.bonus, mine(found.bonus), words.bonusnote), listed(words.met, found.met), listed(words.na, found.na)].flat(4).filter(Boolean));
  }

  function change(edit, message = '') {
    edit(state);
    said.textContent = message;
    if (keep.checked) store((storage) => storage.setItem(KEY, check.toFile(facts, state)));
    show();
  }

  function answer(id, value) {
    const twins = Object.values(by).filter((clause) => clause.same === id || by[id].same === clause.id).map((clause) => clause.id);
    for (const twin of [id, ...twins]) state.answers[twin] = value;
  }

  function load(found) {
    if (found.fault) { said.textContent = words[found.fault]; return; }
    if (JSON.stringify(state) !== JSON.stringify(check.fresh()) && !confirm(words.replace)) { said.textContent = words.unloaded; return; }
    change(() => { state = found.state; }, [words.loaded, found.strange && say(words.strange, { n: found.strange }), found.odd && say(words.odd, { n: found.odd }),
      found.edition !== facts.edition && say(words.edition, { date: found.edition, now: facts.edition })].filter(Boolean).join(' '));
  }

  const acts = {
    today: () => change(() => { state.date = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10); }),
    next() {
      const item = check.answers(facts, state).find((one) => !one.answer);
      if (!item) { one('.count', root).textContent = words.all; return; }
      groups[item.group.id].open = true;
      one('[type="radio"]', boxes[item.clause.id]).focus();
    },
    result() { result.hidden = false; showResult(); one('h3', result).focus(); },
    print: () => { acts.result(); print(); },
    save: () => save('aeo-readiness.json', check.toFile(facts, state), 'application/json'),
    csv: () => save('aeo-readiness.csv', check.toCsv([words.columns, ...check.answers(facts, state).map(({ clause, group, answer, computed }) => {
      const evidence = one('.evidence', boxes[clause.id]), details = groups[group.id];
      return [one('h3', details.parentNode).textContent, one('h4', details).textContent, link(clause.id).textContent, one('.ask span', boxes[clause.id]).textContent,
        label(clause.id, answer), computed ? label(clause.id, computed) : '', evidence ? evidence.textContent : '', details.dataset.title || ''];
    })]), 'text/csv'),
    forget: () => { keep.checked = false; if (store((storage) => { storage.removeItem(KEY); return true; })) said.textContent = words.forgotten; },
    restart: () => { if (confirm(words.restart)) { result.hidden = true; change(() => { state = check.fresh(); }, words.restarted); } },
  };

  root.addEventListener('click', ({ target }) => { if (target.dataset.do) acts[target.dataset.do](); });
  root.addEventListener('input', ({ target }) => {
    if (target.dataset.figure) change(() => { state.figures[target.dataset.figure] = target.value; });
  });
  root.addEventListener('change', ({ target }) => {
    const clause = target.closest('.clause'), setup = /^rc-(tier|type|producer)$/.exec(target.name);
    if (setup) change(() => { state[setup[1]] = target.value; });
    else if (target.name === 'rc-line') change(() => { state.lines = all('[name="rc-line"]:checked', root).map((box) => box.value); });
    else if (target.id === 'rc-date') change(() => { state.date = target.value; });
    else if (target.dataset.unit) change(() => { state.units[target.dataset.unit] = Number(target.value); });
    else if (target === keep && keep.checked) { store((storage) => storage.setItem(KEY, check.toFile(facts, state)) || true) ? said.textContent = words.kept : keep.checked = false; }
    else if (target === keep) acts.forget();
    else if (target.type === 'file' && target.files[0]) target.files[0].text().then((text) => { load(check.fromFile(facts, text)); target.value = ''; });
    else if (clause && target.type === 'radio') change(() => answer(clause.dataset.clause, target.value));
    else if (clause && target.matches('select')) change(() => { if (target.value) state.choices[clause.dataset.clause] = Number(target.value); else delete state.choices[clause.dataset.clause]; });
  });

  let closed = [];
  addEventListener('beforeprint', () => { closed = all('details:not([open])', root); closed.forEach((part) => { part.open = true; }); });
  addEventListener('afterprint', () => closed.forEach((part) => { part.open = false; }));

  all('.group', root).forEach((group) => { group.open = false; });
  const saved = store((storage) => storage.getItem(KEY));
  if (saved) { keep.checked = true; load(check.fromFile(facts, saved)); said.textContent = words.found; } else show();
}

all('.readiness').forEach(start);
return { start };
})();
