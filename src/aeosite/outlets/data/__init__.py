"""The data: every record as JSON, CSV and one workbook, with what is derived of it, schemas, and a promise that lasts as long as its version."""

from aeosite.outlets.data.files import write

__all__ = ["write"]
