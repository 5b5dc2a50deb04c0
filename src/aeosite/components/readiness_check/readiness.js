/* The readiness check without its page. Limits come from the records (src/aeosite/tools/readiness.py); arithmetic is exact. */
const aeoReadiness = (() => {
'use strict';

const ONE = 10n ** 12n;
const TIMES = { 千: 1000n, 万: 10000n, 亿: 100000000n };
const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.(\d{1,6}))?([千万亿]?元|[千万亿])?$/;

// In 10⁻¹².
function exact(text) {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(12, '0'));
}

// Null for nothing typed, {value} or {fault}. (1,234) is negative, as accountants write; 万 outranks the unit chosen.
function parse(typed, figure, factor = 1) {
  const text = typed.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[\s¥]/g, '').replace(/^\((.+)\)$/, '-$1');
  if (!text) return null;
  const found = NUMBER.exec(text);
  if (!found) return { fault: 'number' };
  const money = figure.unit === 'cny';
  const unit = found[4] ? TIMES[found[4][0]] || 1n : BigInt(money ? factor : 1);
  const value = BigInt(found[1] + found[2].replace(/,/g, '') + (found[3] || '').padEnd(12, '0')) * unit;
  if (value < 0n && !figure.negative) return { fault: 'negative' };
  return !money && value % ONE ? { fault: 'whole' } : { value };
}

// A part above its whole is a fault; of nothing, every part is nothing.
function read({ figures }, state) {
  const values = {}, faults = {}, typed = {};
  for (const key in figures) {
    const found = parse(state.figures[key] || '', figures[key], state.units[figures[key].category]);
    if (found && found.fault) faults[key] = found.fault;
    else if (found) typed[key] = found.value;
  }
  const none = (key) => key && (key in typed ? typed[key] === 0n : !faults[key] && none(figures[key].part));
  for (const key in figures) {
    if (typed[key] > typed[figures[key].part]) faults[key] = 'part';
    else if (key in typed) values[key] = typed[key];
    else if (!faults[key] && none(figures[key].part)) values[key] = 0n;
  }
  return { values, faults };
}

const holds = (how, a, b) => ({ 'at-most': a <= b, 'at-least': a >= b, above: a > b, below: a < b })[how];

const total = (values, keys) => keys.reduce((sum, key) => sum + values[key], 0n);

// One figure of a clause: is true, false, null for not known, or 'out' for not this case.
function weigh({ plus, minus = [], over = [], when = [], also = [], ...test }, values, producer) {
  const lacking = (keys) => [...new Set(keys)].filter((key) => !(key in values));
  const fits = ([key, how, value]) => !key || (key in values ? holds(how, values[key], exact(value)) : null);
  const bottom = over.length && !lacking(over).length ? total(values, over) : null;
  if (test.producer && test.producer !== producer || fits(when) === false) return { is: 'out' };
  if (bottom === 0n) return test.ignored ? { is: 'out', why: 'ignored' } : { is: null, why: 'zero' };
  const missing = lacking([...plus, ...minus, ...over, ...when.slice(0, 1)]);
  if (missing.length) return { is: null, missing };
  const sum = total(values, plus) - total(values, minus);
  const top = over.length ? sum * BigInt(over.length) * (test.percent ? 100n : 1n) : sum;
  const is = holds(test.comparison, top * ONE, exact(test.value) * (over.length ? bottom : ONE));
  return { is: is && fits(also), missing: lacking(also.slice(0, 1)), top, bottom };
}

// One figure is enough; 'out' where none is for this case.
function either(states) {
  const live = states.filter((is) => is !== 'out');
  return !live.length ? 'out' : live.includes(true) || (live.includes(null) ? null : false);
}

