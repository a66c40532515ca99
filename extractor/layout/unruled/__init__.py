"""Tables and forms without rules, or with level ones alone: columns told by how lines are aligned, rows by what wraps."""
