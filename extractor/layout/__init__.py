"""What stands where on a page: characters, rules and pixels → printed lines and tables in reading order."""
