"""Every way a file can be unreadable: a cause with a code, words for the person holding the paper, and a remedy.

Bad input is this family only; a defect of ours is any other exception and is never caught together with it.
"""

from __future__ import annotations

from typing import ClassVar

from extractor.document import Problem


class PaperError(Exception):
    """A paper that cannot be read. ``code`` is stable; ``message`` and ``remedy`` are Chinese, for the user."""

    code: ClassVar[str] = "unreadable"
    cause: ClassVar[str] = "文件无法读取"
    remedy: ClassVar[str] = "请确认文件完整后重新提交"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(f"{self.cause}（{detail}）" if detail else self.cause)

    def __reduce__(self) -> tuple[type[PaperError], tuple[str]]:
        # Pickled from worker to parent: rebuilt from the detail, or the cause would be written into the message twice.
        return type(self), (self.detail,)

    def problem(self, page: int | None = None) -> Problem:
        return Problem(self.code, str(self), self.remedy, page)


class Empty(PaperError):
    code, cause, remedy = "empty", "文件是空的（0字节）", "请重新导出或上传该文件"


class NothingInside(PaperError):
    """An archive or mail that opens and holds no file; junk behind an archive's first bytes opens so too."""

    code, cause, remedy = "empty", "压缩包或邮件里没有文件", "请确认完整后重新提交"


class Encrypted(PaperError):
    code, cause = "encrypted", "文件需要密码才能打开"
    remedy = "请提供未加密的文件；命令行可用 --password 或 --password-file 给出密码，服务可在该材料处给出密码"


class WrongPassword(PaperError):
    code, cause = "wrong_password", "给出的密码打不开该文件"
    remedy = "请核对密码（大小写、全角半角、首尾空格）后重试，或提供未加密的文件"


class Damaged(PaperError):
    code, cause, remedy = "damaged", "文件已损坏或不完整", "请重新导出或上传完整文件"


class MissingVolume(PaperError):
    code, cause = "volume_missing", "分卷压缩包缺少分卷"
    remedy = "请把全部分卷放在一起提交，或者重新打成一个压缩包"


class UnknownFormat(PaperError):
    code, cause, remedy = "unknown_format", "无法识别的文件格式", "请提交PDF、OFD、DOCX、XLSX、图片、文本或ZIP文件"


class WrongContent(PaperError):
    code, cause, remedy = "wrong_content", "文件内容与扩展名不符", "请检查文件后以正确格式重新提交"


class TooLarge(PaperError):
    code, cause, remedy = "too_large", "文件超出处理上限", "请拆分或压缩后重新提交"


class Hostile(PaperError):
    code, cause, remedy = "hostile", "文件含有不安全的内容，已拒绝", "请用正规软件重新生成该文件"


class UnsafeName(PaperError):
    code, cause, remedy = "unsafe_name", "压缩包成员路径不安全，已拒绝", "请去掉路径后重新打包"


class NeedsProgram(PaperError):
    code, cause, remedy = "needs_program", "读取该格式需要另外安装的程序", "请转换为DOCX或PDF后重新提交"


class LeftOut(PaperError):
    """Not an error: something that came along and is no paper. It is named, and counts neither as read nor as unread."""

    code, cause, remedy = "left_out", "未作为材料", "如确是材料，请单独提交"


class SealedMail(PaperError):
    code, cause = "sealed_mail", "加密或整体签名的邮件（S/MIME、PGP），未能读取"
    remedy = "请在邮件软件中打开，把附件另存后提交"


class OutlookWinmail(PaperError):
    code, cause = "winmail", "Outlook的winmail.dat（TNEF），其中的附件未能读取"
    remedy = "请发件人以HTML或纯文本格式重发，或在Outlook中把附件另存后提交"


class OutlookMessage(PaperError):
    code, cause = "outlook_message", "Outlook的.msg邮件，未能读取"
    remedy = "请在Outlook中另存为.eml，或把附件另存后提交"


class TimedOut(PaperError):
    code, cause, remedy = "timed_out", "读取超过时限，已终止", "请拆分文件或提高时限后重试"


class OutOfMemory(PaperError):
    code, cause, remedy = "out_of_memory", "读取所需内存超过上限，已终止", "请拆分文件或提高内存上限后重试"


class Crashed(PaperError):
    code, cause, remedy = "crashed", "读取该文件的进程异常退出", "请用其他软件重新保存该文件后提交"
