#!/usr/bin/env bash
# Sourced by dev and by the scripts next to it: where things are, waiting, background processes, traps.
# shellcheck disable=SC2034 # the variables are for those scripts
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Everything we download, run or record lives here and nowhere else, so deleting it resets it all.
local_dir="$(realpath -m "${WALLET_LOCAL:-$root/.local}")"

# Progress goes to stderr: stdout belongs to results.
say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# Does anything accept connections on 127.0.0.1:PORT?
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for SECONDS DESCRIPTION COMMAND...: repeats COMMAND until it succeeds; fails when time is up.
wait_for() {
  local seconds="$1" description="$2" deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@"; do
    if ((SECONDS >= deadline)); then
      say "gave up waiting for $description after $seconds s"
      return 1
    fi
    sleep 0.2
  done
}

# as_root PACKAGE COMMAND...: PACKAGE is what cannot be installed when there is no way to become root.
as_root() {
  local package="$1"
  shift
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "$package is missing; as root, run: apt-get install --no-install-recommends $package"
  fi
}

# ---- Background processes. FILE.pid holds pid and start time, FILE.log the output. ----

# The start time of a live process. Together with the pid it is unique, so a recycled pid never passes for ours.
started_at() {
  local stat fields
  stat="$(cat "/proc/$1/stat" 2>/dev/null)" || return 1
  read -ra fields <<<"${stat##*) }" # what precedes is the name, which may contain blanks
  [[ ${fields[0]} != Z ]] && echo "${fields[19]}"
}

alive() {
  local pid start
  [[ -f $1.pid ]] && read -r pid start <"$1.pid" && [[ -n $start && $start == "$(started_at "$pid")" ]]
}

gone() { ! alive "$1"; }

# start FILE COMMAND...: in a session of its own, so that neither Ctrl-C nor a closing terminal reaches it.
start() {
  local file="$1"
  shift
  (without_inherited_files setsid "$@") </dev/null >"$file.log" 2>&1 &
  echo "$! $(started_at $!)" >"$file.pid"
}

# without_inherited_files COMMAND...: becomes COMMAND, with no open files but the first three. What our caller has open
# (a lock, a pipe that somebody reads to its end) would else stay open for as long as COMMAND runs. For a subshell.
without_inherited_files() {
  local file
  for file in /proc/self/fd/*; do
    file="${file##*/}"
    if ((file > 2)); then exec {file}>&-; fi
  done
  exec "$@"
}

settled() { gone "$1" || "${@:2}"; }

# await FILE SECONDS COMMAND...: until COMMAND succeeds; a process that ends before that is not waited for.
await() {
  local file="$1" seconds="$2"
  shift 2
  if wait_for "$seconds" "the ${file##*/}" settled "$file" "$@" && alive "$file"; then return; fi
  tail -n 40 "$file.log" >&2
  die "the ${file##*/} did not start; above is the end of its log"
}

# stop FILE SECONDS: politely, and by force when that takes too long.
stop() {
  local file="$1" name="${1##*/}" pid
  if alive "$file"; then
    read -r pid _ <"$file.pid"
    kill -TERM "$pid" 2>/dev/null || true
    if wait_for "$2" "the $name to stop" gone "$file"; then
      say "stopped the $name"
    else
      kill -KILL "$pid" 2>/dev/null || true
      say "killed the $name"
    fi
  fi
  rm -f "$file.pid"
}

# ---- Traps ----

# on_end FUNCTION: runs it when the script ends, also by Ctrl-C or SIGTERM; $status is how it ended.
on_end() {
  # shellcheck disable=SC2064 # the function of now is meant
  trap "status=\$?; trap '' INT TERM HUP; $1" EXIT # a second Ctrl-C must not leave half of it undone
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# Runs a command that stop_busy can end. (Bash runs a trap when a command is over, but `wait` returns for it.)
busy=""
interruptible() {
  local status=0
  setsid "$@" </dev/null 9>&- &
  busy=$!
  wait "$busy" || status=$?
  busy=""
  return "$status"
}

stop_busy() {
  if [[ -z $busy ]]; then return 0; fi # 0, because in a trap a bare return means the status before the trap
  kill -TERM -- "-$busy" 2>/dev/null || kill -TERM "$busy" 2>/dev/null || true
  wait_for 10 "the interrupted command to end" group_gone "$busy" || kill -KILL -- "-$busy"
}

group_gone() { ! kill -0 -- "-$1" 2>/dev/null; }
