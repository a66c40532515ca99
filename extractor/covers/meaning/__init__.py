"""What words and sums of a list of covers mean: which cover a name is of, what its sum is for, and the row both make."""
