"use strict";
// Follows a run that goes on: what its server says now takes the place of what it said before, and
// at the end its report.
(function () {
  async function renew() {
    const answer = await fetch(location.pathname);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    window.misfirePage.detach();
    document.title = next.title;
    document.querySelector("main").replaceWith(next.querySelector("main"));
    const [before, after] = [document, next].map((d) => d.getElementById("chart-data"));
    if (before) before.remove();
    if (after) document.body.append(after);
    document.querySelectorAll("details").forEach((details, i) => { details.open = Boolean(open[i]); });
    window.misfirePage.attach();
  }

  let known = "";
  const events = new EventSource("events");
  events.addEventListener("message", async (event) => {
    const state = JSON.parse(event.data);
    if (state.version === known) return;
    known = state.version;
    if (state.ended) events.close();
    await renew();
  });
})();
