"""The hazards a service visit found, as rows, however they are written down: tables, cards, lines, paragraphs."""
