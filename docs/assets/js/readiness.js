/* The readiness check, without a page: reading figures, computing clauses, ordering the result, reading saved files.
   Limits and structure come from the records (src/aeosite/tools/readiness.py); arithmetic is exact, in 10⁻¹². */
const aeoReadiness = (() => {
'use strict';

const VERSION = 1;
const ONE = 10n ** 12n;
const TIMES = { 千: 1000n, 万: 10000n, 亿: 100000000n };
const NUMBER = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.(\d{1,6}))?([千万亿]?元|[千万亿])?$/;
const RESULTS = ['met', 'basically-met', 'not-met', 'not-applicable', 'unknown'];
const GAPS = ['not-met', 'basically-met', 'unknown', ''];

// A decimal text of the records in 10⁻¹².
function exact(text) {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return BigInt(sign + whole + part.padEnd(12, '0'));
}

// What a reader typed: null for nothing, {value} or {fault}. Thousands separators, full-width digits, (1,234) for a negative, 万.
function parse(typed, figure, factor = 1) {
  let text = typed.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[\s¥]/g, '');
  if (!text) return null;
  text = text.replace(/^\((.+)\)$/, '-$1');
  const found = NUMBER.exec(text);
  const digits = found && found[2].replace(/,/g, '');
  if (!found || digits.length > 15) return { fault: 'number' };
  const money = figure.unit === 'cny';
  const unit = found[4] ? TIMES[found[4][0]] || 1n : money ? BigInt(factor) : 1n;
  const value = BigInt(found[1] + (digits || '0') + (found[3] || '').padEnd(12, '0')) * unit;
  if (value < 0n && !figure.negative) return { fault: 'negative' };
  return !money && value % ONE ? { fault: 'whole' } : { value };
}

// {values, faults} by figure. A part above its whole is a fault and is not computed with.
function read(data, state) {
  const values = {}, faults = {}, all = {};
  for (const [key, figure] of Object.entries(data.figures)) {
    const found = parse(state.figures[key] || '', figure, state.units[figure.category]);
    if (found && found.fault) faults[key] = found.fault;
    else if (found) all[key] = found.value;
  }
  for (const [key, value] of Object.entries(all)) {
    if (value > all[data.figures[key].part]) faults[key] = 'part';
    else values[key] = value;
  }
  return { values, faults };
}

const holds = (comparison, left, right) => ({
  'at-most': left <= right, 'at-least': left >= right, above: left > right, below: left < right,
})[comparison];

const total = (values, keys) => keys.reduce((sum, key) => sum + values[key], 0n);

// Weighs one figure of a clause: {is: true, false, null for not known, 'out' for not this case; top, bottom, missing, why}.
function weigh(test, values, producer) {
  const { plus, minus = [], over = [], when, also } = test;
  const lacking = (keys) => [...new Set(keys)].filter((key) => !(key in values));
  if (test.producer && test.producer !== producer) return { is: 'out', missing: [] };
  if (when && when[0] in values && !holds(when[1], values[when[0]], exact(when[2]))) return { is: 'out', missing: [] };
  const bottom = lacking(over).length ? null : total(values, over);
  if (over.length && bottom === 0n) return { is: test.ignored ? 'out' : null, missing: [], why: test.ignored ? 'ignored' : 'zero' };
  const missing = lacking([...plus, ...minus, ...over, ...(when || []).slice(0, 1)]);
  if (missing.length) return { is: null, missing };
  let top = total(values, plus) - total(values, minus);
  if (over.length) top *= BigInt(over.length) * (test.percent ? 100n : 1n);
  const is = holds(test.comparison, top * ONE, exact(test.value) * (over.length ? bottom : ONE));
  const more = !also ? true : also[0] in values ? holds(also[1], values[also[0]], exact(also[2])) : null;
  return { is: is && more, missing: also ? lacking([also[0]]) : [], top, bottom };
}

// One figure is enough; 'out' where none is for this case.
function either(states) {
  const live = states.filter((state) => state !== 'out');
  if (!live.length) return 'out';
  return live.includes(true) || (live.includes(null) ? null : false);
}

function grade(clause, groups) {
  const live = groups.filter((state) => state !== 'out');
  if (!live.length) return clause.options.includes('not-applicable') ? 'not-applicable' : null;
  if (!clause.score) return live.includes(false) ? 'not-met' : live.includes(null) ? null : 'met';
  const [met, basically] = clause.score;
  const word = (count) => count >= met ? 'met' : count >= basically ? 'basically-met' : 'not-met';
  const sure = live.filter((state) => state === true).length;
  const atLeast = word(sure);
  return atLeast === word(sure + live.filter((state) => state === null).length) ? atLeast : null;
}

