"""The registry as files: JSON Lines that lose nothing, and a graph of funds, organisations and relations."""
