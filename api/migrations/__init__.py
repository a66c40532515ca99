"""The steps by which a database came to be what it is; ``python -m api.migrations`` writes one (docs/operating.md)."""
