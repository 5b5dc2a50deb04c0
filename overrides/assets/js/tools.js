/* What the scripts share: words from the page, elements, copying, saving to a file. */
const aeoTools = (() => {
'use strict';

// The data a directive put into the page (src/aeosite/tools/), parsed.
const data = (id) => JSON.parse(document.getElementById(id).textContent);

// 'a {n} b' with { n: 2 } → 'a 2 b'. An unknown name stays as it is.
const say = (template, values = {}) => template.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);

// An element. Children are elements and texts, never markup; "on…" is a listener, null or false leaves one out.
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Resolves when a script of the site has run; each is loaded once, and again after it failed.
const scripts = new Map();
function load(src) {
  if (!scripts.has(src)) {
    scripts.set(src, new Promise((resolve, reject) => {
      const failed = () => {
        scripts.delete(src);
        reject(new Error(src));
      };
      document.head.append(el('script', { src, onload: resolve, onerror: failed }));
    }));
  }
  return scripts.get(src);
}

// For a page without navigator.clipboard.
function copyBySelection(text) {
  const area = el('textarea', { readonly: true, 'aria-hidden': 'true', tabindex: '-1', class: 'aeo-offscreen' });
  const before = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (before) before.focus();
  return done;
}

// Resolves to whether the text is now on the clipboard.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Offers a text as a file.
function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// <button data-copy="id of what to copy" data-copied="…" data-failed="…">: copies, says so on the button for a while.
function copyButton(button) {
  const words = button.textContent;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy);
    const done = await copy('value' in source ? source.value : source.textContent.trim());
    button.textContent = done ? button.dataset.copied : button.dataset.failed;
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}

document.querySelectorAll('button[data-copy]').forEach(copyButton);

return { data, say, el, load, copy, save };
})();
