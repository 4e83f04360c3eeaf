#!/bin/sh
# Sees to it that the system has what Python packages cannot bring: Pango for drawing PDF pages, a browser for the tests.
# Installs what is missing where that needs no question (root or passwordless sudo with apt, or Homebrew), else names it.
set -eu

has_pango() {
    case "$(uname -s)" in
    Darwin) ls /opt/homebrew/lib/libpango-1.0.* /usr/local/lib/libpango-1.0.* /opt/local/lib/libpango-1.0.* 2>/dev/null | grep -q . ;;
    *) { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true; } | grep -q 'libpangoft2-1\.0\.so\.0' ;;
    esac
}

has_browser() {
    [ -n "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

packages=""
casks=""
has_pango || packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
has_browser || { packages="$packages chromium"; casks="chromium"; }
[ -n "$packages" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && can_be_root; then
    echo "Installing $packages"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
elif command -v brew >/dev/null 2>&1; then
    has_pango || brew install pango
    [ -z "$casks" ] || brew install --cask chromium
elif command -v apt-get >/dev/null 2>&1; then
    echo "Install first: sudo apt install $packages"
    exit 1
else
    echo "Install first: Pango (brew install pango) and Chromium (brew install --cask chromium)"
    exit 1
fi
