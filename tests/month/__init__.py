"""A month of a repair desk, driven as people act in the sheet, from a fixed start and a seed."""
