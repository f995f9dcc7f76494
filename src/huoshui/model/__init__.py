"""The nouns: money, dates, regions, sectors, documents, records and their evidence."""
