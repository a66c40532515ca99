"""Tables of claims: which column is which, what each line tells, and what stands over or between the lines."""
