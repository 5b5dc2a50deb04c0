/* Filters and sorts the lists of a page by its form, and keeps that in the address. */
const aeoFilter = (() => {
'use strict';

const fold = (text) => text.normalize('NFKC').toLowerCase();

// Whether an item { tier: ['advanced'], … } is found by each word typed and has the word of each answer, or a wide one where `also` is answered.
const fits = (item, facets, answers) => fold(answers.find || '').split(/[^\p{L}\p{N}]+/u).every((word) => item.find.includes(word))
  && facets.every(({ name, wide }) => ['', ...item[name]].includes(answers[name])
  || (answers.also && !wide.includes(answers[name]) && wide.some((word) => item[name].includes(word))));

// Items by 'name', 'signed', 'signed-desc' …: what is not known last either way, equals (for '' all) as they were.
function arrange(items, by, lang) {
  const key = by.replace(/-desc$/, '');
  const { compare } = new Intl.Collator(lang);
  const known = items.filter((item) => item[key]);
  known.sort((a, b) => (key === by ? 1 : -1) * compare(a[key], b[key]));
  return [...known, ...items.filter((item) => !item[key])];
}

const all = (selector) => [...document.querySelectorAll(selector)];

// An element, its heading, its words.
function entry(node, facets) {
  const id = node.dataset.item;
  const before = node.previousElementSibling;
  const one = { id, node, find: fold(node.dataset.find || ''), nodes: before && before.id === id ? [before, node] : [node] };
  for (const name of ['signed', 'in-force', 'name']) one[name] = node.getAttribute('data-' + name);
  for (const { name } of facets) one[name] = node.getAttribute('data-' + name).split(' ');
  return one;
}

// Entries in a row, of a table or below a heading, and what stands next.
function runsOf(entries) {
  const runs = [];
  let run = {};
  for (const one of entries) {
    if (run.next !== one.nodes[0]) runs.push(run = { held: [] });
    run.held.push(one);
    run.next = one.node.nextElementSibling;
  }
  return runs;
}

// What goes with the last of a list: a heading and all below it, a table.
function framesOf(entries, root) {
  const own = new Set(entries.flatMap(({ nodes }) => nodes));
  const within = (nodes) => entries.filter(({ node }) => nodes.some((one) => one.contains(node)));
  const frame = (nodes) => ({ held: within(nodes), nodes: nodes.filter((one) => !own.has(one)) });
  const below = (node) => node && !node.matches('h2, .page-foot') ? [node, ...below(node.nextElementSibling)] : [];
  const parts = all('.aeo-main h2').map((heading) => frame([heading, ...below(heading.nextElementSibling)]));
  const tables = all('.table-scroll').map((table) => frame([table]));
  return [...parts, ...tables].filter(({ held, nodes }) => held.length && !nodes.includes(root));
}

const inContents = (id) => all(`:is(.aeo-toc, .on-this-page) li a[href="#${id}"]`).map((link) => link.closest('li'));

function mount(root) {
  const { say, el } = aeoTools;
  const words = root.dataset;
  const [status, chosen] = ['status', 'chosen'].map((name) => root.querySelector('.filter-' + name));
  const controls = [...root.querySelectorAll('select, input')];
  const sorter = controls.find(({ name }) => name === 'sort');
  const filters = controls.filter((control) => control !== sorter);
  const selects = filters.filter(({ options }) => options);
  const [also, sought] = ['also', 'find'].map((wanted) => filters.find(({ name }) => name === wanted));
  const facets = selects.map(({ name, dataset }) => ({ name, wide: dataset.wide.match(/\S+/g) || [] }));
  const entries = all('[data-item]').map((node) => entry(node, facets));
  const items = Object.values(Object.fromEntries(entries.map((one) => [one.id, one])));
  const runs = runsOf(entries);
  const frames = framesOf(entries, root);
  let sorted = '';
  let written, told;
  const value = (control) => control === also && !also.checked ? '' : control.value.trim();
  const answers = (other) => ({ ...Object.fromEntries(filters.map((control) => [control.name, value(control)])), ...other });
  const fitting = (other) => items.filter((item) => fits(item, facets, answers(other)));
  const choice = (control) => control.options ? control.selectedOptions[0].dataset.label : value(control);

  function set(control, to) {
    if (control === also) also.checked = to === also.value;
    else {
      control.value = to.slice(0, 60);
      if (!control.value) control.value = '';
    }
  }

  function sort() {
    if (!sorter || sorter.value === sorted) return;
    sorted = sorter.value;
    for (const { held, next } of runs) {
      for (const { id, nodes } of arrange(held, sorted, document.documentElement.lang)) {
        for (const node of nodes) node.parentNode.insertBefore(node, next);
        for (const line of inContents(id)) line.parentNode.append(line);
      }
    }
  }

  function hide(left) {
    const toggle = (id, nodes, on) => [...nodes, ...inContents(id)].forEach((node) => { node.hidden = !on; });
    for (const { id, nodes } of entries) toggle(id, nodes, left.has(id));
    for (const { nodes, held } of frames) {
      const n = held.filter(({ id }) => left.has(id)).length;
      toggle(nodes[0].id, nodes, n);
      const total = !nodes[1] && nodes[0].querySelector('.count');
      if (total) total.textContent = n < held.length ? `${n} / ${held.length}` : n;
    }
  }

  // Each choice says how many it would leave; so does the button that takes a filter away.
  function offer() {
    const named = (text, label, name, word) => say(text, { label, n: fitting({ [name]: word }).length });
    for (const { name, options } of selects) {
      for (const option of [...options].slice(1)) option.textContent = named(words.option, option.dataset.label, name, option.value);
    }
    if (also) {
      const more = fitting({ also: 'all' }).length - fitting({ also: '' }).length;
      also.parentNode.hidden = !more;
      also.labels[0].textContent = say(words.also, { n: more });
    }
    const button = (text, kind, gone) => el('button', { type: 'button', class: 'tool-button' + kind, onclick: () => drop(gone) }, text);
    const used = [sought, ...selects].filter(value);
    chosen.replaceChildren(...used.map((control) => {
      const label = say(words.choice, { facet: control.labels[0].textContent, choice: choice(control) });
      return button(named(words.drop, label, control.name, ''), '', [control]);
    }));
    if (used.length) chosen.append(button(words.clear, ' tool-button--main', filters));
  }

  function drop(gone) {
    for (const control of gone) set(control, '');
    change();
    (chosen.querySelector('button') || root.querySelector('summary')).focus();
  }

  function show(first) {
    told = first;
    const left = new Set(fitting().map(({ id }) => id));
    hide(left);
    sort();
    offer();
    const text = !left.size ? words.none : chosen.firstChild ? words.some : words.all;
    const said = [first, say(text, { n: left.size, all: items.length }), sorted && say(words.sorted, { label: choice(sorter) })];
    status.textContent = said.filter(Boolean).join(words.gap);
  }

  function write(hash) {
    const query = new URLSearchParams(location.search);
    for (const control of controls) {
      query.delete(control.name);
      if (value(control)) query.set(control.name, value(control));
    }
    const search = String(query) && '?' + query;
    try {
      history.replaceState(history.state, '', location.pathname + search + hash);
    } catch { /* Too many at once. */ }
    written = location.href;
    for (const link of all('a.aeo-language')) link.search = search;
  }

  function change() {
    show();
    write('');
  }

  // As the address says, but a link to what that hides wins.
  function read() {
    const query = new URLSearchParams(location.search);
    for (const control of controls) set(control, query.get(control.name) || '');
    if (told || chosen.firstChild || sorted || controls.some(value)) show();
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest('[hidden]')) {
      for (const control of filters) set(control, '');
      show(words.cleared);
      target.scrollIntoView();
    }
    write(location.hash);
  }

  for (const control of controls) control.addEventListener('change', change);
  sought.addEventListener('input', ({ isComposing }) => isComposing || change());
  sought.addEventListener('compositionend', change);
  addEventListener('popstate', () => location.href === written || read());
  read();
}

const root = document.currentScript.closest('.filter');
root.classList.toggle('filter--asked', location.search);
document.addEventListener('DOMContentLoaded', () => {
  root.querySelector('details').open = matchMedia('(min-width: 60em)').matches;
  try {
    mount(root);
  } finally {
    root.classList.add('filter--ready');
  }
});

return { fits, arrange };
})();
