"""What is kept how long, and how it goes: filings whose time is over or that a person deleted, their papers, the bytes.

``api.retention.due`` says which filings go and why, ``purge`` removes rows, ``bytes`` removes blobs that no row names,
``jobs`` does it all once a day. Whatever goes is written down in the audit log.
"""