// The result that the figures or the chosen fact lead to, or null. Not knowing whether it is a producer, only what holds for both.
function suggestion(clause, values, state) {
  if (clause.outcomes) return clause.outcomes[state.choices[clause.id]] || null;
  if (!clause.groups) return null;
  const [first, ...rest] = (state.producer ? [state.producer] : ['yes', 'no']).map((producer) => grade(clause,
    clause.groups.map((tests) => either(tests.map((test) => weigh(test, values, producer).is)))));
  return rest.every((other) => other === first) ? first : null;
}

// Groups asked of this kind of enterprise, each with the clauses asked; none where its standard is not here.
function asked(data, state) {
  if (!data.groups.some((group) => !group.business && group.type === state.type)) return [];
  return data.groups
    .filter((group) => group.tier === state.tier && (group.business ? state.lines.includes(group.category) : group.type === state.type))
    .map((group) => ({ ...group, clauses: group.clauses.filter((clause) => !clause.types || clause.types.includes(state.type)) }));
}

// Every clause asked with its answer: the reader's own, else the computed one.
function answers(data, state) {
  const { values } = read(data, state);
  return asked(data, state).flatMap((group) => group.clauses.map((clause) => {
    const computed = suggestion(clause, values, state);
    return { clause, group, computed, answer: state.answers[clause.id] || computed || '' };
  }));
}

// The result, gaps first: by answer, then in the order of the standard. A bonus item is no gap. No score: how one passes is not known.
function outcome(data, state) {
  const all = answers(data, state);
  const rest = all.filter((one) => one.group.category !== 'additional');
  const by = (word) => rest.filter((one) => one.answer === word);
  return {
    gaps: GAPS.map((word) => [word, by(word)]), met: by('met'), na: by('not-applicable'),
    bonus: all.filter((one) => one.group.category === 'additional'),
  };
}

// The first day of a period that ends on a day: the same date, years earlier; of 29 February, the 28th.
function back(day, years) {
  const [year, month, date] = day.split('-');
  const leap = (y) => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  const first = Number(year) - years;
  return `${String(first).padStart(4, '0')}-${month}-${month === '02' && date === '29' && !leap(first) ? '28' : date}`;
}

const fresh = () => ({ tier: '', type: '', producer: '', lines: [], date: '', units: {}, figures: {}, choices: {}, answers: {} });

const toFile = (data, state) => JSON.stringify({ kind: 'aeo-readiness', version: VERSION, edition: data.edition, state }, null, 1);

// A saved text: {fault} or {state, strange, odd, edition}. Entries for unknown clauses are kept and counted, unreadable ones left out.
function fromFile(data, text) {
  let file;
  try { file = JSON.parse(text.replace(/^\uFEFF/, '')); } catch { return { fault: 'file' }; }
  if (!file || file.kind !== 'aeo-readiness' || !file.state || typeof file.state !== 'object') return { fault: 'file' };
  if (file.version !== VERSION) return { fault: 'version' };
  const state = fresh();
  const clauses = Object.fromEntries(data.groups.flatMap((group) => group.clauses.map((clause) => [clause.id, clause])));
  const found = { state, strange: 0, odd: 0, edition: String(file.edition) };
  const take = (name, known, fits) => Object.entries(Object(file.state[name])).forEach(([key, value]) => {
    const mine = Object.hasOwn(known, key);
    if (!/^[a-z][a-z0-9-]{0,60}$/.test(key) || key === 'constructor' || !fits(value, mine && known[key])) found.odd++;
    else {
      state[name][key] = value;
      if (!mine) found.strange++;
    }
  });
  take('figures', data.figures, (value) => typeof value === 'string' && value.length <= 40);
  take('answers', clauses, (value, clause) => RESULTS.includes(value) && (!clause || value === 'unknown' || clause.options.includes(value)));
  take('choices', clauses, (value, clause) => Number.isInteger(value) && value >= 0 && (!clause || value < (clause.outcomes || []).length));
  take('units', Object.fromEntries(data.groups.map((group) => [group.category, 1])), (value) => [1, 1000, 10000].includes(value));
  const { tier, type, producer, date, lines } = file.state;
  const one = (name, value, allowed) => { if (allowed(value)) state[name] = value; else if (value) found.odd++; };
  one('tier', tier, (value) => data.groups.some((group) => group.tier === value));
  one('type', type, (value) => ['broker', 'other', ...data.groups.map((group) => group.type)].includes(value));
  one('producer', producer, (value) => ['yes', 'no'].includes(value));
  one('date', date, (value) => /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value));
  one('lines', lines, (value) => Array.isArray(value) && value.every((line) => data.groups.some((group) => group.category === line)));
  return found;
}

// Rows as CSV that a spreadsheet opens right (byte order mark) and does not run (a leading apostrophe).
const toCsv = (rows) => '\uFEFF' + rows.map((row) => row.map((cell) =>
  `"${String(cell).replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`).join(',') + '\r\n').join('');

return { ONE, exact, parse, read, weigh, suggestion, asked, answers, outcome, back, fresh, toFile, fromFile, toCsv };
})();
