// The columns of a tab as the table draws them: headers with their menu, folded groups, widths, the frozen first one.
import { plain } from "./cells.js";
import { roomFor } from "./chips.js";
import { say } from "./words.js";

const ROOM = 1.15; // our letters are larger than a spreadsheet's
const NARROWEST = 44;

// A header of the sheet may be a time: when the system last ran, and a hidden one that its colours go by.
export function isMoment({ label }) {
  return /^\d{4}-\d\d-\d\d /.test(label);
}

export function headed(tab) {
  return tab.columns.filter((column) => column.label && !(column.hidden && isMoment(column)));
}

/** Those on show: hidden ones only when asked for, or where their group is open. */
export function onShow(tab, folds, every) {
  return headed(tab).filter((column) => every || !column.hidden || folds.isOpen(tab, column));
}

/** What the columns look like; another shape means that the table is drawn anew. */
export function shapeOf(tab) {
  return JSON.stringify(headed(tab).map((one) => [isMoment(one) || one.label, one.width, one.hidden, one.help]));
}

/** The definitions for the table; `menu` opens a column's menu, `select` selects it, `fold` opens or shuts its group. */
export function definitions(tab, { columns, folds, widths, view, menu, select, fold }) {
  return columns.map((column, position) => ({
    field: `c${column.index}`,
    title: column.label,
    headerTooltip: column.help ?? false,
    width: Math.max(NARROWEST, widths.of(tab, column) ?? widthOf(column)),
    frozen: position === 0,
    ...(folds.leads(tab, column) ? folded(tab, column, folds, fold) : head(column, view, menu, select)),
  }));
}

function widthOf({ label, width, choices = [] }) {
  return Math.max(Math.round(width * ROOM), roomFor(label, choices));
}

function head(column, view, menu, select) {
  return {
    headerClick: () => select(column),
    titleFormatter: () => {
      const holder = document.createElement("span");
      const title = document.createElement("span");
      const button = document.createElement("button");
      holder.className = "head";
      title.className = "title";
      title.textContent = plain(column.label);
      button.type = "button";
      button.className = "by";
      button.textContent = signOf(column, view);
      button.classList.toggle("on", view.filters.has(column.label) || view.sort?.label === column.label);
      button.setAttribute("aria-label", `${say("筛选、排序", "Filter or sort")}: ${column.label}`);
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        menu(column, button);
      });
      holder.append(title, button);
      return holder;
    },
  };
}

function signOf(column, view) {
  if (view.sort?.label === column.label) return view.sort.falling ? "▼" : "▲";
  return view.filters.has(column.label) ? "⧩" : "▾";
}

// The narrow column before a folded group opens and shuts it.
function folded(tab, column, folds, fold) {
  return { title: folds.title(tab, column), cssClass: "fold", headerClick: () => fold(column) };
}
