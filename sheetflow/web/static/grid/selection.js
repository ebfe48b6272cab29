// The cells that are selected: from one corner, which is the current cell, to another. By row id and column, so that
// they stay the same cells when somebody else's rows come and go.

export class Selection {
  from = null;
  to = null;

  /** `rows` and `columns` give what is on show, in order. */
  constructor(rows, columns) {
    this.rows = rows;
    this.columns = columns;
  }

  get cell() {
    return this.from;
  }

  select(cell, to = cell) {
    this.from = cell;
    this.to = to;
  }

  clear() {
    this.from = this.to = null;
  }

  /** Ids of rows and numbers of columns inside, in the order on show. */
  area() {
    if (!this.from) return { rows: [], columns: [] };
    return {
      rows: between(this.rows(), this.from.row, this.to.row),
      columns: between(this.columns(), this.from.column, this.to.column),
    };
  }

  get isOne() {
    return Boolean(this.from) && this.from.row === this.to.row && this.from.column === this.to.column;
  }

  /** Go so many rows and columns on; with `extend` only the far corner goes. */
  move(down, right, { extend = false, jump = false, isFilled } = {}) {
    if (!this.from) return;
    const start = extend ? this.to : this.from;
    const rows = this.rows();
    const columns = this.columns();
    let at = { row: rows.indexOf(start.row), column: columns.indexOf(start.column) };
    if (jump) at = jumped(at, down, right, (row, column) => isFilled({ row: rows[row], column: columns[column] }), rows.length, columns.length);
    else at = { row: at.row + down, column: at.column + right };
    const cell = { row: rows[within(at.row, rows)], column: columns[within(at.column, columns)] };
    if (extend) this.to = cell;
    else this.select(cell);
  }

  /** Keep to cells on show; one that is no longer there gives way to the nearest of the rows there were `before`. */
  settle(before) {
    const rows = this.rows();
    const columns = this.columns();
    if (!rows.length) return this.clear();
    const from = this.from ?? { row: rows[0], column: columns[0] };
    const cell = { row: nearest(from.row, before, rows), column: columns.includes(from.column) ? from.column : columns[0] };
    if (cell.row !== this.from?.row || cell.column !== this.from.column) return this.select(cell);
    if (!rows.includes(this.to.row) || !columns.includes(this.to.column)) this.to = this.from;
  }
}

function between(all, one, other) {
  const places = [all.indexOf(one), all.indexOf(other)].sort((left, right) => left - right);
  return all.slice(places[0], places[1] + 1);
}

// The next one below that is still there, else the next above; the last row, which is there to type into, only at last.
function nearest(wanted, before, rows) {
  if (rows.includes(wanted)) return wanted;
  const there = new Set(rows.length > 1 ? rows.slice(0, -1) : rows);
  const place = before.indexOf(wanted);
  const below = before.slice(place + 1).find((row) => there.has(row));
  return below ?? before.slice(0, Math.max(0, place)).findLast((row) => there.has(row)) ?? rows[0];
}

function within(place, all) {
  return Math.max(0, Math.min(place, all.length - 1));
}

// As spreadsheets do: to the end of what is filled, or over the gap to what is filled next, or to the edge.
function jumped(at, down, right, isFilled, height, width) {
  const inside = ({ row, column }) => row >= 0 && row < height && column >= 0 && column < width;
  const next = ({ row, column }) => ({ row: row + down, column: column + right });
  const full = (cell) => inside(cell) && isFilled(cell.row, cell.column);
  let here = at;
  const along = full(here) && full(next(here));
  while (inside(next(here)) && (along ? full(next(here)) : true)) {
    here = next(here);
    if (!along && full(here)) break;
  }
  return here;
}
