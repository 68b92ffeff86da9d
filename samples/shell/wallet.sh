#!/bin/sh
# Sets a wallet's balance, gets it, or waits for the next change of any wallet:
# wallet.sh set ID BALANCE | get ID | subscribe
set -eu
url="${AMQP_URL:-amqp://guest:guest@127.0.0.1:5772}"

seconds="${ANSWER_SECONDS:-30}"
id="$(cat /proc/sys/kernel/random/uuid)"

# ask MESSAGE FIELDS: sends a request and prints the worker's answer. The tools can set neither correlation_id, message_id
# nor timestamp, and do not show the answer's name. A queue of its own for each request tells answers apart.
ask() {
  replies="$(amqp-declare-queue --url "$url" -q "")"
  trap 'amqp-delete-queue --url "$url" -q "$replies" >/dev/null' EXIT
  amqp-publish --url "$url" -e "Wallet.Contracts:$1" -C application/json -p -t "$replies" -b "$2"
  status=0
  timeout "$seconds" amqp-consume --url "$url" -q "$replies" -c 1 cat || status=$?
  if [ "$status" = 124 ]; then
    echo "No answer within $seconds s. The request $id waits for a worker." >&2
    exit 3
  fi
  echo
  return "$status"
}

case "$#${1:-}" in
  # The operation's id: sent again with the same one, the request takes effect once.
  3set) ask SetBalance "{\"userId\":\"$2\",\"balance\":$3,\"operationId\":\"$id\"}" ;;
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
