"""What speaks for a reading: labels and what they mean, columns and what they hold, places on the paper, candidates and their scores."""
