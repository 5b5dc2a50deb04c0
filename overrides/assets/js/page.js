/* On every page: links that copy themselves, citations, addresses after links in print. */
(() => {
'use strict';

const data = document.currentScript.dataset; // words, in the language of the page
const canonical = document.querySelector('link[rel=canonical]');

// The published address of a link, also in a copy that was opened from a disk.
const published = (link) => canonical ? new URL(link.getAttribute('href'), canonical.href).href : /^http/.test(link.protocol) ? link.href : '';

// A message that goes away by itself, outside the flow.
const toast = aeoTools.el('p', { class: 'aeo-toast', role: 'status' });
document.body.append(toast);

let timer;
function announce(words) {
  clearTimeout(timer);
  toast.textContent = words;
  timer = setTimeout(() => { toast.textContent = ''; }, 4000);
}

async function hand(text, words) {
  announce(await aeoTools.copy(text) ? words : aeoTools.say(data.failed, { text }));
}

// 公告2026年第34号，…第13条款…：https://…#ace26-13
function citation(button) {
  const { cite } = button.closest('[data-cite]').dataset;
  return aeoTools.say(cite, { n: button.dataset.number }) + published(button.closest('[id]').querySelector('.permalink'));
}

// 标题，本指南，版本…：https://…；a copy from a disk without a published address has no address to give.
function pageCitation(button) {
  return [button.dataset.aeoCite, canonical && canonical.href].filter(Boolean).join(' ');
}

document.addEventListener('click', (event) => {
  const action = event.target.closest('[data-aeo-print], [data-aeo-cite]');
  if (action && 'aeoPrint' in action.dataset) print();
  if (action && 'aeoCite' in action.dataset) hand(pageCitation(action), data.citation);
  const link = event.target.closest('a.permalink, a.headerlink');
  const button = event.target.closest('button.cite-button');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) published(link) ? hand(published(link), data.link) : announce(data.none);
  if (button) hand(citation(button), data.citation);
});

// What an address or a link leads to is open when the reader comes there.
function reveal(hash) {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const fold = target && target.closest('details');
  if (!fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) reveal(link.hash); // no change of address, so no event
});
addEventListener('hashchange', () => reveal(location.hash));
reveal(location.hash);

// The form for reports is loaded when it is first asked for. A record's own link to it stands beside the record's link to itself.
const report = document.getElementById('report');
if (report) {
  document.querySelectorAll('article details.record .aside > .permalink:only-child').forEach((link) => {
    link.after(aeoTools.el('span', { class: 'js-only no-print' }, ' · ', aeoTools.el('a', { href: '#report' }, data.report)));
  });
}

async function ask(kind, from) {
  await aeoTools.load(report.dataset.script);
  aeoReport.open(kind, from);
}

document.addEventListener('click', (event) => {
  const asked = event.target.closest('[data-report], a[href="#report"]');
  if (!report || !asked) return;
  event.preventDefault();
  ask(asked.dataset.report || 'wrong', asked);
});
if (report && location.hash === '#report') ask('wrong', null);
addEventListener('pageshow', () => { if (report && document.getElementById('report-text').value) ask(null, null); }); // put back by the browser

// On paper everything is open, also where a browser cannot say so in a stylesheet; an outside source is a number, and its address stands at the foot.
const folds = 'details:not([open]):not(.tool *, .picture *, .timeline *, .on-this-page *)';
addEventListener('beforeprint', () => {
  document.querySelectorAll(folds).forEach((fold) => { fold.dataset.printed = fold.open = true; });
  const foot = document.querySelector('.page-foot'), notes = new Map();
  document.querySelectorAll('.aeo-main a[href^=http]').forEach((link) => {
    if (link.href.includes(link.textContent.trim())) return; // it says its address itself
    notes.set(link.href, notes.get(link.href) || notes.size + 1);
    link.dataset.note = notes.get(link.href);
  });
  document.querySelectorAll('.print-notes').forEach((list) => { list.remove(); });
  if (foot && notes.size) foot.before(aeoTools.el('ul', { class: 'print-notes' }, ...[...notes].map(([url, n]) => aeoTools.el('li', {}, `[${n}] ${url}`))));
});
addEventListener('afterprint', () => {
  document.querySelectorAll('details[data-printed]').forEach((fold) => {
    fold.open = false;
    fold.removeAttribute('data-printed');
  });
  document.querySelectorAll('.print-notes').forEach((list) => { list.remove(); });
});
})();
