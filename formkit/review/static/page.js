// What went wrong with a part of a page is told in the region that screen readers watch.
(function () {
  "use strict";
  function tell(text) {
    const region = document.getElementById("notices");
    const told = document.createElement("p");
    told.className = "refusal";
    told.textContent = text;
    region.replaceChildren(told);
  }
  document.addEventListener("htmx:responseError", function (event) {
    const answer = event.detail.xhr;
    if (answer.status !== 401) tell(answer.responseText);
  });
  document.addEventListener("htmx:sendError", function () {
    tell(document.body.dataset.unreachable);
  });
  document.addEventListener("htmx:beforeRequest", function () {
    const region = document.getElementById("notices");
    if (region) region.replaceChildren();
  });
  // A second press of a button while the first is on its way sends nothing.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else if (!form.hasAttribute("hx-post")) form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
