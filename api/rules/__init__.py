"""``anze rules``: the room of commands about packs; a module with ``register(app)`` is found and asked, in order of names."""

from __future__ import annotations

import importlib
import pkgutil

from api.terminal.options import group

rules_app = group(
    "规则包：有哪些规则、数值从哪天起、出自哪一条。",
    """\b
示例：
  anze rules list                    全部规则包
  anze rules list --region 3413      管到某地的规则包及其规则
  anze rules show NAME               一个规则包，或一条规则
  anze rules explain NAME            一条规则（或一种发现）各时期的数值、出处和算例
  anze rules new NAME --region CODE --document 文号 --title 标题 -o 文件夹   新建规则包
  anze rules checks                  规则可用的检查方法
  anze rules lint 文件夹             规则包有什么毛病，在哪一行
  anze rules diff OLD NEW            新旧规则包的差别，条文对照
  anze rules coverage                文件的每一项要求由谁判断
""",
)
for _info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
    _module = importlib.import_module(f"{__name__}.{_info.name}")
    if hasattr(_module, "register"):
        _module.register(rules_app)
