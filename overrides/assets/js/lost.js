/* The page for addresses that lead nowhere, the language of the address first, else that of the browser. */
(() => {
  'use strict';
  const english = document.getElementById('en');
  const wanted = /(^|\/)en\//.test(location.pathname) || (!document.referrer && !/^zh\b/i.test(navigator.language));
  if (wanted) english.parentElement.prepend(english);
})();
