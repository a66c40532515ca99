"""What DOCX and XLSX share and what only they need: the package, list numbering, number formats."""
