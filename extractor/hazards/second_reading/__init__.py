"""Two readings of one list: a second opinion where the first is not whole, and lists that tell the same hazards twice."""
