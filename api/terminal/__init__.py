"""What a person reads and types in the terminal: options that commands share, reports, help."""
