"""Fund records out of a document: names, who belongs to whom, figures, parties, states, places and focus."""

from huoshui.extraction.funds.records import extract

__all__ = ["extract"]
