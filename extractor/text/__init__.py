"""Characters of text: written variants and radicals folded to one form, and how far two texts are apart."""
