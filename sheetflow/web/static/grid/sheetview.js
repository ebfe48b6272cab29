// Which rows of a tab this page shows, and in which order: searched, filtered and sorted for its reader alone.

const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

export class SheetView {
  search = "";
  filters = new Map(); // texts to show, by column's label
  sort = null; // {label, falling}
  chosen = null; // a filter view of the workbook: {id, title, rows}
  isPastFilter = false; // what the tab's own filter hides is shown, too
  #kept = new Set(); // rows that somebody has typed in since: they stay in sight
  #order = null;

  get isPlain() {
    return !this.search && !this.filters.size && !this.sort && !this.chosen;
  }

  /** What of it is saved. */
  told() {
    return { search: this.search, filters: Object.fromEntries(this.filters), sort: this.sort, chosen: this.chosen?.id ?? null };
  }

  /** Show what was saved. */
  take({ search = "", filters = {}, sort = null }) {
    this.search = search;
    this.filters = new Map(Object.entries(filters));
    this.sort = sort;
    this.chosen = null;
    this.anew();
  }

  clear() {
    this.take({});
  }

  /** Put the rows in order again. */
  anew() {
    this.#kept.clear();
    this.#order = null;
  }

  keep(rows) {
    for (const row of rows) this.#kept.add(row);
  }

  /** The rows of a tab's `body` but for those `filteredOut` for everybody. */
  past(filteredOut, body) {
    if (this.isPastFilter || !filteredOut.size) return body;
    return body.filter((row) => this.#kept.has(row.id) || !filteredOut.has(row.id));
  }

  /** The rows to show of a tab's `body`; what somebody changes meanwhile doesn't make rows jump. */
  rows(body, columns) {
    if (this.isPlain) return body.map((row) => row.id);
    const fits = this.#test(columns);
    const shown = body.filter((row) => this.#kept.has(row.id) || fits(row)).map((row) => row.id);
    const there = new Set(shown);
    const known = this.#order?.filter((row) => there.has(row)) ?? [];
    const old = new Set(known);
    const fresh = shown.filter((row) => !old.has(row));
    this.#order = this.#order && (this.sort || this.chosen) ? [...known, ...fresh] : this.#sorted(shown, body, columns);
    return this.#order;
  }

  #test(columns) {
    const wanted = this.search.trim().toLowerCase();
    const listed = this.chosen && new Set(this.chosen.rows);
    const filters = [...this.filters].map(([label, texts]) => [indexOf(columns, label), new Set(texts)]);
    return (row) =>
      (!listed || listed.has(row.id)) &&
      (!wanted || row.v?.some((text) => text.toLowerCase().includes(wanted))) &&
      filters.every(([column, texts]) => column === undefined || texts.has(row.v?.[column] ?? ""));
  }

  #sorted(shown, body, columns) {
    if (this.sort) return this.#bySort(shown, body, columns);
    if (!this.chosen) return shown;
    const place = new Map(this.chosen.rows.map((row, at) => [row, at]));
    return shown.toSorted((one, other) => (place.get(one) ?? Infinity) - (place.get(other) ?? Infinity));
  }

  // Blank ones last, whichever way.
  #bySort(shown, body, columns) {
    const column = indexOf(columns, this.sort.label);
    const texts = new Map(body.map((row) => [row.id, row.v?.[column] ?? ""]));
    const way = this.sort.falling ? -1 : 1;
    return shown.toSorted((one, other) => {
      const [left, right] = [texts.get(one), texts.get(other)];
      return !left || !right ? Boolean(right) - Boolean(left) : way * collator.compare(left, right);
    });
  }
}

function indexOf(columns, label) {
  return columns.find((column) => column.label === label)?.index;
}
