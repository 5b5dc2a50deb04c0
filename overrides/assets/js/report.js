/* The way back: makes one message of what the reader writes, shows all of it, and hands it over as the reader chooses. Nothing is sent. */
const aeoReport = (() => {
'use strict';

const MAIL = 1900; // characters of an address that every mail program takes
const ISSUE = 7000; // and every code host

const NEEDS_NO_TEXT = ['helpful', 'not-helpful'];

// The line for the machine. Values are percent-encoded, so that none holds a blank; what is empty is left out.
const reference = (values) => ['aeo-guide-feedback/1', ...['kind', 'language', 'edition', 'page', 'anchor']
  .filter((name) => values[name]).map((name) => `${name}=${encodeURIComponent(values[name]).replace(/%2F/g, '/')}`)].join(' ');

// A line of the reader's that looks like one of ours is moved in, so that it ends nothing.
const quoted = (text) => text.trim().replace(/\r\n?/g, '\n').replace(/^(-----|aeo-guide-feedback\/)/gm, ' $1');

// The message as text. Its form is read by aeosite/voice.
function message(values, words, { contact = true } = {}) {
  const line = (name, value) => value ? [`${words[name]}${words.colon}${value}`] : [];
  return [
    words.site,
    ...line('kind', values.kindName),
    '',
    '----- 内容 Message -----',
    quoted(values.text),
    ...contact && values.contact.trim() ? ['----- 联系方式 Contact -----', quoted(values.contact)] : [],
    '----- 位置 Place -----',
    ...line('title', values.title),
    ...line('part', values.part),
    ...line('address', values.address),
    ...line('edition', values.edition),
    reference(values),
    '',
  ].join('\n');
}

// The message as data, in the same form.
const record = ({ kind, text, contact, page, anchor, language, edition }) => JSON.stringify(
  { 'aeo-guide-feedback': 1, kind, text: text.trim(), contact: contact.trim(), page, anchor, language, edition }, null, 2) + '\n';

const follow = (href) => aeoTools.el('a', { href }).click();

const mailAddress = (to, subject, body) => `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replace(/\n/g, '\r\n'))}`;

// The form of a code host, filled in where it is known how; else the repository.
function issueAddress(code, title, body) {
  const base = code.replace(/\/+$/, '');
  const [host] = base.replace(/^https:\/\//, '').split('/');
  const filled = ([path, names]) => `${base}${path}?${names[0]}=${encodeURIComponent(title)}&${names[1]}=${encodeURIComponent(body)}`;
  if (/(^|[.-])github([.-]|$)/.test(host)) return filled(['/issues/new', ['title', 'body']]);
  if (/(^|[.-])gitlab([.-]|$)/.test(host)) return filled(['/-/issues/new', ['issue[title]', 'issue[description]']]);
  return base;
}

// The form of this page. Loaded when it is first asked for: page.js calls open.
function mount(section) {
  const { page, edition, mail, code, codeScript } = section.dataset;
  const find = (name) => document.getElementById(`report-${name}`);
  const form = find('form'), part = find('part'), text = find('text'), contact = find('contact'), shown = find('message'), needed = find('text-needed');
  const state = form.querySelector('.report-state');
  const canonical = document.querySelector('link[rel=canonical]');
  const title = document.querySelector('h1').firstChild.textContent.trim();
  let unsaved = false;

  // What a part of the page is called: a heading or a record's name, without the mark that links it.
  const named = (element) => [...(element.querySelector('.record__name, summary h3') || element).childNodes]
    .filter((node) => !(node.classList && node.matches('.headerlink, .badge, .mark, .marks'))).map((node) => node.textContent).join('').trim();

  function parts() {
    const found = [...document.querySelectorAll('article :is(h2, h3)[id], article details.record[id]')].filter((one) => !section.contains(one) && !one.closest('.tool'));
    return found.filter((one) => !(one.closest('summary') && one.closest('details[id]')));
  }

  // The part a reader comes from: what the address names, else the last that begins above the middle of the window.
  function here(from) {
    const all = parts();
    const inside = from && all.filter((one) => (one.closest('details.record') || one).contains(from)).pop();
    const target = location.hash.length > 1 && all.find((one) => `#${one.id}` === decodeURIComponent(location.hash));
    return inside || target || null;
  }

  const values = () => ({
    kind: form.elements.kind.value,
    kindName: form.querySelector('input[name=kind]:checked').parentElement.textContent.trim(),
    text: text.value,
    contact: contact.value,
    page,
    anchor: part.value,
    part: part.value ? part.selectedOptions[0].textContent : '',
    language: document.documentElement.lang,
    edition,
    title,
    address: canonical ? canonical.href + (part.value ? `#${part.value}` : '') : '',
  });

  function write() {
    shown.value = message(values(), shown.dataset);
    if (text.value.trim()) needed.textContent = '';
  }

  function open(kind, from) {
    if (!part.length) {
      part.append(aeoTools.el('option', { value: '' }, part.dataset.words), ...parts().map((one) => aeoTools.el('option', { value: one.id }, named(one))));
      const at = here(from);
      if (at) part.value = at.id;
    } else if (from) {
      part.value = (here(from) || { id: '' }).id;
    }
    if (kind || !form.elements.kind.value) form.elements.kind.value = kind || 'wrong';
    form.hidden = false;
    section.querySelectorAll('[data-report]').forEach((button) => button.setAttribute('aria-expanded', 'true'));
    write();
  }

  // The sheet to hand in: the message, and a code that carries its last line.
  async function sheet() {
    const canvas = aeoTools.el('canvas', { class: 'report-code' });
    await aeoTools.load(codeScript);
    leanQr.generate(reference(values()), { minCorrectionLevel: leanQr.correction.M }).toCanvas(canvas, { off: [255, 255, 255, 255] });
    const paper = aeoTools.el('div', { class: 'report-sheet' }, aeoTools.el('pre', {}, shown.value), canvas);
    document.body.append(paper);
    document.documentElement.classList.add('prints-report');
    addEventListener('afterprint', () => {
      paper.remove();
      document.documentElement.classList.remove('prints-report');
    }, { once: true });
    print();
  }

  const subject = () => [shown.dataset.site, values().kindName, title].join(shown.dataset.colon);

  const ways = {
    async mail(button) {
      const whole = mailAddress(mail, subject(), shown.value);
      if (whole.length <= MAIL) {
        follow(whole);
        return button.dataset.done;
      }
      const copied = await aeoTools.copy(shown.value);
      follow(mailAddress(mail, subject(), ''));
      return copied ? button.dataset.long : state.dataset.failed;
    },
    async code(button) {
      const body = message(values(), shown.dataset, { contact: false });
      await aeoTools.copy(body);
      const whole = issueAddress(code, subject(), body);
      window.open(whole.length <= ISSUE ? whole : issueAddress(code, subject(), ''), '_blank', 'noopener');
      return button.dataset.done;
    },
    copy: async (button) => await aeoTools.copy(shown.value) ? button.dataset.done : state.dataset.failed,
    text: (button) => save(button, 'txt', shown.value, 'text/plain'),
    json: (button) => save(button, 'json', record(values()), 'application/json'),
    async print(button) {
      await sheet();
      return button.dataset.done;
    },
  };

  function save(button, suffix, content, type) {
    const name = [page.replace(/\.html$/, '').replace(/[^\w-]+/g, '-'), edition].join('-');
    aeoTools.save(`aeo-guide-feedback-${name}.${suffix}`, content, type);
    return button.dataset.done;
  }

  async function hand(button) {
    if (!text.value.trim() && !NEEDS_NO_TEXT.includes(form.elements.kind.value)) {
      needed.textContent = needed.dataset.words;
      text.focus();
      return;
    }
    state.textContent = '';
    unsaved = false; // a browser asks before a link to a mail program too
    write();
    state.textContent = await ways[button.dataset.hand](button);
  }

  form.addEventListener('click', ({ target }) => {
    const way = target.closest('[data-hand]');
    if (way) hand(way);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    unsaved = Boolean(text.value.trim());
    write();
  });
  addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });

  // Opens the form for a kind of matter; from is what was pressed, inside the part it is about.
  return (kind, from) => {
    open(kind, from);
    section.scrollIntoView();
    text.focus({ preventScroll: true });
  };
}

return { message, record, reference, mailAddress, issueAddress, open: mount(document.getElementById('report')) };
})();
