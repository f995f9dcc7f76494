"""The documents floor: files in, texts with a way back out."""

from huoshui.documents.build import from_text
from huoshui.documents.read import SUFFIXES, read, read_all
from huoshui.documents.script import simplified

__all__ = ["SUFFIXES", "from_text", "read", "read_all", "simplified"]
