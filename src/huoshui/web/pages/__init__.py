"""One module for each page: its declared context and how the registry fills it."""
