"""Official papers (公文): their paragraphs, their numbering, the elements of GB/T 9704, what they cite and repeal."""
