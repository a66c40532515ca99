"""What can be wrong with what was given, before any paper is read."""

from __future__ import annotations

import errno

from extractor.errors import PaperError

_REFUSALS = {
    errno.ENOENT: "没有这个文件或文件夹", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中间不是文件夹", errno.ENOSPC: "磁盘已满", errno.EROFS: "只读，不能写", errno.EEXIST: "已经存在",
    errno.EDQUOT: "磁盘配额已满", errno.EIO: "磁盘读写出错", errno.EMFILE: "打开的文件太多", errno.ENAMETOOLONG: "名字太长",
}  # fmt: skip


NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO))
"""What is wrong with a disk or its rights, never with this program."""


def refusal(error: Exception) -> str:
    """Why a file could not be read or written, in Chinese where it is a common reason."""
    if isinstance(error, UnicodeError):
        return "不是 UTF-8 文本"
    if not isinstance(error, OSError):
        return str(error)
    return _REFUSALS.get(error.errno or 0) or error.strerror or type(error).__name__


def cause_of(code: str) -> str:
    """What the code of a paper that could not be read says to people; the code itself where it is none of ours.

    >>> cause_of("missing"), cause_of("encrypted")
    ('找不到文件', '文件需要密码才能打开')
    """
    kinds = [PaperError]
    for kind in kinds:  # which grows by those below each
        if kind.code == code:
            return kind.cause
        kinds.extend(kind.__subclasses__())
    return code


class Missing(PaperError):
    """A path, or a file that the filing's manifest lists, that is not there."""

    code, cause, remedy = "missing", "找不到文件", "请核对路径，或补交该文件"


class Forbidden(PaperError):
    """The file is there and the operating system does not let us open it."""

    code, cause, remedy = "no_permission", "没有读取该文件的权限", "请调整文件权限后重试"


class BadManifest(PaperError):
    """``manifest.json`` is not what the upload platform writes, so arrival times and the review date are unknown."""

    code, cause, remedy = "bad_manifest", "manifest.json 无法解析，到达时间与审查日期未知", "请重新生成 manifest.json"


class BadDeclared(PaperError):
    """The file that a manifest names as the platform's row is no table whose columns are understood."""

    code, cause = "bad_declared", "平台申报表无法识别"
    remedy = "请导出为 CSV、XLSX 或 JSON，首行为列名；列名不常见的，用 mapping.yaml 说明"


class BadParameters(PaperError):
    """A table or number that manifest.json names as a file and that cannot be understood."""

    code, cause, remedy = (
        "bad_parameters",
        "manifest.json的parameters所指的文件读不懂",
        "请用两列的CSV，或YAML、JSON的“名字: 值”表",
    )


class BadMapping(PaperError):
    """The mapping of a platform's columns has a mistake; the message names the line and the words allowed."""

    code, cause, remedy = "bad_mapping", "申报表的列名对照（mapping）有误", "请按所列行号和可用的词改正"
