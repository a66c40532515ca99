"""Imported once by the process that workers are forked from: what every paper needs, and nothing that starts threads.

Vocabularies and patterns are built on first use; one small paper read here builds them for all workers at once. OCR is
left out on purpose: most papers do without it, and its runtime does not survive a fork.
"""

from __future__ import annotations

import gc
import sys

gc.disable()  # what is loaded here stays: to look for garbage among it every 700 objects is a tenth of the time

from api import classes, expressions  # noqa: E402

classes.recall()  # before all that follows is loaded
expressions.recall()

from api.work.crew import GARBAGE_ALLOCATIONS  # noqa: E402

WARM_UP = """安全生产责任保险保险单
保险单号：PX202500000001
投保人：示例县示例机械有限公司　统一社会信用代码：
地址：示例省示例市示例县示例路1号
保险期间：自2025年1月1日零时起至2025年12月31日二十四时止
总保险费：人民币壹万元整（小写：10000.00元）
特别约定
1. 保险人每年为被保险人提供不少于两次隐患排查服务。
2. 发生保险事故的，保险人先行垫付抢险救援费用。
签单日期：2024年12月30日
"""


def _warm_up() -> None:
    """Ends this process in one line where what every paper needs is not there: no worker could read any."""
    try:
        import extractor
        from extractor import containers, formats  # noqa: F401
        from extractor.pdf import reader  # noqa: F401

        formats.modules()
        extractor.examine([("warm-up.txt", WARM_UP.encode())])
    except Exception as error:
        said = " ".join(str(error).split())
        print(f"anze: 读材料的进程准备不成：{type(error).__name__}: {said}", file=sys.stderr)
        raise SystemExit(1) from None


def _compile_seldom_used() -> None:
    """What the paper above does not need and many papers do: compiled where it is kept for the next command, else by who meets it."""
    import re

    from extractor.classify.signs import signs
    from extractor.clauses.acts import acts
    from extractor.clauses.frames import frames

    for frame in frames():
        for pattern in (frame.needs, *frame.any, *frame.all, *frame.unless):
            re.compile(pattern)
    for act in (act for several in acts() for act in several):
        for pattern in (*act.any, *act.all, *act.unless, *act.veto):
            re.compile(pattern)
    for sign in signs():
        re.compile(sign.expression, sign.flags)


_warm_up()
classes.keep()
if expressions.may_keep():
    _compile_seldom_used()
    expressions.keep()
gc.set_threshold(GARBAGE_ALLOCATIONS, 20, 50)
gc.freeze()  # without looking for garbage first: what loading left are seven hundred objects, and the look takes 60 ms
gc.enable()
