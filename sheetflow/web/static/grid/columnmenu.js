// What a column's header offers: sort and filter this page's own view by it.
import { plain } from "./cells.js";
import { say } from "./words.js";

const MOST = 200; // so many texts are listed at once; the others are looked for

/** The menu of a column: elements, with `apply` called once the view has changed. */
export function columnMenu(column, view, texts, { menu, apply }) {
  const sort = (falling) => {
    view.sort = { label: column.label, falling };
    apply();
  };
  const acts = [
    menu.act(say("升序(只影响我)", "Sort up (my view only)"), "", () => sort(false)),
    menu.act(say("降序(只影响我)", "Sort down (my view only)"), "", () => sort(true)),
  ];
  if (view.sort || view.filters.has(column.label)) acts.push(menu.act(say("取消这一列的筛选和排序", "Clear this column's filter and sort"), "", () => {
    view.filters.delete(column.label);
    if (view.sort?.label === column.label) view.sort = null;
    apply();
  }));
  return [heading(column), ...acts, ...filter(column, view, texts, menu, apply)];
}

function heading(column) {
  const title = document.createElement("b");
  title.textContent = plain(column.label);
  title.title = column.help ?? "";
  return title;
}

function filter(column, view, texts, menu, apply) {
  const counts = new Map();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const on = new Set(view.filters.get(column.label) ?? counts.keys());
  const sorted = [...counts].sort(([one], [other]) => one.localeCompare(other, undefined, { numeric: true }));
  const search = document.createElement("input");
  const list = document.createElement("div");
  const all = document.createElement("button");
  search.type = "search";
  search.setAttribute("aria-label", say("在下面找", "Find below"));
  search.placeholder = say("在下面找", "Find below");
  list.className = "texts";
  all.type = "button";
  all.textContent = say("全选 / 全不选", "All / none");
  const found = () => sorted.filter(([text]) => plain(text).toLowerCase().includes(search.value.trim().toLowerCase()));
  const draw = () => {
    const some = found();
    list.replaceChildren(...some.slice(0, MOST).map(([text, count]) => tick(text, count, on)));
    if (some.length > MOST) list.append(small(say(`还有 ${some.length - MOST} 种,请在上面找`, `${some.length - MOST} more: find them above`)));
  };
  const done = menu.act(say("筛选", "Filter"), "", () => {
    const ticked = found().map(([text]) => text).filter((text) => on.has(text)); // what was looked for, as in Excel
    if (ticked.length === counts.size) view.filters.delete(column.label);
    else view.filters.set(column.label, ticked);
    apply();
  });
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && done.click());
  all.addEventListener("click", () => {
    const texts = found().map(([text]) => text);
    const every = texts.every((text) => on.has(text));
    for (const text of texts) every ? on.delete(text) : on.add(text);
    draw();
  });
  draw();
  return [search, all, list, done];
}

function tick(text, count, on) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = on.has(text);
  box.addEventListener("change", () => (box.checked ? on.add(text) : on.delete(text)));
  label.append(box, ` ${plain(text) || say("(空)", "(empty)")} `, small(count));
  return label;
}

function small(count) {
  const shown = document.createElement("small");
  shown.textContent = count;
  return shown;
}
