"""One module for each page; each is found by itself (``api.web.menu``)."""
