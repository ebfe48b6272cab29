// Cells as Excel, WPS and Google Sheets put them on the clipboard: lines of tabs, and an HTML table.

/** Lines of cells as text: tabs between, quotes round a cell with a tab, a line break or a quote in it. */
export function toText(lines) {
  return lines.map((line) => line.map(quoted).join("\t")).join("\r\n");
}

function quoted(cell) {
  return /[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Lines of cells as an HTML table. */
export function toHtml(lines) {
  const table = document.createElement("table");
  for (const line of lines) {
    const row = table.insertRow();
    for (const cell of line) lay(row.insertCell(), cell);
  }
  return table.outerHTML;
}

function lay(cell, text) {
  text.split("\n").forEach((line, place) => {
    if (place) cell.append(document.createElement("br"));
    cell.append(line);
  });
}

/** The cells that were copied: from the table where there is one, else from the text. */
export function fromClipboard(clipboard) {
  const html = clipboard.getData("text/html");
  const lines = /<table[\s>]/i.test(html) ? fromHtml(html) : [];
  return lines.length ? lines : fromText(clipboard.getData("text/plain"));
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
