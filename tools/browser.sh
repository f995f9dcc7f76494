#!/bin/sh
# Finds a browser and a Chinese font for the page tests, and installs them where that is possible (apt, as root).
# Never fails: without a browser the page tests are skipped, and this says what to do.
set -u

has_browser() {
	[ -n "${HUOSHUI_BROWSER:-}" ] && return 0
	for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
		command -v "$name" >/dev/null 2>&1 && return 0
	done
	for file in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium*; do
		[ -d "$file" ] && return 0
	done
	return 1
}

has_font() {
	command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]
}

missing=""
has_browser || missing="chromium-headless-shell"
has_font || missing="$missing fontconfig fonts-noto-cjk"
[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "browser: installing$(printf ' %s' $missing)"
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086 # one word for each package
	{ apt-get update && apt-get install -y --no-install-recommends $missing; } >/dev/null 2>&1
fi
has_browser || echo "browser: none found, the page tests are skipped; install Chromium (Debian: apt-get install chromium-headless-shell) or run .venv/bin/playwright install chromium-headless-shell"
has_font || echo "browser: no Chinese font found, pages in screenshots show boxes; install one (Debian: apt-get install fonts-noto-cjk)"
exit 0
