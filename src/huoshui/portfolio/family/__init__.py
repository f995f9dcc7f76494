"""What pages, API and workbooks show of a family as of a day; see ``views`` for the values.

``Families(ledger).at(day, currency) -> Family`` keeps the families last asked for. A ``Family`` has

- ``overview() -> Overview``, ``funds() -> tuple[FundRow, ...]``, ``tree(limit=60) -> Tree``;
- ``fund(id, index=None) -> FundView``, ``company(id) -> CompanyView``, ``holder(id) -> HolderView``; NotFound;
- ``behind(node, figure, other=None) -> Behind``: the events that make a figure, of the family where node is None;
- ``journal(query, start=0, size=50) -> JournalPage``.
"""
