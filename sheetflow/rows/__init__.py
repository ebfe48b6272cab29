"""Which row is whose: rows by number, typed rows, copies, rows that are gone or mistaken, and cells without a column."""
