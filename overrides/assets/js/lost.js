/* The page for addresses that lead nowhere, in the language of the address, else of the page the reader came from, else of the browser. */
const aeoLost = (() => {
'use strict';

const NEAR = 0.6;
const MOST = 3;

// A path without what all paths share: where the site lies, the language, the ending.
const bare = (path, root) => (path.startsWith(root) ? path.slice(root.length) : path).slice(0, 200).toLowerCase()
  .replace(/^\/?(en\/)?/, '').replace(/\/?(index)?(\.html?|\.md)?\/?$/, '');

const pairs = (text) => new Set([...`^${text}$`].map((letter, at, all) => letter + (all[at + 1] ?? '')).slice(0, -1));

// How alike two words are, from 0 to 1, by the pairs of letters in both (Dice).
function alike(one, other) {
  const [ours, theirs] = [pairs(one), pairs(other)];
  return 2 * [...ours].filter((pair) => theirs.has(pair)).length / (ours.size + theirs.size);
}

// A page that has moved keeps its last name.
const last = (path) => path.split('/').pop();
const likeness = (asked, path) => Math.max(alike(asked, path), 0.9 * alike(last(asked), last(path)));

// The few paths that are most like the one asked for, the most alike first.
const near = (asked, paths) => paths.map((path) => [likeness(asked, path), path]).filter(([score, path]) => asked && path && score >= NEAR)
  .sort((one, other) => other[0] - one[0]).slice(0, MOST).map(([, path]) => path);

const english = /(^|\/)en\//.test(location.pathname)
  || (document.referrer ? /\/en\//.test(document.referrer) : !/^zh\b/i.test(navigator.language));
const language = english ? 'en' : 'zh';
document.documentElement.lang = language;
document.title = document.title.split(' · ')[english ? 1 : 0];
document.querySelectorAll('body [lang]:not(.aeo-language)').forEach((part) => { part.hidden = part.lang !== language; });

const list = document.querySelector(`.aeo-lost[lang="${language}"] .aeo-lost__near`);
const root = document.querySelector('[lang="zh"] .aeo-header__home').pathname.replace(/[^/]*$/, '');
const rows = new Map([...list.querySelectorAll('li')].map((row) => [bare(row.firstChild.pathname, root), row]));
const found = near(bare(location.pathname, root), [...rows.keys()]);
list.querySelector('ul').replaceChildren(...found.map((path) => rows.get(path)));
list.hidden = found.length === 0;

return { bare, near };
})();
