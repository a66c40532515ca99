"""Lines of a table as hazards: where a list begins and ends in a grid, what each of its lines tells."""
