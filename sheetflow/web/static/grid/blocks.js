// Sets of edits for blocks of cells: each says by row id and column what it expects to stand there.

/** Write one text into all cells of an area. */
export function filled({ rows, columns }, text, shown) {
  return rows.flatMap((row) => columns.map((column) => typedOver(row, column, text, shown))).filter(changes);
}

/**
 * Write lines of cells from the upper left corner of an area on, over and over where the area is a multiple of them.
 * `rows` and `columns` are what is on show; `spare` gives rows below it, and rows that aren't there are inserted.
 * `beyond` says that a text would stand to the right of the last column.
 */
export function pasted(lines, area, { rows, columns, spare, shown }) {
  const height = Math.max(lines.length, repeats(area.rows.length, lines.length));
  const width = Math.max(...lines.map((line) => line.length));
  const right = Math.max(width, repeats(area.columns.length, width));
  const top = rows.indexOf(area.rows[0]);
  const left = columns.indexOf(area.columns[0]);
  const there = [...rows.slice(top), ...spare].slice(0, height);
  const more = height - there.length;
  const fresh = Array.from({ length: more }, (_, place) => -1 - place);
  const edits = [...there, ...fresh].flatMap((row, down) =>
    columns.slice(left, left + right).map((column, along) => {
      const text = lines[down % lines.length][along % width];
      return text === undefined ? null : typedOver(row, column, text, shown);
    }),
  );
  const insert = more ? [{ insert: more, before: null }] : [];
  const beyond = lines.some((line) => line.slice(columns.length - left).some(Boolean));
  return { edits: [...insert, ...edits.filter((edit) => edit && changes(edit))], rows: there, columns: columns.slice(left, left + right), beyond };
}

/** Copy the first rows of an area into the others, line for line; formulas move along. */
export function copiedDown({ rows, columns }, height, shown) {
  return rows.slice(height).flatMap((row, place) =>
    columns.map((column) => {
      const like = { row: rows[place % height], column };
      return { row, column, old: shown(row, column), like, new: shown(like.row, column) };
    }),
  ).filter(changes);
}

function typedOver(row, column, text, shown) {
  return { row, column, old: row > 0 ? shown(row, column) : "", new: text };
}

function changes(edit) {
  return edit.old !== edit.new;
}

function repeats(room, size) {
  return room % size ? 0 : room;
}
