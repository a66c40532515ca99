"""What a paper was read by goes when its record is there, without waiting for a look for garbage."""

from __future__ import annotations

import gc

import extractor
from extractor.evidence.units import Unit

POLICY = """安全生产责任保险保险单
保险单号：PX202500000001
投保人：示例县示例机械有限公司
总保险费：人民币壹万元整（小写：10000.00元）
"""


def _units() -> int:
    return sum(type(thing) is Unit for thing in gc.get_objects())


def test_a_paper_that_was_read_leaves_no_units() -> None:
    gc.collect()
    before = _units()
    gc.disable()
    try:
        for kind in (None, "policy"):
            record = extractor.examine([("policy.txt", POLICY.encode())], kind=kind)
            assert record.value("policy_no") == "PX202500000001"
        assert _units() == before
    finally:
        gc.enable()
