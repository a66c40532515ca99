"""What the description of the API says of routes whose bodies and answers are no JSON: an upload, its events, a picture."""

from __future__ import annotations

from typing import Any

from api.problems import may_answer

FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "一份或多份材料、压缩包；文件名可带相对路径，含 manifest.json 的文件夹是一个案卷",
                        },
                        "filing": {"type": "string", "description": "加入这个案卷", "pattern": "^[0-9a-z]{26}$"},
                        "audit": {"type": "string", "description": "计入这个审计任务", "pattern": "^[0-9a-z]{26}$"},
                        "as_of": {"type": "string", "format": "date", "description": "审查日"},
                    },
                }
            }
        },
    }
}  # fmt: skip
EVENTS: dict[int | str, dict[str, Any]] = {
    **may_answer(403, 404),
    200: {"description": "服务器推送事件 status，data 同 GET /uploads/{id}；结束后关闭",
          "content": {"text/event-stream": {"schema": {
              "type": "object", "properties": {"event": {"type": "string"}, "data": {"type": "string"}}}}}},
}  # fmt: skip
PICTURE: dict[int | str, dict[str, Any]] = {
    **may_answer(403, 404, 415),
    304: {"description": "浏览器已有这幅图像（If-None-Match）"},
    200: {"description": "图像", "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}},
                                             "image/png": {"schema": {"type": "string", "format": "binary"}},
                                             "image/jpeg": {"schema": {"type": "string", "format": "binary"}}}},
}  # fmt: skip
