"""What the portfolio computes with beyond the core's own packages: the extra ``portfolio``.

Modules that compute import numpy and scipy from here, so that one message says what is missing.
"""

from __future__ import annotations

from huoshui.errors import InputError

try:
    import numpy as np
    from scipy import sparse
except ImportError as error:
    raise InputError(
        f"look-through and performance need {error.name}: pip install 'huoshui[portfolio]'",
    ) from error

__all__ = ["np", "sparse"]
