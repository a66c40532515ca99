"""What a paper says, kept for years, shown to people and corrected by them: records as JSON, the catalogue of fields,
corrections."""
