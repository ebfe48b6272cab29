// Cells as Excel, WPS and Google Sheets put them on the clipboard: lines of tabs, and an HTML table.

/** Lines of cells as text: tabs between, quotes round a cell with a tab, a line break or a quote in it. */
export function toText(lines) {
  return lines.map((line) => line.map(quoted).join("\t")).join("\r\n");
}

function quoted(cell) {
  return /[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

// What Excel and WPS would take for something else when they read it: 007, a long serial number, 3-1, =A1.
const MISREAD = /^[\d=+@.(-]/;
const AS_IT_IS = /^-?(0|[1-9]\d{0,14})(\.\d+)?%?$|^\d{4}-\d\d-\d\d( \d\d:\d\d)?$|^\d\d:\d\d$/;
const BREAK = '<br style="mso-data-placement:same-cell">'; // else Excel makes two rows of it

/** Lines of cells as an HTML table, which Excel and WPS read as the texts that they are. */
export function toHtml(lines) {
  return `<table>${lines.map((line) => `<tr>${line.map(inTable).join("")}</tr>`).join("")}</table>`;
}

function inTable(text) {
  const kept = MISREAD.test(text) && !AS_IT_IS.test(text) ? ` style="mso-number-format:'\\@'"` : "";
  const written = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<td${kept}>${written.replaceAll("\n", BREAK)}</td>`;
}

/** The cells that were copied: from the table where there is one, else from the text, as from `mine`, which we wrote. */
export function fromClipboard(clipboard, mine) {
  const text = clipboard.getData("text/plain");
  if (mine && sameText(text, mine)) return fromText(text);
  const html = clipboard.getData("text/html");
  const lines = /<table[\s>]/i.test(html) ? fromHtml(html) : [];
  return lines.length ? lines : fromText(text);
}

// Windows changes line ends.
function sameText(one, other) {
  return one.replaceAll("\r\n", "\n") === other.replaceAll("\r\n", "\n");
}

/** Lines of cells from text; a cell that begins with a quote goes on to the quote that ends it. */
export function fromText(text) {
  const lines = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=\t|\r?\n|\r|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  const whole = text.replace(/(\r\n|\n|\r)$/, ""); // programs end the last line, too
  while (cell.lastIndex <= whole.length) {
    const [, inQuotes, plain, end] = cell.exec(whole);
    lines.at(-1).push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"').replaceAll("\r\n", "\n"));
    if (!end) break;
    if (end !== "\t") lines.push([]);
  }
  return lines;
}

/** Lines of cells from an HTML table; a merged cell's text stands in its first one. */
export function fromHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const lines = [...(table?.rows ?? [])].map(() => []);
  [...(table?.rows ?? [])].forEach((row, at) => {
    for (const cell of row.cells) {
      let column = 0;
      while (lines[at][column] !== undefined) column += 1;
      for (let down = 0; down < cell.rowSpan && at + down < lines.length; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) lines[at + down][column + right] = down + right ? "" : textOf(cell);
      }
    }
  });
  return lines.filter((line) => line.length).map((line) => Array.from(line, (cell) => cell ?? ""));
}

// Line breaks are <br>; other white space is one space, as a browser shows it. Excel pads with hard spaces.
function textOf(cell) {
  const copy = cell.cloneNode(true);
  for (const br of copy.querySelectorAll("br")) br.replaceWith("\u2028");
  for (const block of copy.querySelectorAll("p, div")) if (block.nextElementSibling) block.append("\u2028");
  const text = copy.textContent.replace(/[ \t\r\n]+/g, " ").replace(/ ?\u2028 ?/g, "\n");
  return text.replaceAll("\u00a0", " ").trim();
}
