"""Tables rewritten until each of their lines is one entry; each step is a file."""
