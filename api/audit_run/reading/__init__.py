"""Papers → records, in worker processes, in lots; what workers are forked from, and what goes to other machines."""
