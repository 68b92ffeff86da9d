#!/bin/sh
# Sets a wallet's balance, gets it, or waits for the next change of any wallet: wallet.sh set ID BALANCE | get ID | subscribe
set -eu
url="${AMQP_URL:-amqp://guest:guest@127.0.0.1:5772}"

# ask MESSAGE FIELDS: sends a request and prints the worker's answer. The tools can neither set a correlation_id nor show the answer's name;
# a queue of its own for each request tells answers apart.
ask() {
  replies="$(amqp-declare-queue --url "$url" -q "")"
  trap 'amqp-delete-queue --url "$url" -q "$replies" >/dev/null' EXIT
  amqp-publish --url "$url" -e "Wallet.Contracts:$1" -C application/json -p -t "$replies" -b "$2"
  amqp-consume --url "$url" -q "$replies" -c 1 cat
  echo
}

case "$#${1:-}" in
  # The operation's id: sent again with the same one, the request takes effect once.
  3set) ask SetBalance "{\"userId\":\"$2\",\"balance\":$3,\"operationId\":\"$(cat /proc/sys/kernel/random/uuid)\"}" ;;
  2get) ask GetBalance "{\"userId\":\"$2\"}" ;;
  1subscribe)
    # The next BalanceUpdated: an envelope, whose "message" holds the fields.
    amqp-consume --url "$url" -e Wallet.Contracts:BalanceUpdated -r any -x -c 1 cat # the key means nothing here, but without one amqp-consume crashes
    echo
    ;;
  *)
    echo "usage: wallet.sh set ID BALANCE | get ID | subscribe" >&2
    exit 1
    ;;
esac
