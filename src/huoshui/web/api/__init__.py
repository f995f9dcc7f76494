"""The REST API: what the registry holds, as typed JSON, under /api/v1."""
