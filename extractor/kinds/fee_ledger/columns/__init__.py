"""Which column of a ledger is which: by headers, by arithmetic, by what its cells hold."""
