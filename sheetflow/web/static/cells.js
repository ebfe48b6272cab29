// One cell of the grid: how it looks, and how it is edited.
import { chooser } from "./choices.js";

/** What a row is to the grid: one field per column with its text, look, note and formula; the first names the row. */
export function fields(row, tab, looks) {
  const record = { id: row.id };
  for (const { index } of tab.columns) {
    record[`c${index}`] = {
      text: row.v?.[index] ?? "",
      look: { ...looks[row.s?.[index]], ...looks[row.c?.[index]] }, // a rule's look goes before the cell's own
      note: row.n?.[index] ?? "",
      formula: row.f?.[index],
    };
  }
  // Of the sheet's frozen columns only the first stays in sight here, so it shows the last of them as well.
  if (tab.frozenColumns > 1) record.c0.also = row.v?.[tab.frozenColumns - 1];
  return record;
}

/** What stands in a cell as a person would type it. */
export function typed(value) {
  return value.formula ?? plain(value.text);
}

// A time typed without its day is a moment of the day on which calendars of spreadsheets begin.
function plain(text) {
  return text.replace(/^1899-12-30 /, "");
}

export function paint(cell) {
  const { text, also, look, note } = cell.getValue();
  const element = cell.getElement();
  element.style.backgroundColor = look.bg ?? "";
  element.style.color = look.fg ?? "";
  element.style.fontWeight = look.bold ? "600" : "";
  element.style.textAlign = look.align ?? "";
  element.style.whiteSpace = look.wrap ? "pre-wrap" : "";
  element.classList.toggle("noted", Boolean(note));
  element.classList.remove("refused");
  element.title = note || plain(text);
  const shown = document.createElement("span");
  shown.append(/^https?:/.test(look.link) ? link(look.link, text) : plain(text));
  if (also) shown.append(small(also));
  return shown;
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

/** A line to type in, with the column's choices below it where it has some. */
export function editor(columnNow) {
  return (cell, rendered, success, cancel) => {
    const column = columnNow();
    const value = cell.getValue();
    const choices = column.checkbox ? ["TRUE", "FALSE"] : column.choices;
    const { box, input } = choices ? chooser(choices, typed(value), () => input.blur()) : line(value);
    input.setAttribute("aria-label", column.label);
    const done = () => (input.value === typed(value) ? cancel() : success({ ...value, wanted: input.value }));
    input.addEventListener("blur", done);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") input.blur();
      if (event.key !== "Escape") return;
      input.removeEventListener("blur", done);
      cancel();
    });
    rendered(() => input.focus());
    return box;
  };
}

function line(value) {
  const input = document.createElement("input");
  input.value = typed(value);
  return { box: input, input };
}
