/* The page for addresses that lead nowhere, in the language of the address, else of the page the reader came from, else of the browser. */
(() => {
'use strict';

const english = /(^|\/)en\//.test(location.pathname)
  || (document.referrer ? /\/en\//.test(document.referrer) : !/^zh\b/i.test(navigator.language));
const language = english ? 'en' : 'zh';
document.documentElement.lang = language;
document.title = document.title.split(' · ')[english ? 1 : 0];
document.querySelectorAll('body [lang]:not(.aeo-language)').forEach((part) => { part.hidden = part.lang !== language; });
})();
