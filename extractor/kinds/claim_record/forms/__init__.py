"""Claims that stand in no table: where one ends, and which of its facts is which."""
