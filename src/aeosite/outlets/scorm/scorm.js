/* Reports the quiz to a learning platform (SCORM 1.2). Where there is none, the quiz works all the same and reports nothing. */
(() => {
'use strict';

const root = document.documentElement;
root.classList.replace('no-js', 'js');

// The platform's object stands in a window above this one, or above the one that opened it.
function above(from) {
  let here = from;
  for (let steps = 0; here && steps < 20; steps += 1) {
    if (here.API) return here.API;
    here = here.parent === here ? null : here.parent;
  }
  return null;
}

function found() {
  try {
    return above(window) || (window.opener ? above(window.opener) : null);
  } catch {
    return null; // a window of another site
  }
}

const api = found();
if (!api || String(api.LMSInitialize('')) !== 'true') return;

const begun = Date.now();
let finished = false;

const get = (name) => String(api.LMSGetValue(name));
const set = (name, value) => api.LMSSetValue(name, String(value));
const two = (number) => String(number).padStart(2, '0');

// A clock time, as 09:05:07.
const clock = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');

// How long, as 0000:05:07.89.
function span(milliseconds) {
  const hundredths = Math.min(Math.round(milliseconds / 10), 9999 * 360000), seconds = Math.floor(hundredths / 100);
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}

function report({ detail: { id, claim, response, right, correct } }) {
  const at = `cmi.interactions.${Number(get('cmi.interactions._count')) || 0}`;
  set(`${at}.id`, id);
  set(`${at}.type`, claim ? 'true-false' : 'choice');
  set(`${at}.time`, clock(new Date()));
  set(`${at}.correct_responses.0.pattern`, right);
  set(`${at}.student_response`, response);
  set(`${at}.result`, correct ? 'correct' : 'wrong');
  api.LMSCommit('');
}

// A platform that knows a mastery score makes passed or failed of completed; none is invented here.
function end({ detail: { right, all } }) {
  set('cmi.core.score.min', 0);
  set('cmi.core.score.max', 100);
  set('cmi.core.score.raw', Math.round(right / all * 100));
  set('cmi.core.lesson_status', 'completed');
  api.LMSCommit('');
}

function leave() {
  if (finished) return;
  finished = true;
  set('cmi.core.session_time', span(Date.now() - begun));
  api.LMSCommit('');
  api.LMSFinish('');
}

if (get('cmi.core.lesson_status') === 'not attempted') {
  set('cmi.core.lesson_status', 'incomplete');
  api.LMSCommit('');
}
const quiz = document.querySelector('.quiz');
quiz.addEventListener('quiz-answer', report);
quiz.addEventListener('quiz-end', end);
addEventListener('pagehide', leave);
})();
