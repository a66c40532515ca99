"""What pages show, made ready for templates: plain values, in the language of the reader."""
