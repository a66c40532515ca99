"""Seals in an image: lifted off the print beneath them, and their words laid straight."""
