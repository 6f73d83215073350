// Keys of the pages about documents, records and rosters. A key works where nobody types.
(function () {
  "use strict";
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
  const thumbs = Array.from(document.querySelectorAll("[data-pictures] > .thumb"));
  let chosen = thumbs.findIndex((each) => each.classList.contains("unknown"));
  if (chosen < 0 && thumbs.length) chosen = 0;

  function choose(index, move) {
    if (!thumbs.length) return;
    chosen = Math.max(0, Math.min(thumbs.length - 1, index));
    thumbs.forEach((each, at) => each.classList.toggle("chosen", at === chosen));
    if (move) {
      thumbs[chosen].focus();
      thumbs[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function press(element) {
    if (element.tagName === "SELECT" || element.tagName === "INPUT") element.focus();
    else element.click();
  }

  function walk(down) {
    const links = Array.from(document.querySelectorAll("[data-walk] tbody th a"));
    if (!links.length) return false;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + (down ? 1 : -1)))].focus();
    return true;
  }

  function answered(key) {
    if ((key === "ArrowDown" || key === "ArrowUp") && walk(key === "ArrowDown")) return true;
    const door = document.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (door) { door.click(); return true; }
    const box = document.querySelector('[data-focus="' + CSS.escape(key) + '"]');
    if (box) { box.focus(); return true; }
    if (thumbs.length && (key === "ArrowRight" || key === "ArrowLeft")) {
      choose(chosen + (key === "ArrowRight" ? 1 : -1), true);
      return true;
    }
    const act = thumbs.length ? thumbs[chosen].querySelector('[data-act="' + CSS.escape(key) + '"]') : null;
    if (act) { press(act); return true; }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") { event.target.blur(); event.preventDefault(); }
      return;
    }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (answered(key)) event.preventDefault();
  });
  thumbs.forEach((each, index) => each.addEventListener("focusin", () => choose(index, false)));
  const named = thumbs.findIndex((each) => "#" + each.id === window.location.hash);
  choose(named < 0 ? chosen : named, false);

  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", function () {
    const full = document.querySelector(".alone").classList.toggle("full");
    button.setAttribute("aria-pressed", String(full));
  }));
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  // A download leaves the page as it is, so its form may be sent again.
  document.querySelectorAll("form[data-download]").forEach((form) => form.addEventListener("submit", function () {
    window.setTimeout(() => delete form.dataset.sent, 1500);
  }));
})();
