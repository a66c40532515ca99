"""Makes docs/openapi.json: the description of the API as the application gives it.

.venv/bin/python docs/generators/openapi.py
"""

from __future__ import annotations

from pathlib import Path

from api.serving.app import create_app
from api.serving.description import text_of

OUT = Path(__file__).parents[1] / "openapi.json"

if __name__ == "__main__":
    OUT.write_text(text_of(create_app()), "utf-8")
