"""What may name a value by where it stands: labels before, beside and over it, and the words of its statement."""
