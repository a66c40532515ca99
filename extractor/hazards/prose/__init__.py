"""Hazards told in running text: numbered paragraphs, paragraphs without numbers, one sentence with several."""
