/* Before anything is shown, so that nothing moves or changes colour: whether scripts run, and the reader's choice of light or dark (theme.js). */
((root) => {
  let choice = null;
  try { choice = localStorage.getItem('aeo-theme'); } catch { /* nothing is kept here */ }
  if (choice !== 'light' && choice !== 'dark') choice = 'system';
  const dark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.className = 'js';
  root.dataset.aeoTheme = choice;
  root.dataset.mdColorScheme = dark ? 'slate' : 'default';
})(document.documentElement);
