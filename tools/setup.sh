#!/bin/sh
# Creates .venv with the locked packages and Huoshui itself. Safe to repeat.
set -eu
cd "$(dirname "$0")/.."

find_python() {
	for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
		if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			command -v "$name"
			return
		fi
	done
	echo "setup: no Python 3.11 or newer on PATH; install one, or name it: make setup PYTHON=/path/to/python3" >&2
	return 1
}

if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
	python=$(find_python)
	echo "setup: .venv with $python"
	if ! "$python" -m venv --clear .venv; then
		echo "setup: $python cannot make environments; on Debian and Ubuntu: apt-get install python3-venv" >&2
		exit 1
	fi
fi
pip=".venv/bin/python -m pip --disable-pip-version-check"
echo "setup: installing the locked packages"
$pip install --quiet --require-hashes --requirement requirements.lock
$pip install --quiet --no-deps --no-build-isolation --editable .
