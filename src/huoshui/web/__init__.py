"""The pages: search, entities, documents, calls and audit, rendered on the server."""
