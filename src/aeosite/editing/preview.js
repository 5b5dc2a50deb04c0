/* In a page of the preview: show the report while something is wrong, and the new page once there is one. */
(function () {
  "use strict";
  var script = document.currentScript;
  var shown = script.dataset.state;

  function show(report) {
    var box = document.getElementById("aeo-preview-report");
    if (!report) {
      if (box) box.remove();
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.id = "aeo-preview-report";
      box.setAttribute("role", "alert");
      box.tabIndex = 0;
      box.style.cssText =
        "position:fixed;inset:auto 0 0;z-index:9999;margin:0;max-height:60vh;overflow:auto;padding:16px;white-space:pre-wrap;" +
        "background:#7a1020;color:#fff;font:14px/1.6 sans-serif";
      document.body.append(box);
    }
    box.textContent = report;
  }

  function wait(state) {
    fetch("/__preview/news?state=" + state)
      .then(function (answer) {
        return answer.json();
      })
      .then(function (news) {
        if (String(news.state) !== state && !news.report) location.reload();
        else {
          show(news.report);
          wait(String(news.state));
        }
      })
      .catch(function () {
        setTimeout(wait, 1000, state);
      });
  }

  fetch("/__preview/news?state=-1")
    .then(function (answer) {
      return answer.json();
    })
    .then(function (news) {
      show(news.report);
      wait(news.report ? String(news.state) : shown);
    });
})();
