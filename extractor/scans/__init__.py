"""Pages that are pictures: their words, their seals, and a second reading where the two layers of a page differ."""
