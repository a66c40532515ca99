"""What can be wrong with what was given, before any paper is read."""

from __future__ import annotations

from extractor.errors import PaperError


class Missing(PaperError):
    """A path, or a file that the filing's manifest lists, that is not there."""

    code, cause, remedy = "missing", "找不到文件", "请核对路径，或补交该文件"


class Forbidden(PaperError):
    """The file is there and the operating system does not let us open it."""

    code, cause, remedy = "no_permission", "没有读取该文件的权限", "请调整文件权限后重试"


class BadManifest(PaperError):
    """``manifest.json`` is not what the upload platform writes, so arrival times and the review date are unknown."""

    code, cause, remedy = "bad_manifest", "manifest.json 无法解析，到达时间与审查日期未知", "请重新生成 manifest.json"
