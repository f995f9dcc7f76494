"""Ids: 63-bit hashes of content inside, 16 hexadecimal digits outside."""

from __future__ import annotations

from hashlib import blake2b


def content_id(*parts: object) -> int:
    """63-bit id of what the parts say; equal in every database."""
    joined = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(joined, digest_size=8).digest()) >> 1


def document_id(digest: str) -> int:
    """Id of the document with that digest."""
    return content_id("document", digest)


def public_id(number: int) -> str:
    """An id as the outside sees it."""
    return f"{number:016x}"


def number_of(public: str) -> int:
    """The number behind an id from outside; -1, which nothing has, for what is no id."""
    try:
        number = int(public, 16)
    except ValueError:
        return -1
    return number if number < 1 << 63 and public_id(number) == public else -1
