"""A day of a repair desk in simulated time: people at the sheet, reports from the web, faults and kills on the way."""
