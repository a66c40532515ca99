"""Rich Text Format, written after Microsoft's specification 1.9.1: tokens, characters, tables, the story."""
