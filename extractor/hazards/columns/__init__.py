"""Which column of a list of hazards tells what: by its header, by what its cells say, by its days."""
