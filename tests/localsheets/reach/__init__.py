"""Every public method of gspread 6.2.1 that goes over the network, by what it does to the local workbook."""
