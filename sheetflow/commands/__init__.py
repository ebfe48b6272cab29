"""What the commands of `sheetflow` do, a file each."""
