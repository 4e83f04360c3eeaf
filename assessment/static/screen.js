// What a shared screen does by itself: it forgets. On back, reload and restored tabs the server opens no page twice;
// this covers pages that the browser kept alive, and a screen that somebody walked away from.
"use strict";

const WARN_AFTER = 45_000;
const FORGET_AFTER = 60_000;
const place = document.getElementById("screen");
const notice = document.getElementById("idle");
const first = place.dataset.first;
const isFirst = document.body.classList.contains("screen-first");

document.getElementById("without-script")?.remove();

const forget = () => location.replace(first);

const empty = () => {
  for (const field of document.querySelectorAll("#turn input, #turn textarea")) {
    if (field.type === "radio") {
      field.checked = false;
    } else if (field.type !== "hidden") {
      field.value = "";
    }
  }
};

// A page that stays open in the browser's memory is emptied as it is left, and left again when it is shown.
window.addEventListener("pagehide", empty);
window.addEventListener("pageshow", (event) => {
  const [how] = performance.getEntriesByType("navigation");
  const shownAgain = event.persisted || (how && (how.type === "reload" || how.type === "back_forward"));
  if (event.persisted || (shownAgain && !isFirst)) {
    forget();
  }
});

let warning = 0;
let ending = 0;
let touched = Date.now();

// On the first page there is nothing to forget until something was chosen there.
const holdsNothing = () => isFirst && !document.querySelector("#turn input:checked") && location.search === "";

const restart = () => {
  clearTimeout(warning);
  clearTimeout(ending);
  touched = Date.now();
  notice.hidden = true;
  warning = setTimeout(() => {
    notice.hidden = holdsNothing();
  }, WARN_AFTER);
  ending = setTimeout(() => {
    if (!holdsNothing()) {
      forget();
    }
  }, FORGET_AFTER);
};

for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
  document.addEventListener(kind, restart, { passive: true });
}

// A tablet that slept counted no seconds.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - touched >= FORGET_AFTER && !holdsNothing()) {
    forget();
  }
});
restart();
