"""Tables of the registry.

Statements are what documents say; entities, their terms and dates are worked out from them and can be rebuilt.
Ids that are shown are 63-bit content hashes, so that the same statement has the same id in every database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, text

from huoshui.registry.columns import Id, Text

#: The newest migration; a test holds it against the migration scripts.
HEAD = "0006"

metadata = MetaData()

_HAS_KEY = text("key IS NOT NULL")

#: One row that every writing transaction counts up, so that answers can be kept. It starts at the database's time of
#: making: no two databases that follow each other under one address share a number.
revisions = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
)


def _parent(target: str) -> ForeignKey:
    return ForeignKey(target, ondelete="CASCADE")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


documents = Table(
    "document",
    metadata,
    _id(),
    Column("digest", Text, nullable=False),
    Column("version", Text, nullable=False, comment="of the extractor"),
    Column("place", Text, nullable=False, unique=True, comment="file or address, and name"),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Text),
    Column("statements", Integer, nullable=False),
    Index("document_by_date", "published"),
)

#: Apart from ``document`` so that lists of documents do not read the texts.
texts = Table(
    "document_text",
    metadata,
    Column("document_id", _parent("document.id"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("clean", Text, nullable=False),
)

findings = Table(
    "finding",
    metadata,
    Column("document_id", _parent("document.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("figures", Text, nullable=False, comment="JSON: [[label, value, [[start, end, text]]]]"),
    Column("gap", Text, nullable=False),
)

entities = Table(
    "entity",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, comment="preferred total in minor units of CNY"),
    Column("newest", Text, comment="last day of the newest date, ISO"),
    # Size and date descend, without NULL first: see migration 0002. Said here it would be no plain column any more.
    Index("entity_by_size", "kind", "size", "newest", "name", "id"),
    Index("entity_by_date", "kind", "newest", "name", "id"),
    Index("entity_by_name", "kind", "name", "id"),
)

#: What an entity is filtered by: sectors and regions with everything above them, and statuses.
terms = Table(
    "entity_term",
    metadata,
    Column("entity_id", _parent("entity.id"), primary_key=True, autoincrement=False),
    Column("prop", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Index("term_by_value", "prop", "value"),
    sqlite_with_rowid=False,
)

dates = Table(
    "entity_date",
    metadata,
    Column("entity_id", _parent("entity.id"), primary_key=True, autoincrement=False),
    Column("first_day", Text, primary_key=True),
    Column("last_day", Text, primary_key=True),
    Index("date_by_day", "last_day", "first_day", "entity_id"),
    sqlite_with_rowid=False,
)

#: Ids that entities had before they were merged or named anew.
redirects = Table(
    "redirect",
    metadata,
    Column("old_id", Id, primary_key=True, autoincrement=False),
    Column("entity_id", _parent("entity.id"), nullable=False, index=True),
)

#: ``id`` counts up and stays inside; ``hash`` is of the record's content, for an order that every database shares.
records = Table(
    "record",
    metadata,
    _id(),
    Column("hash", BigInteger, nullable=False),
    Column("document_id", _parent("document.id"), nullable=False, index=True),
    Column("entity_id", ForeignKey("entity.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("names_text", Text, nullable=False, comment="name and aliases, one a line"),
    Column("search_text", Text, nullable=False, comment="what full-text search sees, to take it out again"),
)

#: Normalised names under which a record can meet others. ``own`` is the record's name, else an alias.
keys = Table(
    "record_key",
    metadata,
    Column("record_id", _parent("record.id"), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("own", Boolean, nullable=False),
    Index("key_lookup", "key", "kind"),
    sqlite_with_rowid=False,
)

# Sentences and statements lie together by document, so that writing one touches few pages.
sentences = Table(
    "sentence",
    metadata,
    Column("document_id", _parent("document.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

statements = Table(
    "statement",
    metadata,
    Column("record_id", _parent("record.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", BigInteger, nullable=False),
    Column("sentence", Integer, nullable=False, comment="position of the sentence in the document"),
    Column("prop", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("key", Text, comment="normalised name, where the value names a party"),
    Column("qualifier", Text),
    Column("confidence", Float, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("review", Text, comment="accepted, corrected or rejected by a person"),
    Index("statement_by_key", "key", sqlite_where=_HAS_KEY, postgresql_where=_HAS_KEY),
    Index("statement_by_prop", "prop", "record_id", "position"),
    sqlite_with_rowid=False,
)

#: What people have judged, one row each, never changed nor deleted: the log of every change that a person makes.
judgements = Table(
    "judgement",
    metadata,
    _id(),
    Column("made", Text, nullable=False, comment="UTC, ISO"),
    Column("analyst", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", BigInteger, comment="the judgement that this one takes back"),
    Column("prop", Text, nullable=False, comment="of the statement judged; empty where entities are"),
    Column("value", Text, nullable=False),
    Column("words", Text, nullable=False, comment="the statement's text"),
    Column("new_value", Text, nullable=False),
    Column("new_qualifier", Text),
)

#: The records that a judgement is about, addressed so that they are found again when their document is read anew.
judgement_mentions = Table(
    "judgement_mention",
    metadata,
    Column("judgement_id", ForeignKey("judgement.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("side", Integer, nullable=False, comment="0 left, 1 right"),
    Column("mention", BigInteger, nullable=False, index=True, comment="hash of document, kind, name and nth"),
    Column("document", BigInteger, nullable=False, index=True),
    Column("place", Text, nullable=False, comment="of the document, as there"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, comment="normalised"),
    Column("nth", Integer, nullable=False, comment="of the records of that kind and name in the document"),
    Column("label", Text, nullable=False, comment="the name as written"),
)

#: Documents that judgements are about, under every id and place that they have had since.
judged_documents = Table(
    "judged_document",
    metadata,
    Column("address", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("document", BigInteger, nullable=False, index=True),
)

#: Pairs of records that a resolver was not sure of; it replaces them in each of its runs.
doubts = Table(
    "doubt",
    metadata,
    Column("left_id", _parent("record.id"), primary_key=True, autoincrement=False),
    Column("right_id", _parent("record.id"), primary_key=True, autoincrement=False),
    Column("probability", Float, nullable=False),
    Column("reasons", Text, nullable=False, comment="one a line"),
)

#: Pairs of records that the resolver holds for one thing; it replaces them in each of its runs.
links = Table(
    "link",
    metadata,
    Column("left_id", _parent("record.id"), primary_key=True, autoincrement=False),
    Column("right_id", _parent("record.id"), primary_key=True, autoincrement=False, index=True),
    Column("weight", Float, nullable=False, comment="bits"),
    Column("reasons", Text, nullable=False, comment="JSON: the steps of the weight"),
)

#: Organisations that statements name, and companies that records are of, as the last run of the resolver and what
#: people have said of them leave them.
bodies = Table(
    "body",
    metadata,
    _id(),
    Column("kind", Text, nullable=False, comment="organisation or company"),
    Column("name", Text, nullable=False, comment="the fullest of its names"),
    Column("statements", Integer, nullable=False),
    Index("body_by_name", "name", "id"),
)

#: Names of bodies. ``id`` is of kind and key; a body has the id of its fullest name, so every id that a body has had
#: is that of a name, which leads to where it belongs now.
body_names = Table(
    "body_name",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, comment="normalised"),
    Column("name", Text, nullable=False, comment="as written"),
    Column("statements", Integer, nullable=False),
    Column("body_id", _parent("body.id"), nullable=False, index=True),
    Index("body_name_by_key", "key", "kind", unique=True),
)

#: Pairs of names that the resolver holds for one body; it replaces them in each of its runs.
body_links = Table(
    "body_link",
    metadata,
    Column("left_id", _parent("body_name.id"), primary_key=True, autoincrement=False),
    Column("right_id", _parent("body_name.id"), primary_key=True, autoincrement=False, index=True),
    Column("weight", Float, nullable=False, comment="bits"),
    Column("reasons", Text, nullable=False, comment="JSON: the steps of the weight"),
)

#: Pairs of names that it was not sure of.
body_doubts = Table(
    "body_doubt",
    metadata,
    Column("left_id", _parent("body_name.id"), primary_key=True, autoincrement=False),
    Column("right_id", _parent("body_name.id"), primary_key=True, autoincrement=False, index=True),
    Column("probability", Float, nullable=False),
    Column("reasons", Text, nullable=False, comment="JSON, as of a link"),
)

#: What people have judged of bodies, by name; rows are added and never changed.
body_judgements = Table(
    "body_judgement",
    metadata,
    _id(),
    Column("made", Text, nullable=False, comment="UTC, ISO"),
    Column("analyst", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="merge, different or undo"),
    Column("note", Text, nullable=False),
    Column("undoes", BigInteger, comment="the judgement that this one takes back"),
    Column("body_kind", Text, nullable=False, comment="empty of an undo, as are the names"),
    Column("left_key", Text, nullable=False, comment="normalised"),
    Column("right_key", Text, nullable=False),
    Column("left_name", Text, nullable=False, comment="as written"),
    Column("right_name", Text, nullable=False),
)
