"""What leaves the house: the record contract, tables and briefs."""
