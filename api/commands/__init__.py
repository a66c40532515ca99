"""Commands of ``anze`` that have no room of their own; ``api.cli`` names them all and imports what is asked for."""
