/* The quiz: a test by audience, length and number, answered on the page. Nothing is stored or sent; who listens hears what was answered. */
const aeoQuiz = (() => {
'use strict';

const EVERYBODY = 'all', LETTERS = 'abcdefghijklmnopqrstuvwxyz';

// Where a question comes in the test of a number, among all 32-bit numbers: FNV-1a, mixed as Murmur3 ends.
function mark(number, id) {
  let found = 2166136261;
  const text = `${number} ${id}`;
  for (let at = 0; at < text.length; at += 1) found = Math.imul(found ^ text.charCodeAt(at), 16777619);
  found = Math.imul(found ^ found >>> 16, 0x85EBCA6B);
  found = Math.imul(found ^ found >>> 13, 0xC2B2AE35);
  return (found ^ found >>> 16) >>> 0;
}

// The ids of a test in order, of [id, audiences]; a length of 0 is as many as there are.
function paper(questions, audience, length, number) {
  const marked = questions.filter(([, audiences]) => !audience || audiences.includes(audience) || audiences.includes(EVERYBODY))
    .map(([id]) => [mark(number, id), id]);
  const ordered = marked.sort(([one, a], [other, b]) => one - other || (a < b ? -1 : 1)).map(([, id]) => id);
  return length ? ordered.slice(0, length) : ordered;
}

// [topic, right, of all] of some answers, by topic in the order met.
function tally(answers) {
  const found = new Map();
  for (const { topic, right } of answers) {
    const [n, all] = found.get(topic) || [0, 0];
    found.set(topic, [n + (right ? 1 : 0), all + 1]);
  }
  return [...found].map(([topic, counts]) => [topic, ...counts]);
}

const random = () => Math.floor(Math.random() * 36 ** 5).toString(36).padStart(5, '0');

let mounted;

function mount(root) {
  const { say, el } = aeoTools, words = aeoTools.data('quiz-words');
  const one = (selector, from = root) => from.querySelector(selector), all = (selector, from = root) => [...from.querySelectorAll(selector)];
  const form = one('form'), list = one('.quiz-list'), keys = one('.quiz-key ol'), result = one('.quiz-result'), state = one('.quiz-state');
  const items = new Map(all('.quiz-item').map((item) => [item.dataset.id, item])), key = new Map(all('[data-key]').map((item) => [item.dataset.key, item]));
  const questions = [...items].map(([id, { dataset }]) => [id, dataset.for.split(' ')]);
  let test = [], answered = [];

  const tell = (name, detail) => root.dispatchEvent(new CustomEvent(name, { detail }));
  const choices = (item) => all('.quiz-options li', item).map((choice) => choice.textContent);

  // A claim is answered by t or f, a question by a letter.
  const response = (item, place) => 'claim' in item.dataset ? 'tf'[place] : LETTERS[place];

  function verdict(item, mine) {
    const right = Number(item.dataset.right), names = choices(item), spoken = one('.quiz-verdict', item);
    spoken.textContent = mine === right ? words.right : say(words.wrong, { mine: names[mine], right: names[right] });
    item.classList.add(mine === right ? 'quiz-item--right' : 'quiz-item--wrong');
    all('.quiz-choices input, .quiz-choices button', item).forEach((control) => { control.disabled = true; });
    one('.quiz-answer', item).open = true;
    answered.push({ item, topic: item.dataset.topic, right: mine === right });
    tell('quiz-answer', { id: item.dataset.id, claim: 'claim' in item.dataset, response: response(item, mine), right: response(item, right), correct: mine === right });
    spoken.focus();
    state.textContent = say(words.done, { n: answered.length, all: test.length });
    if (answered.length === test.length) showResult();
  }

  function controls(item) {
    const { id } = item.dataset, spoken = el('p', { class: 'quiz-verdict', tabindex: '-1', role: 'status' });
    const radios = choices(item).map((text, place) => el('label', { class: 'choice' },
      el('input', { type: 'radio', name: `quiz-${id}`, value: String(place) }), el('span', {}, text)));
    const answer = () => {
      const chosen = one('input:checked', item);
      if (chosen) verdict(item, Number(chosen.value));
      else spoken.textContent = words.choose;
    };
    return el('div', { class: 'quiz-choices' }, el('div', { role: 'radiogroup', 'aria-labelledby': `quiz-${id}` }, radios),
      el('p', { class: 'buttons' }, el('button', { type: 'button', class: 'tool-button', 'aria-describedby': `quiz-${id}`, onclick: answer }, words.answer)), spoken);
  }

  function showResult() {
    const right = answered.filter((answer) => answer.right).length;
    const pages = new Map(answered.filter((answer) => !answer.right).flatMap(({ item }) => all('.quiz-see a', item).map((link) => [link.textContent, link])));
    one('.quiz-score').replaceChildren(
      el('p', {}, el('b', {}, say(words.score, { n: right, all: test.length }))),
      el('ul', {}, tally(answered).map(([topic, n, of]) => el('li', {}, say(words.topic, { topic, n, all: of })))),
      ...pages.size ? [el('p', {}, words.read), el('ul', {}, [...pages.values()].map((link) => el('li', {}, link.cloneNode(true))))] : [el('p', {}, words.well)]);
    result.hidden = false;
    tell('quiz-end', { right, all: test.length });
    one('h3', result).focus();
  }

  function clear(item) {
    all('.quiz-choices', item).forEach((old) => old.remove());
    item.classList.remove('quiz-item--right', 'quiz-item--wrong');
    one('.quiz-answer', item).open = false;
  }

  function start(given) {
    if (given) new URLSearchParams(location.search).forEach((value, name) => { if (['audience', 'n', 'number'].includes(name)) form.elements[name].value = value; });
    const { audience, n: length, number } = form.elements;
    number.value = number.value.trim() || random();
    if (!length.value) length.selectedIndex = 1; // an address with a length that is not offered
    if (audience.selectedIndex < 0) audience.selectedIndex = 0;
    const wanted = Number(length.value);
    test = paper(questions, audience.value, wanted, number.value);
    answered = [];
    result.hidden = true;
    root.classList.add('quiz--running');
    items.forEach((item, id) => { item.hidden = key.get(id).hidden = !test.includes(id); clear(item); });
    test.forEach((id) => {
      list.append(items.get(id));
      keys.append(key.get(id));
      one('.quiz-options', items.get(id)).after(controls(items.get(id)));
    });
    state.textContent = [say(words.state, { n: test.length, number: number.value }), test.length < wanted && say(words.few, { n: test.length })].filter(Boolean).join(words.gap);
    const query = new URLSearchParams({ audience: audience.value, n: length.value, number: number.value });
    history.replaceState(null, '', `?${query}`);
    document.querySelectorAll('a.aeo-language').forEach((link) => { link.search = `?${query}`; });
    tell('quiz-start', { all: test.length });
    if (!given && test.length) one('input', items.get(test[0])).focus();
  }

  one('[data-do=print]').addEventListener('click', () => print());
  one('[data-do=another]').addEventListener('click', () => { form.elements.number.value = ''; start(false); });
  return start;
}

function open(root, given) {
  mounted = mounted || mount(root);
  mounted(given);
}

return { mark, paper, tally, open };
})();
