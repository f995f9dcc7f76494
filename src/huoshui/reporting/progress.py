"""``huoshui ingest``: a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations
