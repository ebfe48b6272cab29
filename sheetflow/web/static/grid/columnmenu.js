// What a column's header offers: sort and filter this page's own view by it.
import { plain } from "./cells.js";
import { say } from "./words.js";

const MOST = 200; // more different texts than anybody ticks one by one

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
  const wanted = view.filters.get(column.label);
  const sorted = [...counts].sort(([one], [other]) => one.localeCompare(other, undefined, { numeric: true }));
  const list = document.createElement("div");
  list.className = "texts";
  const boxes = sorted.slice(0, MOST).map(([text, count]) => tick(text, count, !wanted || wanted.includes(text)));
  list.append(...boxes.map(({ label }) => label));
  const all = document.createElement("button");
  all.type = "button";
  all.textContent = say("全选 / 全不选", "All / none");
  all.addEventListener("click", () => {
    const on = !boxes.every(({ box }) => box.checked);
    for (const { box } of boxes) box.checked = on;
  });
  const done = menu.act(say("筛选", "Filter"), "", () => {
    const ticked = boxes.filter(({ box }) => box.checked).map(({ text }) => text);
    if (ticked.length === boxes.length) view.filters.delete(column.label);
    else view.filters.set(column.label, ticked);
    apply();
  });
  return [all, list, done];
}

function tick(text, count, on) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = on;
  label.append(box, ` ${plain(text) || say("(空)", "(empty)")} `, small(count));
  return { label, box, text };
}

function small(count) {
  const shown = document.createElement("small");
  shown.textContent = count;
  return shown;
}
