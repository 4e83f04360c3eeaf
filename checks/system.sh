#!/bin/sh
# Sees to it that the system has what Python packages cannot bring, named as arguments: "pango" draws PDF pages, "browser"
# is for the tests. Installs what is missing where that needs no question (apt as root or with passwordless sudo, or
# Homebrew), else says in one line what to install.
set -eu

has_library() {
    { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true; } | grep -q "$1"
}

has_pango() {
    case "$(uname -s)" in
    Darwin) ls /opt/homebrew/lib/libpango-1.0.* /usr/local/lib/libpango-1.0.* /opt/local/lib/libpango-1.0.* 2>/dev/null | grep -q . ;;
    *) has_library 'libpangoft2-1\.0\.so\.0' && has_library 'libharfbuzz-subset\.so\.0' ;;
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

debian_names() {
    for need in $missing; do
        case "$need" in
        pango) echo "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" ;;
        browser) if apt-cache show chromium >/dev/null 2>&1; then echo chromium; else echo chromium-browser; fi ;;
        esac
    done | tr '\n' ' '
}

missing=""
for need in "$@"; do
    "has_$need" || missing="$missing $need"
done
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && can_be_root; then
    as_root apt-get update -qq
    names=$(debian_names)
    echo "Installing $names"
    # shellcheck disable=SC2086 # a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names >/dev/null
elif command -v brew >/dev/null 2>&1; then
    for need in $missing; do
        case "$need" in
        pango) brew install pango ;;
        browser) brew install --cask chromium ;;
        esac
    done
elif command -v apt-get >/dev/null 2>&1; then
    echo "Install first: sudo apt install $(debian_names)"
    exit 1
else
    echo "Install first:$missing (with Homebrew: brew install pango, brew install --cask chromium)"
    exit 1
fi
