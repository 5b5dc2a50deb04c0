/* The menu of narrow screens, and the mark at the heading being read. */
const aeoMenu = (() => {
'use strict';

const OPEN = 'aeo-drawer--open';

// The last of the tops (distances from the top of the window) that is above a line; -1 when none is.
const reached = (tops, line) => tops.filter((top) => top <= line).length - 1;

function drawer(panel, button) {
  const behind = [...document.body.children, ...panel.parentElement.children].filter((part) => !part.contains(panel));
  const wide = matchMedia('(min-width: 60em)');
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';

  function turn(open) {
    button.setAttribute('aria-expanded', open);
    panel.classList.toggle(OPEN, open);
    behind.forEach((part) => { part.inert = open; });
  }

  function close() {
    turn(false);
    button.focus();
  }

  button.addEventListener('click', () => {
    turn(true);
    panel.querySelector('button').focus();
  });
  panel.querySelector('button').addEventListener('click', close);
  panel.addEventListener('click', (event) => event.target.closest('a') && turn(false));
  document.addEventListener('keydown', (event) => event.key === 'Escape' && isOpen() && close());
  document.addEventListener('pointerdown', (event) => isOpen() && !panel.contains(event.target) && close());
  wide.addEventListener('change', () => isOpen() && turn(false));
}

// Marks the link to the heading being read, and keeps it in view in its own list.
function follow(list) {
  const links = [...list.querySelectorAll('a')];
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let marked = null, frame = 0;

  function mark() {
    frame = 0;
    const now = links[reached(heads.map((head) => head.getBoundingClientRect().top), innerHeight / 4)] || null;
    if (now === marked) return;
    if (marked) marked.removeAttribute('aria-current');
    if (now) now.setAttribute('aria-current', 'true');
    marked = now;
    const pane = list.scrollHeight > list.clientHeight ? list : list.parentElement;
    if (now && pane.offsetParent) pane.scrollTop += now.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 2;
  }

  addEventListener('scroll', () => { frame = frame || requestAnimationFrame(mark); }, { passive: true });
  mark();
}

const panel = document.getElementById('aeo-drawer');
const button = document.querySelector('button.aeo-menu');
if (panel && button) drawer(panel, button);
document.querySelectorAll('.aeo-toc').forEach(follow);

return { reached };
})();
