/* The page for addresses that lead nowhere, in the language of the address, else of the page the reader came from, else of the browser. */
(() => {
'use strict';

const english = /(^|\/)en\//.test(location.pathname)
  || (document.referrer ? /\/en\//.test(document.referrer) : !/^zh\b/i.test(navigator.language));
const language = english ? 'en' : 'zh';
document.documentElement.lang = language;
document.title = document.title.split(' · ')[english ? 1 : 0];
document.querySelectorAll('body [lang]:not(.aeo-language)').forEach((part) => { part.hidden = part.lang !== language; });

// How alike two words are, from 0 to 1, by the pairs of letters in both (Dice).
const pairs = (text) => new Set([...`${text} `].map((letter, at) => (text[at - 1] || '') + letter));
function alike(one, other) {
  const [ours, theirs] = [pairs(one), pairs(other)];
  return 2 * [...ours].filter((pair) => theirs.has(pair)).length / (ours.size + theirs.size);
}

// Paths without the folder of the site and the ending. A page that has moved keeps its last name.
const root = document.querySelector('.aeo-header__home').pathname.length - 'index.html'.length;
const bare = ({ pathname }) => pathname.slice(root, root + 200).toLowerCase().replace(/^en\//, '').replace(/(\/?index)?(\.html?)?\/?$/, '');
const last = (path) => path.split('/').pop();
const asked = bare(location);
const near = ({ firstChild }) => asked && Math.max(alike(asked, bare(firstChild)), 0.9 * alike(last(asked), last(bare(firstChild))));

const box = document.querySelector(`.aeo-lost[lang="${language}"] .aeo-lost__near`);
const rows = [...box.querySelectorAll('li')].map((row) => [near(row), row]).filter(([likeness]) => likeness > 0.6);
box.querySelector('ul').replaceChildren(...rows.sort((one, other) => other[0] - one[0]).slice(0, 3).map(([, row]) => row));
box.hidden = !rows.length;
document.documentElement.classList.add('aeo-sorted');
})();
