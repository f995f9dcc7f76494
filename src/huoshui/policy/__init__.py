"""Policy as code: the rules of the field as packs with sources and grades, verdicts and scores with their reasons."""
