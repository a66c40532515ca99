"""Tables by their rules: drawn edges or typed ones → cells on a grid, and the characters in each."""
