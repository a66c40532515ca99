"""Reading OFD (GB/T 33190-2016): a fixed layout in a ZIP of XML, the form of electronic papers in Chinese offices."""
