/* What the search finds, best first. Loaded with the index (src/aeosite/outlets/search.py) on first use; knows nothing of the page. */
const aeoRank = (() => {
'use strict';

// Fields of a section, and how much a word counts in each.
const HEADING = 0, ALSO = 1, TEXT = 2, OTHER = 3, FIELDS = 4;
const WEIGHT = [5, 5, 1, 2];
const LENGTH = [0.5, 0.3, 0.6, 0.3]; // how much a long field takes away
const TITLE = 1; // the page's title, for a section below it
const KIND = [1.6, 1, 1.4, 1.15, 1.1, 0.7, 0.75]; // lead, heading, question, term, record, figure, event
const SATURATION = 2.5;
const SAME = 1.8, INSIDE = 1.25, SPOKEN = 1.12; // the whole query is a name, stands in a name, stands in the text
const SAID = 1.5; // another name of a section, said in the query
const SOFT = 0.25; // a word that asks
const FAINT = 0.3; // what every reader calls the enterprise, and few pages
const LOOSE = 0.4; // what a word may also mean
const SLIP = 0.5; // a word with a slip of the finger
const LOOKED = 80; // looked at more closely
const FEW = 5; // near ones shown where nothing is found
const EACH = 3; // of the first results from one page
const ENOUGH = 0.5; // share of the query below which a result is weak

const ASKING = /请问|有没有|是不是|能不能|可不可以|可否|行不行|要不要|算不算|需不需要|怎么样|怎么办|怎么写|怎么|怎样|如何|什么样|是什么意思|什么意思|什么|是啥|有啥|啥|哪些|哪个|哪种|哪家|哪里|哪儿|在哪|为什么|为何|是否|可以|能够|必须|需要|应该|我们|你们|咱们|他们|吗|呢|吧|嘛|的|了|得|我|你|您|想|把|被|让|对于|关于/g;
const SOFTLY = /多久|多少|几个|几年|多长|谁|哪|几|能|要|会|有|是|和|与|做|在|到|给|个|不/g;
const IDLE = new Set(('a an and are as at be by can could did do does for from had has have how i if in into is it its may me my of on or our ought shall'
  + ' should so than that the their them then there these they this those to us was we were what when where which who whom why will with would you your'
  + ' any am about not get got much many long').split(' '));

const FIRM = /^(公司|company|companies|firms?|business(es)?)$/;

const isHan = (code) => code >= 0x3400 && code <= 0x9fff;
const isDigit = (code) => code >= 48 && code <= 57;
const isLetter = (code) => code >= 97 && code <= 122;

// Characters

// How a character is compared, as a code: half-width, lower case, no accent, simplified; 0 separates words.
function folder({ variants: [from, to] = ['', ''] } = {}) {
  const known = new Uint16Array(65536).fill(1);
  for (let i = 0; i < from.length; i++) known[from.charCodeAt(i)] = to.charCodeAt(i);
  return (code) => {
    if (known[code] === 1) {
      const one = String.fromCharCode(code).normalize('NFKD').toLowerCase().charCodeAt(0);
      const dash = one === 45 || (one >= 0x2010 && one <= 0x2014);
      known[code] = dash ? 45 : isHan(one) || isDigit(one) || isLetter(one) || one === 44 ? known[one] > 1 ? known[one] : one : 0;
    }
    return known[code];
  };
}

// A text as it is compared, unit by unit, so that places in it are places in the text.
function folded(text, fold) {
  let s = '';
  for (let i = 0; i < text.length; i++) s += String.fromCharCode(fold(text.charCodeAt(i)) || 32);
  return s;
}

// inspections, inspecting, inspected → inspect; companies → company; eligibility, eligible → elig. Both spellings of -ise are one.
function stem(word) {
  if (word.length < 4 || /[^a-z]/.test(word)) return word;
  let s = word.replace(/(.{2}[^aeiou])ies$/, '$1y').replace(/(ss|x|ch|sh)es$/, '$1').replace(/(.{2}[^suic])s$/, '$1')
    .replace(/iz(e|ed|er|ing|ation|able)?$/, 'is$1');
  const cut = s.replace(/(.{4})(?:isation|is(?:e|ed|ing|er|able)|ation|ition|ment|ance|ence|ness|ability|ibility|able|ible|ing|ion|ed|er|or|al|ly|ity|ive)$/, '$1');
  s = cut.length > 3 ? cut : s;
  return s.length > 4 ? s.replace(/([^aeioulsz])\1$/, '$1').replace(/[ey]$/, '').replace(/i$/, '') : s;
}

// Places of words in a text: han(before, code, place) for each Han character, before being the one that stands beside it, else 0;
// word(hash, from, to, digits) for each word or number; pair(hash, code, place) for a number with the Han character after it.
function scan(text, fold, { han, word, pair, compound }) {
  const length = text.length;
  let before = 0, alone = false, number = 0, joined = 0, start = 0, parts = 0;
  for (let i = 0; i < length;) {
    const code = fold(text.charCodeAt(i));
    if (isHan(code)) {
      if (before) han(before, code, i);
      else if (number) pair(number, code, i);
      alone = !before;
      before = code;
      number = 0;
      i++;
      if (alone && !(i < length && isHan(fold(text.charCodeAt(i))))) han(0, code, i - 1);
      continue;
    }
    before = number = 0;
    const digits = isDigit(code);
    if (!digits && !isLetter(code)) { i++; continue; }
    const from = i;
    let hash = 7;
    for (let next = code; i < length; next = i < length ? fold(text.charCodeAt(i)) : 0) {
      if (digits ? isDigit(next) : isLetter(next)) hash = (Math.imul(hash, 31) + next) >>> 0;
      else if (!(digits && next === 44 && thousand(text, i, fold))) break;
      i++;
    }
    word(hash, from, i, digits);
    if (digits) number = hash;
    if (!parts) [joined, start] = [7, from];
    for (let at = from; at < i; at++) joined = (Math.imul(joined, 31) + fold(text.charCodeAt(at))) >>> 0;
    parts++;
    if (!digits && i + 1 < length && fold(text.charCodeAt(i)) === 45 && isLetter(fold(text.charCodeAt(i + 1)))) i++;
    else {
      if (parts > 1) compound(joined, start, i);
      parts = 0;
    }
  }
}

const thousand = (text, i, fold) => [1, 2, 3].every((n) => i + n < text.length && isDigit(fold(text.charCodeAt(i + n))))
  && !(i + 4 < text.length && isDigit(fold(text.charCodeAt(i + 4))));

const hashOf = (word) => { let hash = 7; for (const char of word) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0; return hash; };
const keyOf = (hash) => hash % 0x33ffffff + 1; // below those of pairs of Han characters
const pairKey = (a, b) => ((a << 16) | b) >>> 0;
const mixKey = (hash, code) => keyOf((Math.imul(hash, 31) + code) >>> 0);

// The index, turned round

// Numbers for keys, in the order of their coming.
function numbering() {
  let size = 1 << 16, keys = new Uint32Array(size), ids = new Int32Array(size), count = 0;
  const slot = (key) => {
    let at = Math.imul(key, 0x9E3779B1) >>> 0 & size - 1;
    while (keys[at] && keys[at] !== key) at = at + 1 & size - 1;
    return at;
  };
  const grow = () => {
    const [oldKeys, oldIds] = [keys, ids];
    size *= 2;
    [keys, ids] = [new Uint32Array(size), new Int32Array(size)];
    oldKeys.forEach((key, i) => { if (key) { const at = slot(key); keys[at] = key; ids[at] = oldIds[i]; } });
  };
  return {
    find: (key) => { const at = slot(key); return keys[at] ? ids[at] : -1; },
    set: (key, id) => { if (count * 2 > size) grow(); const at = slot(key); if (!keys[at]) count++; keys[at] = key; ids[at] = id; },
  };
}

// What is known of an index: which token stands in which field of which section, how often.
function prepare(index) {
  if (index.ready) return index.ready;
  const fold = folder(index.signs);
  const numbers = numbering();
  const words = []; // [word as written, token]
  const pairs = new Map(); // Han character → tokens with it, made when asked for
  const codes = []; // of each token that is a pair of Han characters: both, else 0
  const length = index.rows.reduce((sum, row) => sum + (row[5] || '').length, 0);
  let room = (1 << 16) + length * (index.lang === 'zh' ? 0.6 : 0.16) | 0; // about as many entries as there will be
  let token = new Int32Array(room), unit = new Int32Array(room), times = new Uint16Array(room), entries = 0, tokens = 0;
  let last = new Int32Array(1 << 16), seen = new Int32Array(1 << 16).fill(-1), current = 0, size = 0; // the newest entry of each token, and its unit
  const wider = (array, filler) => { const made = new array.constructor(array.length * 2); if (filler) made.fill(filler); made.set(array); return made; };
  const make = (key, pair = 0) => { numbers.set(key, tokens); codes.push(pair); return tokens++; };
  const add = (id) => {
    if (id >= seen.length) [last, seen] = [wider(last), wider(seen, -1)];
    if (seen[id] === current) times[last[id]]++;
    else {
      if (entries === room) { room *= 2; [token, unit, times] = [wider(token), wider(unit), wider(times)]; }
      [token[entries], unit[entries], times[entries]] = [id, current, 1];
      seen[id] = current;
      last[id] = entries++;
    }
  };
  let text = '';
  const ofWord = (hash, from, to, joined) => {
    const key = keyOf(hash);
    let id = numbers.find(key);
    if (id < 0) {
      const word = folded(text.slice(from, to), fold).replace(joined ? /[^a-z]/g : /[^a-z0-9]/g, '');
      const root = keyOf(hashOf(stem(word)));
      id = numbers.find(root);
      if (id < 0) id = make(root);
      if (root !== key) numbers.set(key, id);
      words.push([word, id]);
    }
    return id;
  };
  const take = {
    han: (before, code) => { const key = pairKey(before || 0x3400, code), id = numbers.find(key); size++; add(id < 0 ? make(key, key) : id); },
    word: (hash, from, to) => { size++; add(ofWord(hash, from, to)); },
    pair: (hash, code) => { const key = mixKey(hash, code), id = numbers.find(key); add(id < 0 ? make(key) : id); },
    compound: (hash, from, to) => add(ofWord(hash, from, to, true)),
  };
  const rows = index.rows;
  const sizes = new Float32Array(rows.length * FIELDS + index.pages.length);
  const totals = new Float64Array(FIELDS), filled = new Int32Array(FIELDS);
  const read = (at, value) => { text = value; current = at; size = 0; scan(value, fold, take); sizes[at] = size; };
  const starts = new Int32Array(index.pages.length + 1).fill(rows.length); // rows of a page stand together
  rows.forEach(([page, anchor, , , heading = '', body = '', also = '', other = ''], row) => {
    if (starts[page] > row) starts[page] = row;
    [anchor ? heading : index.pages[page][1], also, body, other].forEach((value, field) => {
      if (!value) return;
      read(row * FIELDS + field, value);
      totals[field] += size;
      filled[field]++;
    });
  });
  for (let page = index.pages.length - 1; page >= 0; page--) starts[page] = Math.min(starts[page], starts[page + 1]);
  index.pages.forEach((page, number) => read(rows.length * FIELDS + number, page[1]));
  // By token: where its entries begin, and the entries.
  const begins = new Int32Array(tokens + 1);
  for (let i = 0; i < entries; i++) begins[token[i] + 1]++;
  for (let i = 0; i < tokens; i++) begins[i + 1] += begins[i];
  const next = begins.slice(), units = new Int32Array(entries), counts = new Uint16Array(entries);
  for (let i = 0; i < entries; i++) { const at = next[token[i]]++; units[at] = unit[i]; counts[at] = times[i]; }
  const means = Array.from(totals, (total, field) => total / (filled[field] || 1));
  index.ready = { index, fold, numbers, words, pairs, codes, begins, units, counts, sizes, means, starts, tokens, names: null };
  return index.ready;
}

// The query

const DIGITS = '零一二三四五六七八九';
const inHan = (n) => n < 10 ? DIGITS[n] : n < 20 ? '十' + (n % 10 ? DIGITS[n % 10] : '') : n < 100 ? DIGITS[n / 10 | 0] + '十' + (n % 10 ? DIGITS[n % 10] : '') : '';
function inDigits(text) {
  if (/^[零〇一二三四五六七八九]{2,}$/.test(text)) return [...text].map((char) => '零一二三四五六七八九'.indexOf(char === '〇' ? '零' : char)).join('');
  let total = 0, part = 0;
  for (const char of text) {
    const unit = { 十: 10, 百: 100, 千: 1000, 万: 10000 }[char];
    if (unit) { total += (part || 1) * unit; part = 0; } else part = DIGITS.indexOf(char === '两' ? '二' : char === '〇' ? '零' : char);
  }
  return String(total + part);
}
const AMOUNT = /[零〇一二两三四五六七八九十百千万]+(?=[点条项号年月日天级类个家次倍位])/g;

// At most one letter wrong, missing, too many, or two changed over.
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [x, y] = [a.slice(i), b.slice(i)];
  return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
}

// What a word may stand for: [token, share].
function meanings(word, known, last = true) {
  const id = known.numbers.find(keyOf(hashOf(stem(word))));
  const whole = id >= 0 ? id : known.numbers.find(keyOf(hashOf(word)));
  if (whole >= 0) return [[whole, 1]];
  const begun = last && word.length > 2 && known.words.filter(([other]) => other.startsWith(word));
  if (begun && begun.length) return unique(begun.map(([, token]) => [token, 0.8]));
  if (/^\d{4,}$/.test(word)) return unique(known.words.filter(([other]) => other.includes(word)).map(([, token]) => [token, 0.8]));
  if (word.length < 6 || /\d/.test(word)) return [];
  const slips = known.words.filter(([other]) => near(word, other) || (other.length > word.length && near(word, other.slice(0, word.length))));
  const within = ([other]) => other.includes(word) || (other.length > 3 && word.length - other.length < 4 && word.startsWith(other));
  return unique((slips.length ? slips : known.words.filter(within)).map(([, token]) => [token, SLIP]));
}

const unique = (forms) => [...new Map(forms).entries()];

// The Han characters that a query in pinyin, or one with a wrong character of the same sound, may mean, as they stand in names.
function sounds(known) {
  if (known.sounds) return known.sounds;
  const of = new Map();
  for (const [read, chars] of Object.entries(known.index.signs.syllables || {})) {
    for (const char of chars) of.set(char, (of.get(char) || new Set()).add(read));
  }
  return known.sounds = of;
}

function syllablesOf(letters, known) {
  const all = known.index.signs.syllables || {};
  const from = (at) => {
    if (at === letters.length) return [];
    for (let length = Math.min(6, letters.length - at); length; length--) {
      const one = letters.slice(at, at + length);
      if (!Object.hasOwn(all, one)) continue;
      const rest = from(at + length);
      if (rest) return [one, ...rest];
    }
    return null;
  };
  return from(0);
}

// The names of all sections in one text.
const namesOf = (known) => known.names = known.names || known.index.rows.map(([page, anchor, , , heading = '', , also = '']) =>
  folded(`${anchor ? heading : known.index.pages[page][1]}|${also}`, known.fold)).join(' ');

// The texts read as these syllables in names, the most frequent first.
function spelled(read, known) {
  const { syllables = {} } = known.index.signs;
  const times = new Map();
  for (const text of namesOf(known).match(new RegExp(read.map((one) => `[${syllables[one]}]`).join(''), 'g')) || []) {
    times.set(text, (times.get(text) || 0) + 1);
  }
  return [...times].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

// What a query asks for: groups {forms: [[token, share]], weight}. Of a group, one form is enough.
function groupsOf(query, known) {
  const text = plainQuery(query, known);
  const groups = [];
  const group = (forms, weight) => groups.push({ forms, weight });
  const hanForms = (run) => [...run].slice(1).map((char, i) => [run[i] + char, known.numbers.find(pairKey(run.charCodeAt(i), char.charCodeAt(0)))]);
  const han = (run, weight) => {
    if (run.length === 1) return group(withChar(run, known), weight * 0.7);
    for (const [pair, id] of hanForms(run)) {
      const forms = id >= 0 ? [[id, 1]] : alike(pair, known);
      group(forms, FIRM.test(pair) ? weight * FAINT : weight);
    }
  };
  const telling = text.replace(ASKING, ' ');
  const core = telling.replace(SOFTLY, ' ');
  const asked = /[a-z0-9\u3400-\u9fff]{2}|^\s*\S\s*$/.test(core) ? core : /[a-z0-9\u3400-\u9fff]/.test(telling) ? telling : text;
  for (const run of asked.match(/[\u3400-\u9fff]+/g) || []) han(run, 1);
  if (asked === core) {
    for (const run of telling.match(/[\u3400-\u9fff]+/g) || []) {
      for (const [pair, id] of hanForms(run)) if (id >= 0 && !core.includes(pair)) group([[id, 1]], SOFT);
    }
    for (const word of text.match(/多久|多少|多长|几年/g) || []) han(word, SOFT);
  }
  for (const amount of text.match(AMOUNT) || []) {
    const number = inDigits(amount), after = text[text.indexOf(amount) + amount.length];
    const id = known.numbers.find(mixKey(hashOf(number), after.charCodeAt(0)));
    if (id >= 0) group([[id, 1]], 1);
  }
  const listed = latin(asked, known);
  const capital = new Set((/[a-z]/.test(query) ? query.match(/\b[A-Z]{2,4}\b/g) || [] : []).map((word) => word.toLowerCase())); // US is not us
  const telltale = listed.filter((word) => capital.has(word) || !IDLE.has(word));
  for (const word of telltale.length || groups.length ? telltale : listed) {
    group(meanings(word, known, text.trimEnd().endsWith(word)), FIRM.test(word) ? FAINT : 1);
  }
  for (const [, digits, after] of text.matchAll(/(\d+)([\u3400-\u9fff])/g)) {
    const id = known.numbers.find(mixKey(hashOf(digits), after.charCodeAt(0)));
    if (id >= 0) group([[id, 1]], 0.7);
    const spoken = digits.length < 3 && inHan(+digits);
    if (spoken) for (const [pair, pairId] of hanForms(spoken + after)) if (pairId >= 0) group([[pairId, 1]], 0.5);
  }
  return groups;
}

// The pairs that have a Han character.
function withChar(char, known) {
  const code = char.charCodeAt(0), forms = [];
  known.codes.forEach((pair, id) => { if (pair && ((pair >>> 16) === code || (pair & 0xffff) === code)) forms.push([id, 0.6]); });
  return forms;
}

const plainQuery = (query, known) => folded(query.normalize('NFKC').replace(/(\d)[,，](?=\d{3}(?!\d))/g, '$1'), known.fold).replace(/-|,/g, (sign) => (sign === '-' ? '-' : ' '));

// The words and numbers of a query; of a word with hyphens, the whole where it is known, else its parts.
function latin(text, known) {
  return (text.match(/[a-z0-9]+(?:-[a-z]+)*/g) || []).flatMap((word) => {
    const whole = word.replace(/-/g, '');
    const found = word.includes('-') && known.numbers.find(keyOf(hashOf(stem(whole)))) >= 0;
    return found ? [whole] : word.match(/[a-z]+|\d+/g);
  });
}

// Pairs in names that sound the same as a pair that stands nowhere.
function alike(pair, known) {
  const of = sounds(known), [a, b] = [...pair].map((char) => [...(of.get(char) || [])]);
  const texts = a.flatMap((x) => b.flatMap((y) => spelled([x, y], known).slice(0, 2)));
  return unique(texts.map((text) => [known.numbers.find(pairKey(text.charCodeAt(0), text.charCodeAt(1))), SLIP]).filter(([id]) => id >= 0));
}

// A query in pinyin as Han characters, where its words are no words of the guide; else as it is.
function spoken(query, known) {
  const words = query.toLowerCase().replace(/ü/g, 'v').match(/[a-z]+/g);
  if (!words || /[^a-zü\s'’]/i.test(query) || words.every((word) => meanings(word, known).some(([, share]) => share > SLIP))) return [query];
  const read = words.map((word) => syllablesOf(word, known));
  if (!read.every(Boolean) || read.flat().length < 2) return [query];
  const found = spelled(read.flat(), known);
  if (found.length) return found.slice(0, 3);
  const each = read.map((one) => spelled(one, known)[0]).filter(Boolean);
  return each.length ? [each.join(' ')] : [query];
}

// Ranking

// Scores by section of what a query asks for.
function score(groups, known) {
  const { index, begins, units, counts, sizes, means, starts } = known;
  const count = index.rows.length;
  const scores = new Float32Array(count), covers = new Float32Array(count);
  const found = new Float32Array(count), touched = new Int32Array(count);
  let whole = 0;
  for (const { forms, weight } of groups) {
    let rows = 0;
    const note = (row, times) => {
      if (!found[row]) touched[rows++] = row;
      found[row] += times;
    };
    for (const [id, share] of forms) {
      for (let at = begins[id]; at < begins[id + 1]; at++) {
        const place = units[at];
        if (place < count * FIELDS) {
          const field = place % FIELDS;
          note((place - field) / FIELDS, share * WEIGHT[field] * counts[at] / (1 - LENGTH[field] + LENGTH[field] * sizes[place] / means[field]));
        } else {
          const page = place - count * FIELDS;
          for (let row = starts[page]; row < starts[page + 1]; row++) note(row, share * TITLE);
        }
      }
    }
    const rare = weight * Math.log(1 + (count - rows + 0.5) / (rows + 0.5));
    whole += rows ? rare : weight * Math.log(1 + count) * 0.5;
    for (let i = 0; i < rows; i++) {
      const row = touched[i], times = found[row];
      scores[row] += rare * times * (SATURATION + 1) / (times + SATURATION);
      covers[row] += rare * Math.min(1, times * 2);
      found[row] = 0;
    }
  }
  return { scores, covers, whole };
}

// Adds to the sections one of whose other names is said in the query, asking words and all, by how much of the query it is.
function hear(text, { scores, covers, whole }, known) {
  known.said = known.said || known.index.rows.flatMap(([, , , , , , also = ''], row) =>
    also.split('|').filter(Boolean).map((name) => [tight(folded(name, known.fold)), row]));
  const query = tight(text);
  const apart = ` ${query.replace(/([\u3400-\u9fff])/g, ' $1 ')} `; // other words are whole ones
  const length = query.replace(/ /g, '').length;
  const best = new Map();
  for (const [name, row] of known.said) {
    if (name.length > query.length || name.length < 2 || !(isHan(name.charCodeAt(0)) ? query.includes(name) : apart.includes(` ${name} `))) continue;
    const share = name.replace(/ /g, '').length / length;
    if (share > (best.get(row) || 0)) best.set(row, share);
  }
  for (const [row, share] of best) {
    scores[row] += SAID * whole * share;
    covers[row] = Math.max(covers[row], whole * share);
  }
}

const tight = (text) => text.replace(/[^a-z0-9\u3400-\u9fff]+/g, ' ').replace(/(^|[\u3400-\u9fff]) +| +(?=[\u3400-\u9fff]|$)/g, '$1');

const bare = (text) => text.replace(ASKING, '').replace(/[^a-z0-9\u3400-\u9fff|]/g, '');

const order = (a, b) => b.score - a.score || a.row - b.row;

// The rows with most points, best first, [{row, cover, score}], and how many have any.
function ranked({ scores, covers, whole }, { index }) {
  let count = 0;
  scores.forEach((points, row) => {
    if (!points) return;
    const [page, , , kind] = index.rows[row];
    scores[row] *= covers[row] / whole * KIND[kind] * index.pages[page][3];
    count++;
  });
  const least = count > LOOKED ? scores.slice().sort()[scores.length - LOOKED] : 0;
  const best = [];
  scores.forEach((points, row) => { if (points && points >= least) best.push({ row, cover: covers[row] / whole, score: points }); });
  return { best: best.sort(order).slice(0, LOOKED), count };
}

// Not too many of the first from one page.
function spread(hits, { index }) {
  const seen = new Map();
  const early = hits.filter(({ row }) => {
    const page = index.rows[row][0];
    seen.set(page, (seen.get(page) || 0) + 1);
    return seen.get(page) <= EACH;
  });
  return [...early, ...hits.filter((hit) => !early.includes(hit))];
}

// What a query asks for, and the points of each section.
function asked(query, known) {
  const [first, ...more] = spoken(query, known);
  const plain = plainQuery(first, known);
  const groups = [...groupsOf(first, known), ...more.flatMap((one) => groupsOf(one, known)).map((one) => ({ ...one, weight: one.weight * LOOSE }))];
  const points = score(groups, known);
  hear(plain, points, known);
  if (points.scores.some(Boolean)) return { text: bare(plain), groups, points };
  const single = [...new Set(plain.match(/[\u3400-\u9fff]/g))].map((char) => ({ forms: withChar(char, known), weight: 1 }));
  const found = score(single, known);
  return { text: bare(plain), groups: single, points: { ...found, whole: found.whole * 4 } }; // whatever is found, it is not what was meant
}

// The sections that answer a query, best first, the best of them only; how many there are; weak: none has most of it; tokens: what to mark.
function find(query, index) {
  const known = prepare(index);
  const { text, groups, points } = asked(query, known);
  const { best, count } = ranked(points, known);
  for (const hit of best) hit.score *= closeness(text, hit.row, known);
  const hits = best.length ? spread(best.sort(order), known) : closest(text, known);
  const tokens = new Set(groups.filter(({ weight }) => weight > SOFT).flatMap(({ forms }) => forms.map(([id]) => id)));
  return { hits: hits.map((hit) => described(hit, index)), count: count || hits.length, weak: !(hits.length && hits[0].cover >= ENOUGH), tokens };
}

// Where no word is known: the sections whose names share most letters with the query.
function closest(text, known) {
  for (const length of [3, 2, 1]) {
    const parts = [...new Set(Array.from(text, (_, at) => text.slice(at, at + length)))].filter((part) => part.length === length);
    const share = (name) => parts.filter((part) => name.includes(part)).length / Math.sqrt(name.length);
    const near = known.index.rows.map((one, row) => ({ row, cover: 0, score: KIND[one[3]] > 1.2 ? share(nameOf(row, known)) : 0 })).filter((hit) => hit.score);
    if (near.length) return near.sort((a, b) => b.score - a.score || a.row - b.row).slice(0, FEW);
  }
  return [];
}

const nameOf = (row, known) => {
  const [page, anchor, , , heading = '', , also = ''] = known.index.rows[row];
  return bare(folded((anchor ? heading : known.index.pages[page][1]) + also, known.fold));
};

// More where the query as a whole is a name, or stands in one, or in the text.
function closeness(text, row, known) {
  const [page, anchor, , , heading = '', body = '', also = ''] = known.index.rows[row];
  if (text.length < 2) return 1;
  const names = [anchor ? heading : known.index.pages[page][1], ...also.split('|')].map((name) => bare(folded(name, known.fold)));
  if (names.includes(text)) return SAME;
  if (names.some((name) => name.includes(text))) return INSIDE;
  return bare(folded(body, known.fold)).includes(text) ? SPOKEN : 1;
}

function described({ row, cover, score: points }, index) {
  const [page, anchor, level, , heading = '', text = '', also = ''] = index.rows[row];
  const [url, title, chapter] = index.pages[page];
  const over = anchor && level > 2 ? overOf(row, index) : '';
  return { url: anchor ? `${url}#${anchor}` : url, page, title, chapter, over, heading: anchor ? heading : title, text, also, lead: !anchor, cover, score: points };
}

// The heading above that a section of a deeper level stands under.
function overOf(row, index) {
  const [page, , level] = index.rows[row];
  for (let at = row - 1; at >= 0 && index.rows[at][0] === page; at--) {
    if (index.rows[at][2] < level) return index.rows[at][1] ? index.rows[at][4] : '';
  }
  return '';
}

// Excerpts

// The places [start, end] in a text that match, in order, without overlaps.
function marks(text, tokens, known) {
  const found = [];
  const note = (key, from, to) => { if (tokens.has(known.numbers.find(key))) found.push([from, to]); };
  scan(text, known.fold, {
    han: (before, code, at) => note(pairKey(before || 0x3400, code), before ? at - 1 : at, at + 1),
    word: (hash, from, to) => note(keyOf(hash), from, to),
    pair: (hash, code, at) => note(mixKey(hash, code), at, at + 1),
    compound: (hash, from, to) => note(keyOf(hash), from, to),
  });
  const merged = [];
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

// Pieces [text, isHit] of a text, cut to about `width` characters where different hits are densest.
function excerpt(text, tokens, index, width) {
  const hits = marks(text, tokens, prepare(index));
  const around = ([from]) => new Set(hits.filter((hit) => hit[0] >= from && hit[1] <= from + width * 0.8).map(([a, b]) => text.slice(a, b))).size;
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

// The other names of a section that match.
const others = (also, tokens, index) => also.split('|').filter((name) => name && marks(name, tokens, prepare(index)).length);

return { find, excerpt, marks, others, prepare, stem, near, inDigits, inHan, spoken, groupsOf, folder, folded };
})();
