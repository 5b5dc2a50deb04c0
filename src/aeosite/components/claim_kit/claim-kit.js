/* The claim kit: checks AEO codes, fills in the letter (facts: data.py). Codes and names stay in the page. */
const aeoClaim = (() => {
'use strict';

const BLANK = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/g;
const DASH = /[-\u2010-\u2015\u2212]/g;
const ALIKE = { O: '0', 0: 'O', I: '1', 1: 'I' }; // taken for each other
const WRAPPED = RegExp(`(?:${[...'AEO'].join(`${BLANK.source}*`)}${BLANK.source}*)?[<《〈]([^<>《》〈〉]+)[>》〉]`, 'gi'); // former style
const OWN = 10; // characters of a Chinese customs code
const CREDIT = 18; // of a unified social credit code

// Codes. A result is {verdict, faults: [{key, …}], corrected: string or null}; ownCode adds handed.

const result = (verdict, faults = [], corrected = null) => ({ verdict, faults, corrected });
const live = (partner) => ['in-force', 'pilot'].includes(partner.status);
const empty = (text) => !text.replace(BLANK, '');
const halfWidth = (text) => text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
const strange = (code) => {
  const found = code.match(/[^0-9A-Z]/u);
  return found && { key: 'character', char: found[0] };
};

// The code inside AEO<…>, as it stood in the remarks column, in whatever brackets; else the whole text.
function unwrap(input) {
  const found = [...halfWidth(input).matchAll(WRAPPED)];
  if (found.length !== 1) return { text: input, faults: found.length ? [{ key: 'several' }] : [] };
  const [{ index, 0: whole, 1: inner }] = found;
  const end = index + whole.length;
  const alone = empty(input.slice(0, index) + input.slice(end));
  return { text: input.slice(end - 1 - inner.length, end - 1), faults: [{ key: 'old-style' }, ...alone ? [] : [{ key: 'remarks' }]] };
}

// As a code is keyed: half-width, no blanks, capitals.
function tidy(input) {
  const { text, faults } = unwrap(input);
  const half = halfWidth(text), close = half.replace(BLANK, ''), joined = close.replace(DASH, ''), code = joined.replace(/[a-z]/g, (char) => char.toUpperCase());
  const keys = [half !== text && 'full-width', close !== half && 'blank', joined !== close && 'dash', code !== joined && 'lower-case'].filter(Boolean);
  return { code, faults: [...keys.map((key) => ({ key })), ...faults], several: faults.some(({ key }) => key === 'several') };
}

// What may stand at each place of a pattern, the longest it can be, and how much shorter it may be.
function placesOf(pattern) {
  const parts = [...pattern.matchAll(/(\[[^\]]+\]|.)(?:\{(\d+)(?:,(\d+))?\})?/g)];
  const places = parts.flatMap(([, one, low = 1, high = low]) => Array(+high).fill(RegExp(one)));
  return { places, least: parts.reduce((sum, [, , low = 1]) => sum + +low, 0) };
}

// What keeps a code from fitting a pattern such as SG[0-9]{12}, or null; the checks of the records keep patterns this simple.
function misfit(code, pattern) {
  const { places, least } = placesOf(pattern), short = least - code.length, long = code.length - places.length;
  if (short > 0) return { key: 'too-short', n: short };
  if (long > 0) return { key: 'too-long', n: long };
  const at = [...code].findIndex((char, i) => !places[i].test(char)), char = code[at], other = ALIKE[char];
  return at < 0 ? null : other && places[at].test(other) ? { key: 'look-alike', at: at + 1, char, other } : { key: 'kind', at: at + 1 };
}

// How a code begins: its faults, and the whole code, completed where only its country or region code is missing beyond doubt.
function beginning(code, { starts, pattern, sure }, owners) {
  const other = strange(code);
  if (other) return { faults: [other] };
  if (starts.some((start) => code.startsWith(start))) return { faults: [], whole: code };
  const bare = code.replace(/^AEO/, ''), owner = owners[bare.slice(0, 2)], whole = starts[0] + code;
  if (bare.startsWith('CN')) return { faults: [{ key: 'own-code' }] };
  const head = sure ? pattern.match(/^\w+/)[0] : '';
  const open = sure && (/^\d/.test(code) || (head.length > 2 && whole.startsWith(head)));
  const wrong = open && misfit(whole, pattern);
  if (open && !wrong) return { faults: [{ key: 'no-prefix' }], whole };
  return { faults: owner ? [{ key: 'other-partner', owner }] : [{ key: 'no-prefix' }, ...wrong ? [wrong] : []] };
}

// A partner's code: whether it fits, what is wrong with it, and what it should be where that is certain.
function checkCode(input, partner, owners) {
  if (!live(partner)) return result('not-in-force');
  if (empty(input)) return result('empty');
  const { starts, pattern, sure } = partner, { code, faults, several } = tidy(input);
  if (several) return result('invalid', faults);
  const led = starts.some((start) => code.startsWith('AEO' + start));
  const { faults: more, whole } = beginning(led ? code.slice(3) : code, partner, owners);
  faults.push(...led ? [{ key: 'aeo-letters' }] : [], ...more);
  if (whole === undefined) return result('invalid', faults);
  const wrong = pattern && misfit(whole, pattern);
  if (wrong) return result(sure ? 'invalid' : 'differs', [...faults, wrong]);
  const verdict = !pattern ? 'unchecked' : !sure ? 'unsure' : faults.length ? 'corrected' : 'valid';
  const start = Math.max(...starts.map((one) => whole.startsWith(one) ? one.length : 0)), { places } = placesOf(pattern || '');
  const alike = [...whole].some((char, i) => /[OI]/.test(char) && (pattern ? places[i].test(ALIKE[char]) : i >= start));
  return result(verdict, [...faults, ...alike ? [{ key: 'alike' }] : []], whole === input ? null : whole);
}

// One's own 10-digit customs code; handed is the string for the partner, null where its form is not known.
function ownCode(input, partner) {
  const { code: typed, faults, several } = tidy(input);
  const refused = (verdict, ...more) => ({ ...result(verdict, more), handed: null });
  if (!live(partner)) return refused('not-in-force');
  if (empty(input)) return refused('empty');
  const code = typed.replace(/^(AEO)?CN/, ''), over = code.length - OWN;
  if (code !== typed) faults.push({ key: 'has-prefix' });
  if (several) return refused('invalid', ...faults);
  const wrong = strange(code) || (code.length === CREDIT ? { key: 'credit-code' }
    : over < 0 ? { key: 'too-short', n: -over } : over > 0 ? { key: 'too-long', n: over } : null);
  if (wrong) return refused('invalid', ...faults, wrong);
  if (/[A-Z]/.test(code)) faults.push({ key: 'letters' }, .../[OI]/.test(code) ? [{ key: 'alike' }] : []);
  const verdict = !partner.prefix ? 'unstated' : code === input ? 'valid' : 'corrected';
  return { ...result(verdict, faults, code === input ? null : code), handed: partner.prefix ? partner.prefix + code : null };
}

// Words

// Whether all the tags of a condition hold: 'import !pilot'.
const holds = (condition, tags) => condition.split(' ').every((tag) => tag[0] === '!' ? !tags.includes(tag.slice(1)) : tags.includes(tag));

// The paragraphs [condition, text] that hold, filled in; what is not known yet is a line to write on.
function letter(paragraphs, tags, values) {
  const filled = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value || '__________']));
  return paragraphs.filter(([condition]) => holds(condition, tags)).map(([, text]) => aeoTools.say(text, filled)).join('\n\n');
}

