"""The discovery lint: what tests send to the local workbook and get from it, held against Google's own documents."""
