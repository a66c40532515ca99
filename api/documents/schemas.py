"""What goes in and out of the routes about uploads, papers and corrections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.inputs import Kept

UID = "01jq8z5m3t7k9w2x4y6b8d0f1h"


class ProblemOut(BaseModel):
    """Why something could not be read."""

    code: str = Field(examples=["damaged"])
    message: str = Field(examples=["文件已损坏或不完整"])
    remedy: str = Field("", examples=["请重新导出或上传完整文件"])
    page: int | None = None


class UploadedFileOut(BaseModel):
    name: str = Field(examples=["保险单.pdf"])
    sha256: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    size: int = Field(description="字节", examples=[48211])


class PaperStatus(BaseModel):
    """How far one paper is."""

    id: str = Field(examples=[UID])
    path: str = Field(examples=["保险单.pdf"])
    state: str = Field(description="queued、read 或 failed", examples=["read"])
    kind: str = Field("", description="材料种类；尚未读取为空", examples=["policy"])
    pages: int | None = Field(None, examples=[2])
    page_range: tuple[int, int] | None = Field(
        None, description="文件里还有别的材料时：本材料在文件中的首页和末页", examples=[[3, 4]]
    )
    problem: ProblemOut | None = None


class OpenedOut(PaperStatus):
    """The paper that a password opened, or the first of an archive's."""

    upload_id: str | None = Field(None, description="随哪次上传而来；只告诉报送单位", examples=[UID])


class FilingBrief(BaseModel):
    """A filing in a few words."""

    id: str = Field(examples=[UID])
    name: str = Field(examples=["D003"])
    state: str = Field(description="reading 或 judged", examples=["judged"])
    verdict: str = Field("", description="accepted、returned、incomplete；尚未判断为空", examples=["returned"])
    open_findings: int = Field(0, examples=[2])


class UploadOut(BaseModel):
    """An upload and what became of it. ``state`` done: every paper has a result and every filing its judgement."""

    id: str = Field(examples=[UID])
    state: str = Field(description="received、reading、done 或 failed", examples=["reading"])
    created_at: datetime
    finished_at: datetime | None = None
    as_of: date | None = Field(None, description="审查日")
    files: list[UploadedFileOut]
    papers: list[PaperStatus]
    filings: list[FilingBrief]
    error: ProblemOut | None = None


class UploadBrief(BaseModel):
    id: str = Field(examples=[UID])
    state: str = Field(examples=["done"])
    files: int = Field(examples=[4])
    bytes: int = Field(examples=[193022])
    created_at: datetime
    finished_at: datetime | None = None


class PaperOut(BaseModel):
    """One paper: what was read from it, as corrected."""

    id: str = Field(examples=[UID])
    path: str = Field(examples=["保险单.pdf"])
    state: str = Field(examples=["read"])
    kind: str = Field(examples=["policy"])
    forced_kind: str | None = Field(None, description="由人指定的种类")
    sha256: str
    size: int = Field(description="字节")
    page_sizes: list[list[float]] = Field(
        description="每页的宽和高，点（1/72英寸），从本材料的首页起；无页的格式为空", examples=[[[595.0, 842.0]]]
    )
    document: dict[str, Any] = Field(description="同报告里的 documents 一项，见 docs/report.md")
    problem: ProblemOut | None = None


class CorrectionIn(BaseModel):
    """A person's word about one reading."""

    model_config = ConfigDict(extra="forbid")
    target: Kept = Field(
        max_length=200,
        examples=["fields.premium"],
        description="fields.名、tables.表[行].列、tables.表[行]、witnesses.名",
    )
    value: Kept | None = Field(max_length=4000, examples=["12,500.00元"], description="纸面上的值；null 表示纸面上没有")
    reason: Kept = Field(min_length=1, max_length=1000, examples=["OCR 把 5 认成了 6"])
    page: int | None = Field(None, ge=1, le=100_000, strict=True, description="在第几页看到")
    box: list[Annotated[float, Field(strict=True, allow_inf_nan=False)]] | None = Field(
        None, min_length=4, max_length=4, description="在何处看到：x0, y0, x1, y1，点"
    )


class CorrectionOut(BaseModel):
    id: str = Field(examples=[UID])
    paper_id: str = Field(examples=[UID])
    target: str = Field(examples=["fields.premium"])
    value: str | None = Field(examples=["12,500.00元"])
    before: str | None = Field(None, description="更正之前读出的值")
    reason: str
    by: str = Field(description="谁更正的", examples=["王敏"])
    at: datetime
    withdrawn_at: datetime | None = None


class KindIn(BaseModel):
    """What kind of paper it is, by a person's word; the paper is read again as that kind."""

    model_config = ConfigDict(extra="forbid")
    kind: Kept | None = Field(examples=["service_report"], description="材料种类；null 交还程序识别")
    reason: Kept = Field(min_length=1, max_length=1000, examples=["是服务报告，标题写成了回访单"])


class PasswordIn(BaseModel):
    """The password of a paper that is ``encrypted``. It is tried at once and kept nowhere."""

    model_config = ConfigDict(extra="forbid")
    password: SecretStr = Field(min_length=1, max_length=200, examples=["2025@az"], description="打开这份材料的密码")


class ReasonIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: Kept = Field(min_length=1, max_length=1000, examples=["传错了案卷"])
