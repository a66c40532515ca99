"""Reading PDF through PDFium: pages, trust in their text layer, bombs."""
