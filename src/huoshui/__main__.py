"""``python -m huoshui``: the same as the command ``huoshui``."""

from huoshui.cli import main

main()
