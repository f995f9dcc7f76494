"""Every error that Huoshui raises on purpose.

HuoshuiError
├── InputError            a file, folder, address or option that cannot be used
│   ├── UnreadableDocument    damaged, encrypted, empty of text, of a kind we do not read
│   └── DocumentTooLarge      above a size, depth, page or time limit
├── DatabaseError         the registry's database cannot be reached, is locked or of another version
└── NotFound              the registry holds nothing of that name or id

A message is one line: what was wrong, where, and what to do.
"""

from __future__ import annotations


class HuoshuiError(Exception):
    """Base of all errors that are meant for a person to read."""

    status = 500
    code = "error"


class InputError(HuoshuiError):
    """A file, folder, address or option cannot be used."""

    status = 400
    code = "input"


class UnreadableDocument(InputError):
    """A document is damaged, encrypted, empty of text or of a kind that is not read."""

    code = "unreadable_document"


class DocumentTooLarge(InputError):
    """A document is above a size, depth, page or time limit."""

    status = 413
    code = "document_too_large"


class DatabaseError(HuoshuiError):
    """The registry's database cannot be reached, is locked, or is of another version."""

    status = 503
    code = "database"


class NotFound(HuoshuiError):
    """The registry holds nothing of that name or id."""

    status = 404
    code = "not_found"
