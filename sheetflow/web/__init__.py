"""What the pages look like: templates, style sheet, scripts. No code."""
