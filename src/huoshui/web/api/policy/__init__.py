"""Rules over the API: packs, verdicts, the evaluation, conflicts, applications, matches, overlap, indices."""
