/* Light or dark: as the device until the reader chooses; larger text: on request. Only a choice is kept. The page's head applies both first. */
const aeoTheme = (() => {
'use strict';

const STATES = ['system', 'light', 'dark'];
const root = document.documentElement;
const night = matchMedia('(prefers-color-scheme: dark)');

const next = (state) => STATES[(STATES.indexOf(state) + 1) % STATES.length];
const scheme = (state, dark) => state === 'dark' || (state === 'system' && dark) ? 'slate' : 'default';
const buttons = (kind) => document.querySelectorAll(kind);

// A browser that keeps nothing still shows the choice until the page is left.
function keep(key, choice) {
  try {
    if (choice) localStorage.setItem(key, choice);
    else localStorage.removeItem(key);
  } catch { /* shown, not kept */ }
}

function apply(state) {
  root.dataset.aeoTheme = state;
  root.dataset.mdColorScheme = scheme(state, night.matches);
}

function choose(state) {
  keep('aeo-theme', state !== 'system' && state);
  apply(state);
}

// Larger text, or the usual size again.
function resize(large) {
  keep('aeo-text', large && 'large');
  root.dataset.aeoText = large ? 'large' : 'usual';
  press();
}

const isLarge = () => root.dataset.aeoText === 'large';
const press = () => buttons('.aeo-text').forEach((button) => button.setAttribute('aria-pressed', isLarge()));

night.addEventListener('change', () => apply(root.dataset.aeoTheme));
buttons('.aeo-theme').forEach((button) => button.addEventListener('click', () => {
  choose(next(root.dataset.aeoTheme));
  document.querySelector('[data-aeo-theme-status]').textContent = button.innerText.trim();
}));
buttons('.aeo-text').forEach((button) => button.addEventListener('click', () => resize(!isLarge())));
press();

return { next, scheme, choose, resize };
})();
