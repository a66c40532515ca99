"""Covers told in sentences, and the scored reading of the whole paper that completes a list not read whole."""
