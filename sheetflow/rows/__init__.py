"""Which row is whose: rows by number, typed rows, copies, rows that are gone, and cells without a column."""
