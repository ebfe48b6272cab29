// Keeps a page fresh by fetching it again and putting the new part in the old one's place.
"use strict";

const fresh = document.querySelector("[data-fresh]");

// Somebody is at a form there, or has written something that would be gone.
function beingFilled(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  const form = document.activeElement?.closest("form");
  return Boolean(form && part.contains(form)) || fields.some((field) => field.value);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const selector of ["[data-fresh]", "#last-run"]) {
      const now = page.querySelector(selector);
      const old = document.querySelector(selector);
      if (now && old && now.outerHTML !== old.outerHTML && !beingFilled(old)) old.replaceWith(now);
    }
  } catch {
    // The next time may do better; the age of the last run turns red by then.
  }
}

if (fresh) setInterval(refresh, Number(fresh.dataset.fresh) * 1000);

for (const form of document.querySelectorAll("form[data-sure]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.sure)) event.preventDefault();
  });
}