function grade(clause, groups) {
  const live = groups.filter((is) => is !== 'out');
  const count = (wanted) => live.filter((is) => is === wanted).length;
  if (!live.length) return clause.options.includes('not-applicable') ? 'not-applicable' : null;
  if (!clause.score) return count(false) ? 'not-met' : count(null) ? null : 'met';
  const word = (sure) => sure >= clause.score[0] ? 'met' : sure >= clause.score[1] ? 'basically-met' : 'not-met';
  const least = word(count(true));
  return least === word(count(true) + count(null)) ? least : null;
}

// The result that figures or a chosen fact lead to; not knowing whether it is a producer, only what holds either way.
function suggestion(clause, values, state) {
  if (clause.outcomes) return clause.outcomes[state.choices[clause.id]] || null;
  if (!clause.groups) return null;
  const [first, other = first] = (state.set.producer ? [state.set.producer] : ['yes', 'no']).map((producer) => grade(clause,
    clause.groups.map((tests) => either(tests.map((test) => weigh(test, values, producer).is)))));
  return first === other ? first : null;
}

// Every clause asked; the answer is the reader's own, else the computed one.
function answers(data, state) {
  const { tier, type } = state.set, { values } = read(data, state);
  return !data.groups.some((group) => group.type === type) ? [] : data.groups
    .filter((group) => group.tier === tier && (group.business ? state.lines[group.category] : group.type === type))
    .flatMap((group) => group.clauses.filter((clause) => !clause.types || clause.types.includes(type)).map((clause) => {
      const computed = suggestion(clause, values, state);
      return { clause, group, computed, answer: state.answers[clause.id] || computed || '' };
    }));
}

// Each list in the order of the standard. Bonus items are no gaps. No score: how one passes is not known.
function outcome(data, state) {
  const all = answers(data, state);
  const by = (word) => all.filter((one) => one.answer === word && one.group.category !== 'additional');
  return {
    gaps: ['not-met', 'basically-met', 'unknown', ''].map((word) => [word, by(word)]), met: by('met'), na: by('not-applicable'),
    bonus: all.filter((one) => one.group.category === 'additional'), dropped: all.filter((one) => one.clause.dropped),
  };
}

// The same date, years earlier; of 29 February, the 28th.
function back(day, years) {
  const [year, rest] = [day.slice(0, 4) - years, day.slice(4)];
  const common = year % 4 || !(year % 100) && year % 400;
  return String(year).padStart(4, '0') + (rest === '-02-29' && common ? '-02-28' : rest);
}

const fresh = () => ({ set: {}, lines: {}, units: {}, figures: {}, choices: {}, answers: {} });
const toFile = ({ edition }, state) => JSON.stringify({ kind: 'aeo-readiness', version: 1, edition, state }, null, 1);

// allowed: pattern by name, such as answers.ace26-01. What this edition lacks is kept and counted, what is unreadable left out.
function fromFile(allowed, text) {
  let file = null;
  try { file = JSON.parse(text.replace(/^\uFEFF/, '')); } catch { /* told below */ }
  if (!file || file.kind !== 'aeo-readiness' || !file.state) return { fault: 'file' };
  if (file.version !== 1) return { fault: 'version' };
  const found = { state: fresh(), strange: 0, odd: 0, edition: String(file.edition) };
  for (const [map, entries] of Object.entries(found.state)) {
    for (const [key, value] of Object.entries(Object(file.state[map]))) {
      const may = allowed[`${map}.${key}`];
      if (!/^[a-z0-9-]{1,60}$/.test(key) || typeof value !== 'string' || !(may || /^.{0,40}$/).test(value)) found.odd++;
      else {
        entries[key] = value;
        if (!may) found.strange++;
      }
    }
  }
  return found;
}

// With a byte order mark, a spreadsheet reads UTF-8; after an apostrophe, it runs no formula.
const toCsv = (rows) => '\uFEFF' + rows.map((row) => row.map((cell) =>
  `"${String(cell).replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`).join(',') + '\r\n').join('');

return { parse, read, weigh, suggestion, answers, outcome, back, fresh, toFile, fromFile, toCsv };
})();
