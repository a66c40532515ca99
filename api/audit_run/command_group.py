"""``anze audit`` is a command with archives as its arguments, and beside it has commands by name (``anze audit diff``).

A folder that is called as one of these is named by its path: ``./diff``.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

WHOLE = "archive"
"""The hidden name of the command that takes archives."""


class ArchiveOrName(TyperGroup):
    """Goes to a command that is named, and with anything else to the one that takes archives."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = args and args[0] in self.commands and args[0] != WHOLE
        return super().parse_args(ctx, args if named else [WHOLE, *args])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        return "" if name == WHOLE else name, command, rest
