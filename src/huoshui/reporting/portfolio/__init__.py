"""A family of funds as tables and files: what the pages show, for spreadsheets, programs and reports."""

from huoshui.reporting.portfolio.files import RENDERERS, as_markdown, render
from huoshui.reporting.portfolio.sharing import pme_table, sharing_tables
from huoshui.reporting.portfolio.tables import (
    FAMILY,
    REINVESTMENT,
    company_tables,
    family_tables,
    fund_tables,
    holder_tables,
    reinvestment_tables,
    tables_of,
)

__all__ = [
    "FAMILY",
    "REINVESTMENT",
    "RENDERERS",
    "as_markdown",
    "company_tables",
    "family_tables",
    "fund_tables",
    "holder_tables",
    "pme_table",
    "reinvestment_tables",
    "render",
    "sharing_tables",
    "tables_of",
]
