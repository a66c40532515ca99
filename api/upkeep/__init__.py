"""What keeps a store sound over the years: its schema, its checks, its backups."""

from __future__ import annotations

from api.upkeep.backup import BadBackup, Kept, backup, restore
from api.upkeep.check import Trouble, check
from api.upkeep.schema import Unmigrated, at_head, upgrade

__all__ = ["BadBackup", "Kept", "Trouble", "Unmigrated", "at_head", "backup", "check", "restore", "upgrade"]
