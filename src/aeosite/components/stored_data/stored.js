/* Says what this site has stored on the device, and clears it. All keys of the site start with “aeo-”. */
const aeoStored = (() => {
'use strict';

const PREFIX = 'aeo-';

// The keys of this site among all keys of a storage; other files opened from the same disk may share it.
const ours = (storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX));

// What readers call the keys, each once: the name of the first entry [start of a key, name] that fits.
const names = (keys, entries) => [...new Set(keys.map((key) => entries.find(([start]) => key.startsWith(start))[1]))];

function mount(list) {
  const tool = list.closest('section');
  const output = tool.querySelector('output');
  const entries = [...list.querySelectorAll('[data-key]')].map(({ dataset }) => [dataset.key, dataset.name]);

  function show(template, keys) {
    output.textContent = aeoTools.say(output.dataset[keys.length ? template : 'none'], { names: names(keys, entries).join(output.dataset.join) });
  }

  // A browser may refuse even to be asked.
  function attempt(action) {
    try {
      action();
    } catch {
      output.textContent = output.dataset.failed;
    }
  }

  tool.querySelector('[data-aeo-clear]').addEventListener('click', () => attempt(() => {
    const keys = ours(localStorage);
    keys.forEach((key) => localStorage.removeItem(key));
    aeoTheme.choose('system');
    aeoTheme.resize(false);
    show('cleared', keys);
  }));
  attempt(() => show('stored', ours(localStorage)));
}

document.querySelectorAll('[data-aeo-stored]').forEach(mount);

return { ours, names };
})();
