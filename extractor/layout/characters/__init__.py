"""The characters of a page that has text: glyphs → runs → printed lines, and words written downward."""
