// The keyboard of the queue, the field page and the gallery. A key does what the control that names it in
// data-keys does; there is nothing that only a key can do.
(function () {
  "use strict";

  // ---- What a key press is called: "b", "Alt+1", "Ctrl+z", "Shift+3", "Enter", "ArrowLeft".
  function names(event) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const letter = /^Key([A-Z])$/.exec(event.code);
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) return ["Ctrl+" + key];
    if (event.altKey) return ["Alt+" + (digit ? digit[1] : letter ? letter[1].toLowerCase() : key)];
    if (event.shiftKey && digit) return ["Shift+" + digit[1], key];
    if (event.shiftKey && key.length > 1) return ["Shift+" + key];
    return [key === "Backspace" || key.length > 1 ? event.key : key];
  }

  function control(root, wanted) {
    for (const name of wanted) {
      for (const each of root.querySelectorAll("[data-keys]")) {
        if (each.dataset.keys.split(" ").includes(name)) return each;
      }
    }
    return null;
  }

  const isText = (each) => each && (each.tagName === "TEXTAREA" || (each.tagName === "INPUT" && each.type !== "checkbox"));

  // In a text field only what cannot begin an answer is a command, and nothing is while something stands there.
  function isCommand(event, text, place) {
    const plain = event.key.length === 1 && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.altKey || event.key === "Enter" || event.key === "F1") return true;
    if (text.value !== "") return false;
    if (!plain) return true;
    return event.key === "?" || event.key === "？" || (/\d/.test(event.key) && "digits" in place.dataset);
  }

  function ready(place) { return !place || place.id !== "work" || "ready" in place.dataset; }

  function press(event, target) {
    event.preventDefault();
    if (!event.repeat || target.matches("[data-zoom]")) target.click();
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    const open = document.querySelector("dialog[open]");
    if (open) { inLayer(event, open); return; }
    const focused = document.activeElement;
    const cell = cellOf(focused);
    const work = document.getElementById("work");
    const place = cell || work || document.querySelector("main");
    if (isText(focused)) {
      if (event.key === "Escape") { focused.value = ""; event.preventDefault(); return; }
      if (!isCommand(event, focused, place)) return;
      if (event.key === "Enter" && event.shiftKey && focused.tagName === "TEXTAREA") return;
    }
    if (!ready(work)) { if (event.key !== "Tab" && event.key !== "F5") event.preventDefault(); return; }
    const wanted = names(event);
    if (cell && moved(event, cell)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      const own = focused.closest("a, button, summary");
      if (own && !own.matches("[data-default]") && place.contains(own)) { if (event.repeat) event.preventDefault(); return; }
      const target = place.querySelector("[data-default]") || document.querySelector("[data-default]");
      if (target) press(event, target);
      return;
    }
    const target = (cell && control(cell, wanted)) || control(document.querySelector("main"), wanted.filter((each) => !cell || !/^[\dby]$/.test(each)));
    if (target) { press(event, target); return; }
    // Typing begins wherever the focus is.
    const typed = place.querySelector("[name=typed]");
    if (typed && focused !== typed && event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) typed.focus();
  });

  // ---- A new field: it is ready when its picture is there to be seen; before that no key decides anything.
  async function begin() {
    const work = document.getElementById("work");
    if (!work || "ready" in work.dataset) return;
    // htmx takes a new form in hand only some time after it stands there; a key that is faster would load a whole page.
    window.htmx.process(work);
    const image = work.querySelector("svg.crop image");
    const first = work.querySelector("[name=typed]") ||
      (work.dataset.mode !== "none" && !("blind" in work.dataset) && work.querySelector(".acts [data-default]")) || work.querySelector("#label");
    first.focus({ preventScroll: true });
    if (first.value) first.select();
    if (image && image.decode) { try { await image.decode(); } catch (_error) { /* told by the empty frame */ } }
    work.dataset.ready = "yes";
  }

  function tick(box) {
    const root = box.closest("form");
    if (box.checked) {
      for (const other of root.querySelectorAll("[name=code]")) {
        if (other !== box && ("exclusive" in box.dataset || "exclusive" in other.dataset)) other.checked = false;
      }
    }
    for (const each of root.querySelectorAll("[name=code]")) {
      for (const mark of root.querySelectorAll("rect[data-code]")) {
        if (mark.dataset.code === each.value) mark.classList.toggle("on", each.checked);
      }
    }
  }
  document.addEventListener("change", (event) => { if (event.target.name === "code") tick(event.target); });

  // ---- Layers: the keys, and the whole page with zoom and pan.
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    const closer = event.target.closest("dialog [data-closes]");
    if (closer) { event.preventDefault(); closer.closest("dialog").close(); }
    const zoomer = event.target.closest("[data-zoom]");
    if (zoomer) zoom(sheet(), zoomer.dataset.zoom);
    const accepter = event.target.closest("[data-accepts]");
    if (accepter) acceptLooked();
  });

  const sheet = () => document.querySelector("dialog[open] svg.sheet-picture") || document.querySelector("svg.sheet-picture");
  const view = (svg) => svg.getAttribute("viewBox").split(" ").map(Number);

  function look(svg, x, y, width) {
    const whole = [Number(svg.dataset.width), Number(svg.dataset.height)];
    const share = Math.min(1, Math.max(0.08, width / whole[0]));
    const size = [whole[0] * share, whole[1] * share];
    const left = Math.min(Math.max(0, x - size[0] / 2), whole[0] - size[0]);
    const top = Math.min(Math.max(0, y - size[1] / 2), whole[1] - size[1]);
    svg.setAttribute("viewBox", [left, top, size[0], size[1]].join(" "));
  }

  function zoom(svg, how) {
    if (!svg) return;
    const [left, top, width, height] = view(svg);
    if (how === "all") { look(svg, 0, 0, Infinity); return; }
    const whole = width >= Number(svg.dataset.width) - 1;
    const x = whole ? Number(svg.dataset.x) : left + width / 2;
    const y = whole ? Number(svg.dataset.y) : top + height / 2;
    look(svg, x, y, how === "in" ? width / 1.5 : width * 1.5);
  }

  function pan(svg, dx, dy) {
    const [left, top, width, height] = view(svg);
    look(svg, left + width * (0.5 + dx / 5), top + height * (0.5 + dy / 5), width);
  }

  const PANS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ZOOMS = { "+": "in", "=": "in", "-": "out", "_": "out", "0": "all" };

  function inLayer(event, open) {
    const svg = open.querySelector("svg.sheet-picture");
    if (event.ctrlKey || event.metaKey) return;
    if (svg && event.key in PANS) { event.preventDefault(); pan(svg, ...PANS[event.key]); return; }
    if (svg && event.key in ZOOMS) { event.preventDefault(); zoom(svg, ZOOMS[event.key]); return; }
    const closing = svg ? event.key.toLowerCase() === "p" || event.code === "KeyP" : "?？".includes(event.key) || event.key === "F1";
    if (closing) { event.preventDefault(); open.close(); }
  }

  document.addEventListener("close", function (event) {
    if (event.target.id === "layer") document.getElementById("layer-body").replaceChildren();
  }, true);

  // ---- Whoever goes elsewhere by the head of the page leaves the fields to others, as with the key for the queue.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("header a[href]");
    const leaving = document.querySelector("form[data-leaves]");
    if (!link || !leaving || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leaving.querySelector("[name=to]").value = link.getAttribute("href");
    leaving.submit();
  });

  // ---- The gallery: a cell was looked at when it had the focus.
  const cellOf = (each) => each && each.closest && each.closest("#gallery .cell");
  const cells = () => Array.from(document.querySelectorAll("#gallery .cell"));

  function enter(cell) {
    if (!cell) return;
    const typed = cell.querySelector("[name=typed]");
    (typed && !cell.classList.contains("done") ? typed : cell).focus();
  }

  function moved(event, cell) {
    if (event.altKey || event.ctrlKey || event.shiftKey) return false;
    const every = cells(), at = every.indexOf(cell);
    const columns = every.filter((each) => each.offsetTop === every[0].offsetTop).length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (!step) return false;
    event.preventDefault();
    enter(every[at + step]);
    return true;
  }

  document.addEventListener("focusin", function (event) {
    const cell = cellOf(event.target);
    if (!cell) return;
    cell.classList.add("looked");
    recount();
  });

  function recount() {
    const shown = document.getElementById("looked");
    if (shown) shown.textContent = String(document.querySelectorAll("#gallery .cell.looked:not(.done)").length);
  }

  function acceptLooked() {
    for (const cell of document.querySelectorAll("#gallery .cell.looked:not(.done)")) {
      const form = cell.querySelector("form");
      const shown = form.querySelector("[name=shown]");
      const typed = form.querySelector("[name=typed]");
      if (shown.value || (typed && typed.value)) form.requestSubmit(cell.querySelector("[data-default]"));
    }
  }

  let next = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    const cell = cellOf(event.detail.target);
    next = cell && cell.contains(document.activeElement) ? cells().indexOf(cell) : null;
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target.id === "layer-body") { document.getElementById("layer").showModal(); return; }
    if (next !== null) {
      const every = cells(), own = every[next];
      const open = every.slice(next + 1).concat(every.slice(0, next)).find((each) => !each.classList.contains("done"));
      if (own && !own.classList.contains("done")) { own.classList.add("looked"); enter(own); } else enter(open || own);
      if (every.length && !open && own && own.classList.contains("done")) document.querySelector("[data-keys~='Alt+n']").focus();
      next = null;
    }
    const undone = document.querySelector("#gallery .cell[data-undone]");
    if (undone) {
      delete undone.dataset.undone;
      undone.classList.add("looked");
      enter(undone);
    }
    recount();
  });
  document.addEventListener("htmx:afterSwap", begin);
  document.addEventListener("htmx:load", begin);
  document.addEventListener("DOMContentLoaded", function () {
    begin();
    enter(cells()[0]);
  });
})();
