"""The requests of spreadsheets.batchUpdate, a file for each family."""
