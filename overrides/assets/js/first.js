/* Before anything is shown, so that nothing moves or changes: whether scripts run, and the reader's choices of colours and size of text (theme.js).
   A script of the page that is blocked, or that an old browser cannot read, leaves the page as without scripts. */
((root) => {
  'use strict';
  let choice = null, text = null;
  try { choice = localStorage.getItem('aeo-theme'); text = localStorage.getItem('aeo-text'); } catch { /* nothing is kept here */ }
  if (choice !== 'light' && choice !== 'dark') choice = 'system';
  const dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.className = 'js';
  addEventListener('error', ({ target, error }) => {
    if ((target.tagName === 'SCRIPT' && !target.async) || error instanceof SyntaxError) root.className = 'no-js';
  }, true);
  root.dataset.aeoTheme = choice;
  if (text === 'large') root.dataset.aeoText = text;
  root.dataset.mdColorScheme = dark ? 'slate' : 'default';
})(document.documentElement);
