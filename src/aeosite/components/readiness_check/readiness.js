/* The readiness check without its page. Limits come from the records (src/aeosite/tools/readiness.py); arithmetic is exact. */
const aeoReadiness = (() => {
'use strict';

const ONE = 10n ** 12n;
const UNITS = [['亿', 10n ** 8n], ['万', 10n ** 4n], ['千', 1000n], ['百', 100n], ['十', 10n]];
const DIGITS = '零一二三四五六七八九';
const [OTHERS, USUAL] = ['两〇壹贰叁肆伍陆柒捌玖拾佰仟萬億圆', '二零一二三四五六七八九十百千万亿元'];
const SPOKEN = RegExp(`^[${DIGITS}](点[${DIGITS}]{1,6})?$`);
const NUMBER = /^(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.(\d{1,6}))?$/;

// In 10⁻¹².
function exact(text) {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(12, '0'));
}

// In 10⁻¹²: 12.5, 5千万, 一亿二千万, split at the highest unit. Null where it makes no number, or leaves two: 三万五.
function numeral(text, units = UNITS) {
  const at = units.findIndex(([unit]) => text.includes(unit));
  if (at < 0) {
    const plain = SPOKEN.test(text) ? [...text].map((char) => char === '点' ? '.' : DIGITS.indexOf(char)).join('') : text;
    const [, whole, part = ''] = NUMBER.exec(plain) || [];
    return whole ? BigInt(whole.replace(/,/g, '') + part.padEnd(12, '0')) : null;
  }
  const [unit, times] = units[at], lower = units.slice(at + 1), [head, rest, again] = text.split(unit), tail = rest.replace(/^零/, '');
  const many = head || unit !== '十' ? numeral(head, lower) : ONE, more = rest ? numeral(tail, lower) : 0n;
  const joined = !rest || /[万千百十]/.test(tail) || (unit === '十' ? DIGITS.slice(1).split('').includes(rest) : rest !== tail);
  return again === undefined && joined && many !== null && more !== null && more < times * ONE ? many * times + more : null;
}

// Null for nothing typed, {value} or {fault}. (1,234) and 负20 are negative; 千, 万, 亿 and 元 outrank the unit chosen.
function parse(typed, figure, factor = 1) {
  const plain = typed.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[\s¥]/g, '').replace(RegExp(`[${OTHERS}]`, 'g'), (char) => USUAL[OTHERS.indexOf(char)]);
  if (!plain) return null;
  const [, sign, words, yuan] = /^([+-]?)(.*?)(元?)$/.exec(plain.replace(/^人民币/, '').replace(/^\((.+)\)$/, '-$1').replace(/^负/, '-'));
  const money = figure.unit === 'cny', size = numeral(words);
  if (size === null) return { fault: 'number' };
  const value = size * (sign === '-' ? -1n : 1n) * (yuan || /[千万亿]/.test(words) || !money ? 1n : BigInt(factor));
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

// What '2027-1-5' says: {date}, {} for nothing, or {fault}: unfinished, no such day, a year further from the edition than one plans.
function day(text, edition) {
  const parts = text.split('-'), [year, month, date] = parts.map(Number), made = new Date(Date.UTC(year, month - 1, date));
  if (!text) return {};
  if (parts.length !== 3 || !parts.every((part) => /^\d+$/.test(part))) return { fault: 'part' };
  if (Math.abs(year - edition.slice(0, 4)) > 10) return { fault: 'year' };
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? { date: made.toISOString().slice(0, 10) } : { fault: 'day' };
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

// With a byte order mark, a spreadsheet reads UTF-8; after an apostrophe, it runs no formula and makes no number or date of a text.
const toCsv = (rows) => '\uFEFF' + rows.map((row) => row.map((cell) =>
  `"${String(cell).replace(/^(?=\s*[=+\-@\t\r＝＋－＠]|[\s(（$¥￥.]*\d.{0,30}$)/, "'").replace(/"/g, '""')}"`).join(',') + '\r\n').join('');

return { parse, read, weigh, suggestion, answers, outcome, day, back, fresh, toFile, fromFile, toCsv };
})();
