/* Light or dark: as the device until the reader chooses; larger text: on request. Only a choice is kept. The page's head applies both first. */
const aeoTheme = (() => {
'use strict';

const KEY = 'aeo-theme';
const STATES = ['system', 'light', 'dark'];
const root = document.documentElement;
const night = matchMedia('(prefers-color-scheme: dark)');

const next = (state) => STATES[(STATES.indexOf(state) + 1) % STATES.length];
const scheme = (state, dark) => state === 'dark' || (state === 'system' && dark) ? 'slate' : 'default';

function apply(state) {
  root.dataset.aeoTheme = state;
  root.dataset.mdColorScheme = scheme(state, night.matches);
}

// A browser that keeps nothing still shows the choice until the page is left.
function choose(state) {
  try {
    if (state === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, state);
  } catch { /* shown, not kept */ }
  apply(state);
}

night.addEventListener('change', () => apply(root.dataset.aeoTheme));
document.querySelectorAll('.aeo-theme').forEach((button) => button.addEventListener('click', () => {
  choose(next(root.dataset.aeoTheme));
  document.querySelector('[data-aeo-theme-status]').textContent = button.innerText.trim();
}));

// Larger text, or the usual size again.
function resize(large) {
  try {
    if (large) localStorage.setItem('aeo-text', 'large');
    else localStorage.removeItem('aeo-text');
  } catch { /* shown, not kept */ }
  root.dataset.aeoText = large ? 'large' : 'usual';
  press();
}

const press = () => document.querySelectorAll('.aeo-text').forEach((button) => {
  button.setAttribute('aria-pressed', root.dataset.aeoText === 'large');
});
document.querySelectorAll('.aeo-text').forEach((button) => button.addEventListener('click', () => resize(root.dataset.aeoText !== 'large')));
press();

return { next, scheme, choose, resize };
})();
