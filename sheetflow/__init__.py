"""The back office of an after-sales repair desk, on top of the spreadsheet it already works in."""
