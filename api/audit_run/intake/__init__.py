"""What was given → members → parcels and papers: files, archives and stores surveyed before any paper is read."""
