"""``anze rules``: the room of commands about packs; a module with ``register(app)`` is found and asked, in order of names."""

from __future__ import annotations

import importlib
import pkgutil

import typer

rules_app = typer.Typer(
    help="规则包：有哪些规则、数值从哪天起、出自哪一条。",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="""\b
示例：
  anze rules list                    全部规则包
  anze rules list --region 3413      管到某地的规则包及其规则
  anze rules show NAME               一个规则包，或一条规则
  anze rules explain NAME            一条规则（或一种发现）各时期的数值、出处和算例
""",
)
for _info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
    _module = importlib.import_module(f"{__name__}.{_info.name}")
    if hasattr(_module, "register"):
        _module.register(rules_app)
