"""What is handed in beside papers, or about them: tables, numbers, passwords, packs, waivers, and images that are pages of one paper."""
