# sourced by up, down, status: places and names, all overridable from the environment
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${AST_HOME:=${TMPDIR:-/tmp}/dialctl-asterisk}"
: "${AST_CHROOT:=$AST_HOME/chroot}"          # bullseye tree (kept by `down`)
: "${AST_SUITE:=bullseye}"
: "${AST_MIRROR:=}"                          # empty = this machine's first Debian mirror, then archive.debian.org
: "${AST_HTTP_PORT:=8088}"
: "${AST_SIP_PORT:=5070}"                    # Asterisk's own SIP port (UDP, loopback)
: "${AST_SIPP_PORT:=5071}"                   # sipp "carrier" (UDP, loopback)
: "${AST_SIPP_MEDIA:=$((AST_SIPP_PORT + 18000))}" # first of sipp's media ports: sipp ends when it is taken
: "${AST_USER:=dialer}"
: "${AST_PASS:=dialer-secret}"
: "${AST_APP:=dialctl}"                      # Stasis application that inbound calls are given to
: "${AST_CAP:=300}"                          # seconds after which any test party gives up by itself
: "${AST_MAXCALLS:=800}"
: "${AST_WS_TIMEOUT:=1000}"                  # ms Asterisk waits for a slow event reader
: "${AST_SIPP:=1}"                           # 0 = no SIP carrier
: "${AST_WAIT:=30}"                          # s to wait for readiness
IN=/opt/testbed                              # place inside the chroot
ROOT=$AST_CHROOT$IN
RUN=$AST_HOME/run
ARI=http://127.0.0.1:$AST_HTTP_PORT/ari
say() { printf 'testbed: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
# pid file holds "pid starttime"; a recycled pid is never taken for ours
started() { local r; r=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 0; case $r in [ZX]*|'') ;; *) set -- $r; shift 19; printf %s "$1";; esac; } # a zombie counts as gone
alive() { local p s; [ -r "$1" ] && read -r p s <"$1" && [ -n "$s" ] && [ "$(started "$p")" = "$s" ] && printf %s "$p"; }
note_pid() { printf '%s %s\n' "$2" "$(started "$2")" >"$1"; }
stop_pid() { # file, name
	local p i
	if p=$(alive "$1"); then
		kill -TERM "$p" 2>/dev/null
		for i in $(seq 1 50); do alive "$1" >/dev/null || break; sleep 0.1; done
		if alive "$1" >/dev/null; then kill -KILL "$p" 2>/dev/null; sleep 0.2; fi
		say "$2 (pid $p) stopped"
	fi
	rm -f "$1"
}
