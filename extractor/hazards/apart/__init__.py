"""What a paper tells of hazards apart from their list: over it, in a second list or a sentence by their numbers, in a letter."""