// The page

function start(root) {
  const { kit, words } = aeoTools.data('claim-data');
  const find = (name) => root.querySelector(`[data-claim="${name}"]`);
  const state = { code: '', own: '', handed: '' };
  const select = find('partner'), sought = find('find');
  const groups = [...select.querySelectorAll('optgroup')].map((group) => [group, [...group.children]]);
  const direction = () => root.querySelector('input:checked').value;
  const chosen = () => select.selectedOptions[0] || select.options[0];
  const partner = () => kit.partners[chosen().dataset.of || chosen().value];
  const canonical = document.querySelector('link[rel=canonical]');
  const texts = () => partner().texts[kit.language];

  function write() {
    const typed = Object.fromEntries([...root.querySelectorAll('[data-field]')].map((field) => [field.dataset.field, field.value.trim()]));
    const tier = root.querySelector('[data-tier]').selectedOptions[0].dataset;
    const tags = [...partner().tags[direction()], ...['code', 'handed'].filter((key) => state[key])];
    for (const [language, paragraphs] of Object.entries(words.letter)) {
      find(`letter-${language}`).textContent = letter(paragraphs, tags, { ...partner().texts[language], ...typed, ...state, tier: tier[language] });
    }
  }

  // Says at a field what was found; nothing found clears it.
  function report(kind, found, exact) {
    const { el, say } = aeoTools;
    const items = found ? found.faults.map((fault) => el('span', { class: 'fault' }, say(words.faults[fault.key],
      { ...fault, owner: fault.owner && kit.partners[fault.owner].texts[kit.language].name }))) : [];
    find(`${kind}-said`).replaceChildren(
      ...found ? [el('span', { class: `verdict verdict--${found.verdict}` }, say(words[kind][found.verdict], { ...texts(), exact }))] : [],
      ...items);
    find(kind).setAttribute('aria-invalid', Boolean(found) && ['invalid', 'differs', 'empty'].includes(found.verdict));
    find(`${kind}-exact`).textContent = exact;
    find(`${kind}-answer`).hidden = !exact;
    write();
  }

  const kinds = {
    code(input) {
      const found = checkCode(input, partner(), kit.owners);
      state.code = ['valid', 'corrected', 'unsure', 'unchecked'].includes(found.verdict) ? found.corrected || input : '';
      report('code', found, state.code);
    },
    own(input) {
      const found = ownCode(input, partner());
      state.own = ['valid', 'corrected', 'unstated'].includes(found.verdict) ? found.corrected || input : '';
      state.handed = found.handed || '';
      report('own', found, state.handed);
    },
  };

  function forget(kind) {
    Object.assign(state, kind === 'code' ? { code: '' } : { own: '', handed: '' });
    report(kind, null, '');
  }

  // The address to hand on: the published one, also from a copy on a disk; none where none is set.
  function published() {
    const { href, hostname } = canonical || {}, set = href && new URL(href).hostname !== root.dataset.reserved;
    return set ? href + location.search + location.hash : /^http/.test(location.protocol) ? location.href : '';
  }

  function show() {
    const option = chosen(), { value } = option, name = option.dataset.name;
    find('result').hidden = !partner();
    find('none').hidden = !value || Boolean(partner());
    find('share').hidden = !value;
    find('lead').textContent = '';
    if (!value) return;
    history.replaceState(null, '', `?direction=${direction()}&partner=${value}#${find('choice').id}`);
    document.querySelectorAll('a.aeo-language').forEach((link) => Object.assign(link, { search: location.search, hash: location.hash }));
    find('address').textContent = published();
    find('copy').hidden = !published();
    find('unpublished').hidden = Boolean(published());
    if (!partner()) find('lead').textContent = aeoTools.say(words.none, { name });
    else {
      const tags = partner().tags[direction()], lead = aeoTools.say(words.lead.find(([condition]) => holds(condition, tags))[1], texts());
      root.querySelectorAll('[data-when]').forEach((part) => { part.hidden = !holds(part.dataset.when, tags); });
      root.querySelectorAll('[data-fact]').forEach((part) => { part.textContent = texts()[part.dataset.fact] || ''; });
      root.querySelectorAll('[data-link]').forEach((part) => { part.href = partner().links[part.dataset.link] || '#'; });
      find('lead').textContent = (option.dataset.of ? aeoTools.say(words.member, { name, union: texts().name }) : '') + lead;
      Object.keys(kinds).forEach(forget);
    }
  }

  // Leaves in the list what was typed: part of a name, in either language or in pinyin, or a code. One alone is chosen.
  function narrow() {
    const typed = halfWidth(sought.value).trim().toLowerCase(), before = select.value;
    const fits = groups.flatMap(([group, options]) => {
      const left = options.filter(({ text, dataset }) => `${text} ${dataset.found}`.toLowerCase().includes(typed));
      group.replaceChildren(...left);
      return left;
    });
    select.append(...groups.map(([group]) => group).filter((group) => group.firstChild));
    groups.forEach(([group]) => { if (!group.firstChild) group.remove(); });
    const exact = typed && (fits.length === 1 ? fits[0] : fits.find(({ value, dataset }) => [value, dataset.name.toLowerCase()].includes(typed)));
    select.value = exact ? exact.value : fits.some(({ value }) => value === before) ? before : '';
    find('found').textContent = typed ? aeoTools.say(words.found, { n: fits.length }) : '';
    if (select.value !== before) show();
  }

  // As the address says; what it names that is not here is said.
  function read() {
    const unknown = [];
    for (const [name, value] of new URLSearchParams(location.search)) {
      const all = name === 'partner' ? [...select.options] : name === 'direction' ? [...root.querySelectorAll('.claim-choice [type=radio]')] : null;
      const one = all && value && all.find((choice) => choice.value === value.toLowerCase());
      if (one) one[name === 'partner' ? 'selected' : 'checked'] = true;
      else if (all) unknown.push(value.slice(0, 40));
    }
    show();
    if (unknown.length) find('lead').textContent += aeoTools.say(words.unknown, { value: unknown.join(' ') });
  }

  function print() {
    const { classList } = document.documentElement;
    classList.add('claim-print');
    for (const text of root.querySelectorAll('.claim-text')) for (let part = text; part; part = part.parentElement) part.classList.add('claim-path');
    addEventListener('afterprint', () => classList.remove('claim-print'), { once: true });
    window.print();
  }

  read();
  addEventListener('pageshow', ({ persisted }) => persisted || read()); // a browser may have put something else into the fields
  sought.addEventListener('input', narrow);
  find('choice').addEventListener('change', ({ target }) => {
    if (target === sought) return;
    root.classList.remove('claim--asked');
    show();
  });
  for (const [kind, act] of Object.entries(kinds)) {
    const input = find(kind);
    find(`${kind}-form`).addEventListener('submit', (event) => { event.preventDefault(); act(input.value); });
    input.addEventListener('input', ({ inputType }) => inputType === 'insertFromPaste' ? act(input.value) : forget(kind));
  }
  find('letter').addEventListener('input', write);
  find('print').addEventListener('click', print);
}

// Runs before what follows the kit is parsed: a link that asks for a result gets room for it, so that nothing moves later.
const root = document.querySelector('.claim');
if (root) {
  root.classList.toggle('claim--asked', location.search.includes('partner='));
  document.addEventListener('DOMContentLoaded', () => start(root));
}

return { checkCode, ownCode, letter };
})();
