"""Hazards told as entries under labels: cards, forms, apps, and cells of a list that hold several entries or several hazards."""
