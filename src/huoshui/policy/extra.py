"""What policy computes with beyond the core's own packages: the extra ``policy``, imported from here alone."""

from __future__ import annotations

from huoshui.errors import InputError

try:
    import jsonschema_rs
    import numpy as np
    import yaml
except ImportError as error:
    raise InputError(f"policy needs {error.name}: pip install 'huoshui[policy]'") from error

__all__ = ["jsonschema_rs", "np", "yaml"]
