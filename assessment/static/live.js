// A live screen looks again when its session has changed. The stream tells that, and while none comes through the
// screen asks every five seconds. What is being typed stays: the page is morphed, and its live part holds no half
// written field.
"use strict";

const live = document.querySelector("[data-live]");
if (live) {
  const PACE = 5000;
  let seen = live.dataset.version;
  let asking = 0;

  const look = () => htmx.trigger(live, "look");

  document.body.addEventListener("htmx:sseMessage", (event) => {
    if (event.detail.data !== seen) {
      seen = event.detail.data;
      look();
    }
  });
  const ask = async () => {
    try {
      const answer = await fetch(live.dataset.ask, { headers: { Accept: "text/plain" } });
      const version = answer.ok ? await answer.text() : seen;
      if (version !== seen) {
        seen = version;
        look();
      }
    } catch {
      // Offline: the next question may find the way.
    }
  };
  document.body.addEventListener("htmx:sseError", () => {
    asking = asking || setInterval(ask, PACE);
    live.dataset.connection = "lost";
  });
  document.body.addEventListener("htmx:sseOpen", () => {
    clearInterval(asking);
    asking = 0;
    live.dataset.connection = "open";
  });

  // How long a phase still takes, once a second.
  const tell = () => {
    for (const clock of document.querySelectorAll("time[data-ends]")) {
      const left = Math.round((new Date(clock.dataset.ends) - Date.now()) / 1000);
      const whole = Math.abs(left);
      clock.textContent = `${left < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
      clock.classList.toggle("over", left < 0);
    }
  };
  tell();
  setInterval(tell, 1000);
}
