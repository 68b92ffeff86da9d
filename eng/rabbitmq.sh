#!/usr/bin/env bash
# Sourced after lib.sh by whatever runs a program of RabbitMQ's. WALLET_BROKER_VERSION says which RabbitMQ: 3.10, the
# default, is the machine's own package, and 4.3 the tree that `eng/install broker-4.3` makes.
# shellcheck disable=SC2154 # local_dir comes from lib.sh
set -euo pipefail

broker_version="${WALLET_BROKER_VERSION:-3.10}"
broker_tree="$local_dir/tools/broker-4.3"
rabbitmq_bin=/usr/lib/rabbitmq/bin

# become_rabbitmq PROGRAM ARGUMENTS...: turns this process into a program of rabbitmq_bin; no process stays in between.
become_rabbitmq() {
  local program="$1"
  shift
  case "$broker_version" in
    3.10)
      [[ -x $rabbitmq_bin/$program ]] || die "RabbitMQ is missing; install it: eng/install broker"
      exec "$rabbitmq_bin/$program" "$@"
      ;;
    4.3)
      [[ -x $broker_tree$rabbitmq_bin/$program ]] || die "RabbitMQ 4.3 is missing; install it: eng/install broker-4.3"
      become_in_tree "$broker_tree" "$rabbitmq_bin/$program" "$@"
      ;;
    *) die "WALLET_BROKER_VERSION is $broker_version; known: 3.10, 4.3" ;;
  esac
}

# become_in_tree TREE COMMAND...: Erlang and RabbitMQ know their paths below /usr, so this process gets a view of the
# file system of its own, in which the tree's /usr stands in the place of the machine's. Nobody else sees it, it is gone
# with the last process that has it, and all other paths mean the same as outside.
become_in_tree() {
  local view=(unshare --mount)
  if ((EUID != 0)); then view+=(--user --map-current-user --keep-caps); fi
  # shellcheck disable=SC2016 # the inner shell expands these
  exec "${view[@]}" bash -c 'mount --bind "$0/usr" /usr && exec "$@"' "$1" "${@:2}"
}

# has_broker VERSION: whether it is installed.
has_broker() { [[ -x "$(tree_of "$1")$rabbitmq_bin/rabbitmq-server" ]]; }

# broker_release VERSION: the exact one, such as 4.3.6.
broker_release() {
  local folder
  folder="$(echo "$(tree_of "$1")"/usr/lib/rabbitmq/lib/rabbitmq_server-*)"
  echo "${folder##*-}"
}

tree_of() { if [[ $1 == 4.3 ]]; then echo "$broker_tree"; fi; }
