"""The service's settings, each an environment variable ``ANZE_…``; ``anze settings`` prints them.

Every setting has a unit in its description where it has one. Nothing needs to be set: the defaults make a service of one
process tree with its data in one folder.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.settings import MEMORY_MIB, SECONDS

MIB = 1024 * 1024


class Config(BaseSettings):
    """Settings of the service, from the environment."""

    model_config = SettingsConfigDict(env_prefix="ANZE_", extra="ignore", frozen=True)

    data: Path = Field(Path("anze-data"), description="数据目录：缺省的数据库、材料和密钥都在这里")
    database: str = Field("", description="数据库 URL：sqlite:///… 或 postgresql://…；缺省为数据目录中的 anze.db")
    blobs: str = Field("", description="材料存放处：文件夹或 fsspec URL（s3://桶/前缀）；缺省为数据目录中的 blobs/")
    blob_options: str = Field(
        "{}", description='对象存储的选项，JSON；如 {"endpoint_url": "…", "key": "…", "secret": "…"}'
    )
    host: str = Field("127.0.0.1", description="监听地址")
    port: int = Field(8000, description="监听端口")
    root_path: str = Field("", description="反向代理之下的路径前缀")
    trusted_proxies: str = Field("127.0.0.1", description="可信的反向代理地址，逗号分隔；只采信它们转告的客户端地址")
    secure_cookies: bool = Field(False, description="只经 HTTPS 发送会话 cookie；有 TLS 的部署应设为 true")
    workers: int = Field(0, ge=0, description="每个 worker 进程同时读几份材料；0 为处理器核数")
    serve_workers: int = Field(1, ge=0, description="anze serve 带起几个 worker 进程；0 为另行启动")
    seconds: float = Field(SECONDS, gt=0, description="读一份材料的时限，秒")
    memory_mib: int = Field(MEMORY_MIB, ge=256, description="读一份材料的内存上限，MiB")
    lease_s: float = Field(30.0, gt=0, description="任务租约，秒；worker 停止心跳这么久之后，任务由别的 worker 接手")
    poll_s: float = Field(0.25, gt=0, description="队列空闲时多久看一次，秒")
    attempts: int = Field(3, ge=1, description="一个任务最多试几次，之后记为失败并写明原因")
    upload_mib: int = Field(1024, ge=1, description="一次上传的总大小上限，MiB")
    file_mib: int = Field(512, ge=1, description="一个文件的大小上限，MiB")
    upload_files: int = Field(2000, ge=1, description="一次上传的文件数上限")
    session_hours: float = Field(12.0, gt=0, description="登录多久后须重新登录，小时")
    lock_failures: int = Field(5, ge=1, description="连续登录失败几次后锁定")
    lock_minutes: float = Field(15.0, gt=0, description="锁定多久，分钟")
    address_failures: int = Field(
        50, ge=1, description="同一地址在锁定时长内登录失败几次后，该地址暂停登录；一个单位常共用一个出口地址"
    )
    retention_years: int = Field(5, ge=0, description="材料与判定保存几年（AQ 9010：不少于5年）；0 为永久")
    deleted_days: int = Field(30, ge=0, description="删除的案卷多少天后连同材料彻底清除，天")
    webhook_timeout_s: float = Field(10.0, gt=0, description="一次 webhook 请求的时限，秒")
    webhook_private: bool = Field(False, description="允许 webhook 发往内网和本机地址")
    oidc_issuer: str = Field("", description="OIDC 发行者 URL；空为不用")
    oidc_client: str = Field("", description="OIDC 客户端编号")
    oidc_secret: SecretStr = Field(SecretStr(""), description="OIDC 客户端密钥")
    oidc_scopes: str = Field("openid profile", description="向 OIDC 请求的范围，空格分隔，须含 openid")
    oidc_claim: str = Field(
        "", description="首次用 OIDC 登录时，以哪个声明对上已有的登录名，如 preferred_username；空为只认已关联的人"
    )
    public_url: str = Field("", description="用户看到的地址，如 https://anze.example.cn；缺省按请求推断，OIDC 回调用它")
    metrics_token: SecretStr = Field(SecretStr(""), description="读取 /metrics 所需的令牌；空为只允许本机读取")
    log_level: str = Field("INFO", description="日志级别")
    render_workers: int = Field(1, ge=1, description="API 进程中画页面图的进程数")
    admin_password: SecretStr = Field(SecretStr(""), description="首次启动时管理员的密码；缺省随机生成并打印一次")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data.absolute() / 'anze.db'}"

    @property
    def blobs_url(self) -> str:
        return self.blobs or str(self.data.absolute() / "blobs")
