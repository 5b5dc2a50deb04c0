/* The readiness check on its page. A control's name tells where its value lives, such as figures.cash. */
(() => {
'use strict';

const { say, el } = aeoTools, check = aeoReadiness, STORED = 'aeo-readiness-1', CARRIED = 'aeo-readiness:';

const root = document.querySelector('.readiness');
const one = (selector, from = root) => from.querySelector(selector), all = (selector) => [...root.querySelectorAll(selector)];
const [data, words] = ['readiness-data', 'readiness-words'].map(aeoTools.data);
const boxes = Object.fromEntries(all('[data-of]').map((box) => [box.dataset.of, box]));
const result = one('.outcome'), dates = all('[data-date]'), keep = one('#rc-keep'), said = one('.said');
const clauses = data.groups.flatMap((group) => group.clauses), controls = all('[name*="."]');
const allowed = Object.fromEntries([['set.date', /^(\d{0,4}(-\d{0,2}){2})?$/], ...controls.map((box) => [box.name, box.type === 'text' ? /^.{0,40}$/
  : new RegExp(`^(${[...box.options || all(`[name="${box.name}"]`)].map((choice) => choice.value).join('|')})$`)])]);
let state = check.fresh(), touched = false, unsaved = false;

const text = (selector, id) => (one(selector, boxes[id]) || '').textContent || '';
const name = (figure) => one(`[name="figures.${figure}"]`).parentNode.firstChild.textContent;
const label = (id, answer) => answer && one(`[value="${answer}"]`, boxes[id]).parentNode.textContent;
const link = (id) => one('a', boxes[id]).cloneNode(true);
const shown = (date) => new Date(date).toLocaleDateString(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });

// False where the browser refuses to store; the reader is told.
const store = (use) => { try { return use(localStorage) ?? true; } catch { said.textContent = words.nostore; return false; } };
const put = () => store((storage) => storage.setItem(STORED, check.toFile(data, state)));

const planned = () => check.day(state.set.date || '', data.edition);

const suggested = (id, computed) => say(words.suggest, { result: label(id, computed) });

function worked({ over, percent }, { is, missing, why, top, bottom }) {
  if (typeof is !== 'boolean') return is || why ? words[why || is] : say(words.missing, { names: missing.map(name).join(words.comma) });
  const value = (Number(top) / Number(bottom)).toLocaleString('en', { maximumFractionDigits: 4 }) + (percent ? '%' : '');
  return over ? say(words[is ? 'holds' : 'fails'], { value }) : words[is];
}

function showClause({ clause: { id, groups = [], years }, computed, answer }, figures) {
  const box = boxes[id], { producer } = state.set, { date } = planned(), spoken = one('.suggestion', box);
  for (const test of groups.flat()) {
    one(`[data-test="${test.key}"] .worked`, box).textContent = worked(test, check.weigh(test, figures, producer || test.producer));
  }
  if (spoken) spoken.textContent = computed ? suggested(id, computed) + (computed === answer ? '' : say(words.differs, { answer: label(id, answer) })) : words.open;
  if (years) one('.look-back', box).textContent = date ? say(words.back, { from: shown(check.back(date, years)), to: shown(date), n: years }) : '';
}

function showControls(asked, { values, faults }) {
  for (const box of controls) {
    const [map, key] = box.name.split('.'), value = (map === 'answers' && asked[key] || { answer: state[map][key] }).answer || '';
    if (/radio|checkbox/.test(box.type)) box.checked = value === box.value;
    else if (box.value !== value) box.value = value || (box.options ? box.options[0].value : '');
    if (map !== 'figures') continue;
    box.setAttribute('aria-invalid', key in faults);
    const read = key in values && (Number(values[key]) / 1e12).toLocaleString('en', { maximumFractionDigits: 6 }), typed = box.value.replace(/,/g, '');
    one('.readas', box.parentNode).textContent = read && typed && Number(typed) !== Number(read.replace(/,/g, '')) ? say(words.readas, { value: read }) : '';
    one('.fault', box.parentNode).textContent = say(words[faults[key]] || '', { name: faults[key] === 'part' && name(data.figures[key].part) });
  }
  const { fault } = planned(), parts = (state.set.date || '').split('-');
  dates.forEach((box, at) => {
    if (box.value !== (parts[at] || '')) box.value = parts[at] || '';
    box.setAttribute('aria-invalid', Boolean(fault));
  });
  one('#rc-date-fault').textContent = fault ? words.day[fault] : '';
}

const answered = (items) => ({ n: items.filter(({ answer }) => answer).length, all: items.length });

function show() {
  const read = check.read(data, state), { type } = state.set, { date } = planned(), list = check.answers(data, state), count = answered(list);
  const asked = Object.fromEntries(list.map((item) => [item.clause.id, item]));
  showControls(asked, read);
  list.forEach((item) => showClause(item, read.values));
  for (const id in boxes) {
    const inside = list.filter((item) => item.group.id === id);
    boxes[id].classList.toggle('asked', id in asked || inside.length > 0);
    if (inside.length) one('.done', boxes[id]).textContent = say(words.done, answered(inside));
  }
  all('.standard').forEach((part) => part.classList.toggle('asked', one('.asked', part)));
  one('.unavailable').textContent = type && !data.groups.some((group) => group.type === type) ? words.unavailable : '';
  one('.previous').textContent = date ? say(words.previous, { y: date.slice(0, 4) - 1 }) : '';
  all('.bar, .finish').forEach((part) => { part.hidden = !list.length; });
  Object.assign(one('progress'), { max: count.all || 1, value: count.n });
  one('.count').textContent = say(words.count, count);
  if (!result.hidden) showResult();
}

// A titled list by category, with the page to read about each; folded where it is long and not urgent.
function listed(title, items, hints, folded) {
  const head = el('h4', {}, `${title} (${items.length})`);
  const body = [...new Set(items.map((item) => item.group.id))].flatMap((id) => [
    el('h5', {}, text('h4', id)), ...[one('.read', boxes[id])].map((read) => read ? read.cloneNode(true) : ''),
    el('ul', {}, items.filter((item) => item.group.id === id).map((item) => el('li', {}, link(item.clause.id), ' ', text('.ask span', item.clause.id),
      hints(item).map((hint) => hint && el('p', { class: 'hint' }, hint)))))]);
  return !items.length ? [] : folded ? [el('details', { class: 'group asked' }, el('summary', {}, head), body)] : [head, ...body];
}

function showResult() {
  const { gaps, met, na, bonus, dropped } = check.outcome(data, state), none = () => [];
  const gap = ({ clause: { id, dropped: gone }, computed, answer }) => [text('.evidence', id), gone && words.notasked,
    computed && computed !== answer && suggested(id, computed)];
  const mine = ({ clause, answer }) => [words.youare + (label(clause.id, answer) || words.unanswered)];
  const held = { ...Object.fromEntries(gaps), met, na, bonus: bonus.filter(({ answer }) => answer === 'met') };
  one('.counts').replaceChildren(...Object.entries(words.counts).map(([key, words]) => el('li', {}, el('b', {}, String(held[key].length)), ' ', words)));
  one('.found').replaceChildren(el('p', {}, words.nopass),
    ...gaps.flatMap(([answer, items]) => listed(words.titles[answer], items, gap, !answer)), ...listed(words.dropped, dropped, mine),
    ...listed(words.bonus, bonus, mine), ...listed(words.met, met, none, true), ...listed(words.na, na, none, true));
}

function change(message = '') {
  said.textContent = message;
  unsaved = !(keep.checked && put());
  show();
}

function load({ fault, strange, odd, edition, state: found }, ask) {
  if (fault || ask && !confirm(words.replace)) return change(words[fault || 'unloaded']);
  state = found;
  touched = true;
  change(words.loaded + (strange ? say(words.strange, { n: strange }) : '') + (odd ? say(words.odd, { n: odd }) : '')
    + (edition !== data.edition ? say(words.edition, { date: edition, now: data.edition }) : ''));
}

const number = (id) => text('a', id).replace(/[（）()]/g, '').replace(/^\d+$/, (n) => say(words.clause, { n }));

const row = ({ clause: { id }, group, answer, computed }) => [one('h3', boxes[group.id].parentNode).textContent, text('h4', group.id), number(id), text('.ask span', id),
  label(id, answer) || words.unanswered, label(id, computed) || '', text('.evidence', id), text('.read a', group.id)];

const acts = {
  today() { state.set.date = new Date().toLocaleDateString('sv'); touched = true; change(); },
  next() {
    const { group, clause } = check.answers(data, state).find(({ answer }) => !answer) || {};
    if (!clause) {
      if (!state.set.tier || !state.set.type) {
        one('.unavailable').textContent = words.choose;
        one(`[name="set.${state.set.tier ? 'type' : 'tier'}"]`).focus();
      }
      return;
    }
    boxes[group.id].open = true;
    one('[type="radio"]', boxes[clause.id]).focus();
  },
  result() { result.hidden = false; showResult(); one('#rc-result').focus(); },
  print() { acts.result(); print(); },
  save() { aeoTools.save('aeo-readiness.json', check.toFile(data, state), 'application/json'); unsaved = false; },
  csv: () => aeoTools.save('aeo-readiness.csv', check.toCsv([words.columns, ...check.answers(data, state).map(row)]), 'text/csv'),
  keep() { if (keep.checked && put()) { said.textContent = words.kept; unsaved = false; } else acts.forget(); },
  forget() { keep.checked = false; if (store((storage) => storage.removeItem(STORED))) said.textContent = words.forgotten; },
  restart() { if (confirm(words.restart)) { state = check.fresh(); result.hidden = true; change(words.restarted); touched = unsaved = false; } },
};

// An answer to a clause that is the same in both tiers serves both.
function set({ name: at, type, checked, value }) {
  const [map, key] = at.split('.'), mine = clauses.find(({ id }) => id === key) || {};
  const twins = clauses.filter(({ id, same }) => map === 'answers' && (id === mine.same || same === key));
  for (const { id } of [{ id: key }, ...twins]) state[map][id] = type === 'checkbox' && !checked ? '' : value;
  touched = true;
  change();
}

// What a browser puts back into the controls of a page that one comes back to; a computed result is no answer of one's own.
function adopt() {
  for (const box of controls) {
    const [map, key] = box.name.split('.'), radio = /radio|checkbox/.test(box.type);
    if (radio ? box.checked && !box.defaultChecked : box.value && box.value !== (box.options ? box.options[0].value : '')) state[map][key] = box.value;
  }
  if (dates.some((box) => box.value)) state.set.date = dates.map((box) => box.value).join('-');
  touched = unsaved = JSON.stringify(state) !== JSON.stringify(check.fresh());
  for (const { clause: { id }, computed } of check.answers(data, state)) if (computed === state.answers[id]) delete state.answers[id];
}

root.addEventListener('click', ({ target }) => { if (acts[target.dataset.do]) acts[target.dataset.do](); });
one('#rc-file').addEventListener('change', async ({ target }) => {
  if (target.files[0]) load(check.fromFile(allowed, await target.files[0].text()), touched);
  target.value = '';
});
root.addEventListener('input', ({ target }) => {
  if (target.name.includes('.')) set(target);
  else if (dates.includes(target)) {
    const typed = dates.map((box) => box.value.normalize('NFKC').replace(/\D/g, ''));
    state.set.date = typed.some(Boolean) ? typed.join('-') : '';
    touched = true;
    change();
  }
});
for (const away of root.querySelectorAll('a[href]')) for (const [key, value] of Object.entries({ target: '_blank', rel: 'noopener', 'aria-describedby': 'rc-beside' })) away.setAttribute(key, value);

// Nothing is lost without a question; the other language takes the answers along, in the window and nowhere else.
addEventListener('beforeunload', (event) => {
  if (unsaved) {
    event.preventDefault();
    event.returnValue = '';
  }
});
document.querySelectorAll('a.aeo-language').forEach((other) => other.addEventListener('click', (event) => {
  if (!touched || event.ctrlKey || event.metaKey || event.shiftKey) return;
  window.name = CARRIED + check.toFile(data, state);
  unsaved = false;
}));

addEventListener('beforeprint', () => all('details').forEach((part) => { part.open = true; }));

all('.group + .group').forEach((group) => { group.open = false; });
const saved = store((storage) => storage.getItem(STORED) || ''), carried = window.name.startsWith(CARRIED) && window.name.slice(CARRIED.length);
const found = saved && check.fromFile(allowed, saved);
keep.checked = found && !found.fault; // unreadable: kept as it is
if (carried) {
  window.name = '';
  load(check.fromFile(allowed, carried));
} else if (found) {
  load(found);
} else {
  adopt();
  show();
}
// Some browsers put things back only now.
addEventListener('pageshow', () => {
  if (touched) return;
  adopt();
  show();
});
})();
