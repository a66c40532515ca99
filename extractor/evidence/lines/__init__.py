"""Printed lines: which are at one height, which go on with the line above them, and how items are numbered."""
