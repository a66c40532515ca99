"""What a table is before its columns are told: cells with several lines or values, lines of two rows, tables on their side, ditto marks."""
