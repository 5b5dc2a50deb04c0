/* Loads the quiz when a reader starts, or comes by the address of a test. */
(() => {
'use strict';

const root = document.querySelector('.quiz'), form = root.querySelector('form');

const open = (given) => aeoTools.load(root.dataset.script).then(() => aeoQuiz.open(root, given));

form.addEventListener('submit', (event) => {
  event.preventDefault();
  open(false);
});
if (/[?&]number=./.test(location.search)) open(true);
})();
