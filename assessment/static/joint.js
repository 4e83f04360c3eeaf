// The meeting: how much of the half hour is left, also after a page was saved, what is chosen in questions that are
// closed, and a warning before what was typed and not saved is left behind. Everything works without it.
"use strict";

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
}

const timer = document.querySelector(".timer");
if (timer) {
  const key = `joint-meeting-${timer.dataset.survey}`;
  const begun = Number(sessionStorage.getItem(key)) || Date.now();
  sessionStorage.setItem(key, String(begun));
  const left = timer.querySelector(".timer-left");
  const tell = () => {
    const seconds = Math.round((begun - Date.now()) / 1000) + Number(timer.dataset.minutes) * 60;
    if (seconds <= 0) {
      timer.textContent = timer.dataset.over;
      return;
    }
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    setTimeout(tell, 1000);
  };
  tell();
}

const meeting = document.getElementById("meeting");
if (meeting) {
  // A page that was refused shows what was typed, none of which is stored.
  let unsaved = meeting.hasAttribute("data-unsaved");
  meeting.addEventListener("input", () => {
    unsaved = true;
  });
  // A closed question tells what was chosen in it.
  meeting.addEventListener("change", ({ target }) => {
    const divided = target.closest(".divided");
    if (divided && target.dataset.label) {
      divided.querySelector(".said").textContent = target.dataset.label;
    }
  });
  meeting.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
}
