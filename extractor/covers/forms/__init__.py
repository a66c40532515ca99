"""Covers without a list in columns: cards, small forms under headings, and labels that name a cover beside its sum."""
