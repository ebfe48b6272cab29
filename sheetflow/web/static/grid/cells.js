// How one cell of the grid looks.
import { chip } from "./chips.js";
import { say } from "./words.js";

const PLAIN = {};
const dressed = new WeakSet(); // cells that have, or had, a look
const worn = new WeakMap(); // the classes that a cell has from here

/** What stands in a cell as a person would type it. */
export function typed(row, column) {
  return row?.f?.[column] ?? plain(row?.v?.[column] ?? "");
}

// A time typed without its day is a moment of the day on which calendars of spreadsheets begin.
export function plain(text) {
  return text.replace(/^1899-12-30 /, "");
}

/** Paint a cell: its text, look and note, the chip of a drop-down, and what somebody typed that isn't taken yet. */
export function paint(element, { row, column, looks, draft, also }) {
  const index = column.index;
  const text = draft?.text ?? row?.v?.[index] ?? "";
  const note = row?.n?.[index] ?? "";
  const warning = draft?.text === undefined && row?.w?.includes(index) ? warningOf(column) : "";
  const look = dress(element, row?.s?.[index], row?.c?.[index], looks);
  const classes = [note && "noted", warning && "warned", draft?.text !== undefined && "sent", draft?.refused !== undefined && "refused", (column.choices || column.checkbox) && "offers"];
  wear(element, classes.filter(Boolean));
  element.title = draft?.sentence ?? ([warning, note].filter(Boolean).join("\n") || plain(text));
  const shown = document.createElement("span");
  if (text.includes("\n")) shown.className = "lines";
  if (draft?.refused !== undefined) shown.dataset.typed = draft.refused;
  shown.append(/^https?:/.test(look.link) ? link(look.link, text) : plain(text));
  if (text && column.choices) chip(shown, text, column.choices, look.bg ?? look.fg);
  if (also) shown.append(small(also));
  return shown;
}

// What a column's rule says of a value that it doesn't take.
function warningOf({ prompt, choices }) {
  if (prompt) return prompt;
  if (choices) return `${say("不在选项里。请选:", "Not among the choices. Choose one of: ")}${choices.join(say("、", ", "))}`;
  return say("不符合这一列的要求。", "It breaks this column's rule.");
}

// Most cells are plain and stay so: what doesn't change isn't touched, for a jump draws a thousand cells.
function dress(element, own, rule, looks) {
  const look = own === undefined && rule === undefined ? PLAIN : { ...looks[own], ...looks[rule] }; // a rule's look goes first
  if (look === PLAIN && !dressed.has(element)) return look;
  dressed.add(element);
  element.style.backgroundColor = look.bg ?? "";
  element.style.color = look.fg ?? "";
  element.style.fontWeight = look.bold ? "600" : "";
  element.style.textAlign = look.align ?? "";
  element.style.whiteSpace = look.wrap ? "pre-wrap" : "";
  return look;
}

function wear(element, classes) {
  const before = worn.get(element);
  if (before) element.classList.remove(...before);
  if (classes.length) element.classList.add(...classes);
  if (before || classes.length) worn.set(element, classes);
}

function small(text) {
  const element = document.createElement("small");
  element.textContent = text;
  return element;
}

function link(address, text) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener";
  anchor.textContent = text;
  return anchor;
}
