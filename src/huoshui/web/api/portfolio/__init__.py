"""The portfolio over the API: a family of funds as of a day, every figure with the way to the journal behind it."""
