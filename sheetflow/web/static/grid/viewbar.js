// The bar's views: those of the workbook, those that people saved for their role, and what is on show now.
import { say } from "./words.js";

/** Fill the list of views of a tab; each option's value names it. */
export function offerViews(select, tab, view, roles) {
  const saved = tab.savedViews.filter((one) => !one.for || roles.some(([key]) => key === one.for));
  const options = [
    new Option(say("全部行", "All rows"), ""),
    ...tab.filterViews.map((one) => new Option(one.title, `filter:${one.id}`)),
    ...saved.map((one) => new Option(one.for ? `${one.title} · ${nameOf(one.for, roles)}` : one.title, `saved:${one.id}`)),
  ];
  const now = view.savedId ? `saved:${view.savedId}` : view.chosen ? `filter:${view.chosen.id}` : "";
  select.replaceChildren(...options);
  select.value = now;
}

function nameOf(role, roles) {
  return roles.find(([key]) => key === role)?.[1] ?? role;
}

/** The form that saves what is on show under a name, for a role or for everybody. */
export function saveForm(roles, save) {
  const form = document.createElement("form");
  const name = document.createElement("input");
  const whose = document.createElement("select");
  const done = document.createElement("button");
  name.required = true;
  name.maxLength = 40;
  name.placeholder = say("视图名,如「城东」", "Its name, such as East");
  name.setAttribute("aria-label", say("视图名", "Name of the view"));
  whose.setAttribute("aria-label", say("给谁用", "For whom"));
  whose.append(...roles.map(([key, label]) => new Option(label, key)), new Option(say("所有人", "Everybody"), ""));
  done.textContent = say("保存视图", "Save the view");
  form.append(name, whose, done);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(name.value.trim(), whose.value);
  });
  return form;
}
