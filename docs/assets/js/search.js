/* The site's search box, also from a disk. What finds (search-rank.js) and what is found (search/zh.js, search/en.js) are scripts, loaded on first use. */
const aeoSearch = (() => {
'use strict';

const LIMIT = 10; // results shown
const TWIN = 5; // of the other language
const WIDTH = { zh: 72, en: 150 }; // of an excerpt
const TOLD = 3; // other names shown with a result

// Loading

const indexes = {};

// Called by search/zh.js and search/en.js.
const receive = (index) => { indexes[index.lang] = index; };

const load = (base, lang) => Promise.all([`${base}/assets/js/search-rank.js`, `${base}/search/${lang}.js`].map(aeoTools.load))
  .then(() => (ready(lang) ? aeoRank.prepare(indexes[lang]) : Promise.reject(new Error('incomplete'))));

const ready = (lang) => lang in indexes && typeof aeoRank === 'object';

// The box

const element = (name, kind, ...children) => aeoTools.el(name, { class: 'aeo-search__' + kind }, ...children);
const marked = (pieces) => pieces.map(([piece, hit]) => (hit ? element('mark', 'mark', piece) : piece));

// The query in the address, so that it can be shared and come back to; '' takes it away.
function address(query) {
  const url = new URL(location.href);
  if ((url.searchParams.get('q') || '') === query) return;
  if (query) url.searchParams.set('q', query);
  else url.searchParams.delete('q');
  try {
    history.replaceState(history.state, '', url);
  } catch { /* Too many at once. */ }
}

// Brings a box to life and returns what opens it. Its texts and the way to the site's root are data attributes.
function mount(root) {
  const [input, panel, status, opener, closer, ways] = ['input', 'panel', 'status', 'open', 'close', 'ways']
    .map((name) => root.querySelector('.aeo-search__' + name));
  const say = root.dataset;
  const lang = document.documentElement.lang.slice(0, 2).toLowerCase();
  const twin = lang === 'zh' ? 'en' : 'zh';
  let frame, both = false;

  const on = (target, type, listener) => target.addEventListener(type, listener);
  const outside = (target) => target && !root.contains(target);
  const stops = () => [input, ...(panel.hidden ? [] : panel.querySelectorAll('a, button'))];

  function show(text, ...more) {
    if (text) panel.replaceChildren(element('p', 'count', text), ...more);
    panel.hidden = !text;
    if (status.textContent !== text) status.textContent = text;
  }

  // One result: what it is, where it stands, why it matched.
  function item({ url, title, chapter, over, heading, text, also, lead }, tokens, index) {
    const link = element('a', 'link', heading);
    link.href = `${say.base}/${url}`;
    const path = [chapter, ...(lead ? [] : [title]), over].filter((part, i, all) => part && part !== heading && all.indexOf(part) === i);
    const names = aeoRank.others(also, tokens, index).slice(0, TOLD);
    const pieces = aeoRank.excerpt(text, tokens, index, WIDTH[index.lang] || WIDTH.en);
    const why = names.length && !pieces.some(([, hit]) => hit)
      ? [say.also, ...names.flatMap((name, i) => [i ? say.comma : '', ...marked(aeoRank.excerpt(name, tokens, index, 99))]), say.stop] : [];
    return element('li', 'hit', link, path.length > 0 && element('p', 'path', path.join(' › ')), element('p', 'text', ...why, ...marked(pieces)));
  }

  const list = ({ hits, tokens }, index, most) => aeoTools.el('ol', { class: 'aeo-search__list', lang: index.lang === lang ? null : index.lang === 'zh' ? 'zh-CN' : index.lang },
    ...hits.slice(0, most).map((hit) => item(hit, tokens, index)));

  // The same query in the other language's pages: a button, or what it brought.
  function elsewhere(query) {
    if (!both) return element('p', 'more', aeoTools.el('button', { type: 'button', class: 'aeo-search__twin', onclick: () => { both = true; render(); input.focus(); } }, say.twin));
    if (!ready(twin)) {
      load(say.base, twin).then(() => panel.hidden || render(), () => { both = false; });
      return element('p', 'more', say.loading);
    }
    const found = aeoRank.find(query, indexes[twin]);
    return element('div', 'twins', element('p', 'more', found.hits.length ? say.there : say.nothere), list(found, indexes[twin], TWIN));
  }

  // Where to start for who found nothing.
  function start({ ways: links }) {
    const box = element('div', 'ways-here', ways.content.cloneNode(true));
    box.querySelector('ul').append(...links.map(([url, words]) => aeoTools.el('li', {}, aeoTools.el('a', { href: `${say.base}/${url}` }, words))));
    return box;
  }

  function render() {
    frame = cancelAnimationFrame(frame);
    const query = input.value.trim();
    if (!query) { address(''); return show(''); }
    if (!ready(lang)) {
      show(say.loading);
      return load(say.base, lang).then(() => panel.hidden || render(), () => panel.hidden || show(say.failed));
    }
    const found = aeoRank.find(query, indexes[lang]);
    const { hits, count, weak } = found;
    const text = !hits.length ? say.none : weak ? say.near : count > LIMIT ? say.more : count > 1 ? say.some : say.one;
    const help = weak ? [start(indexes[lang])] : [];
    show(text.replace('{n}', count).replace('{q}', () => query), ...(hits.length ? [list(found, indexes[lang], LIMIT)] : []), elsewhere(query), ...help);
    address(query);
    panel.scrollTop = 0;
  }

  function soon() {
    both = false;
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

  function close() {
    toggle(false);
    address('');
  }

  function leave() {
    (opener.offsetParent ? opener : input).focus();
    close();
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
    if (!root.contains(event.relatedTarget) && panel.hidden) soon();
  });
  on(root, 'focusout', (event) => outside(event.relatedTarget) && close());
  on(document, 'pointerdown', (event) => outside(event.target) && close());
  on(panel, 'click', (event) => event.target.closest('a') && toggle(false));
  on(input, 'input', (event) => event.isComposing || soon());
  on(input, 'compositionstart', () => { frame = cancelAnimationFrame(frame); });
  on(input, 'compositionend', soon);
  on(opener, 'click', () => toggle(true));
  on(closer, 'click', leave);
  root.classList.add('aeo-search--ready');
  return (query) => { if (query) input.value = query; toggle(true); };
}

const boxes = [...document.querySelectorAll('[data-aeo-search]')].map(mount);
const asked = new URLSearchParams(location.search).get('q');
if (asked && boxes.length) boxes[0](asked.slice(0, 100));

// Whoever types in a field keeps the keys.
const types = (target) => target.closest('input, textarea, select, [contenteditable]') && !target.closest('[data-aeo-search]');
document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, metaKey, target } = event;
  if (!(ctrlKey || metaKey) || key.toLowerCase() !== 'k' || !boxes.length || types(target)) return;
  event.preventDefault();
  boxes[0]();
});

return { receive };
})();
