"""One table of a ledger on its way to entries: its days, its policies, what moves, and what stands around it."""
