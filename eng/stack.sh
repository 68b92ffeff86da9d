#!/usr/bin/env bash
# Sourced by dev: builds the programs, and starts and stops the stack of broker, engine, worker and gateway. One folder
# holds the data, the logs and the pid files of a stack. shellcheck disable=SC2154 # root and local_dir come from
# lib.sh; amqp, engine, management and http from dev
set -euo pipefail

# No build server and no compiler server may stay behind; these cost a build a few seconds.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Everything, as for the tests.
build() { run_build Wallet.Worker.sln; }

# What a stack runs and what talks to it; no tests, no benches, and no analyzers: whether the code is as it should be,
# `test` says. (A build that runs them compiles again what was compiled without.)
build_programs() { run_build eng/programs.slnf -p:RunAnalyzers=false; }

# run_build WHAT [OPTION...]
run_build() {
  command -v dotnet >/dev/null || die "the .NET SDK is missing; global.json names the version"
  say "building ..."
  # The lock: two builds at once in one folder break each other.
  # shellcheck disable=SC2016 # the inner shell expands these
  interruptible flock --no-fork "$local_dir/build.lock" bash -c 'exec "$@" >"$0" 2>&1' "$local_dir/build.log" \
    dotnet build "$@" -c Release -v quiet -tl:off -clp:"ErrorsOnly;NoSummary" || {
    cat "$local_dir/build.log" >&2
    die "the build failed"
  }
}

# free_port LOWEST: one of the 6000 from there. Below 32768, where the kernel's ports for outgoing connections begin.
free_port() {
  local port
  until port=$(($1 + RANDOM % 6000)) && ! port_open "$port"; do :; done
  echo "$port"
}

# require_free FILE PORT VARIABLE: before anything starts, so that a taken port leaves nothing half up.
require_free() {
  if gone "$1" && port_open "$2"; then die "port $2 is in use; choose another for the ${1##*/} with $3"; fi
}

# start_stack FOLDER: on the ports in $amqp, $engine and, when set, $management and $http. Leaves alone what is running.
start_stack() {
  local stack="$1"
  require_free "$stack/broker" "$amqp" WALLET_AMQP_PORT
  require_free "$stack/broker" "$management" WALLET_MANAGEMENT_PORT
  require_free "$stack/engine" "$engine" WALLET_ENGINE_PORT
  if [[ -n $http ]]; then require_free "$stack/gateway" "$http" WALLET_HTTP_PORT; fi
  if gone "$stack/broker"; then
    say "starting the broker ..."
    start "$stack/broker" eng/broker "$stack/broker-data" "$amqp" ${management:+"$management"}
  fi
  if gone "$stack/engine"; then
    say "starting the engine ..."
    start "$stack/engine" eng/engine "$stack/engine-data" "$engine"
  fi
  # The broker boots meanwhile.
  if gone "$stack/worker" || { [[ -n $http ]] && gone "$stack/gateway"; }; then build_programs; fi
  await "$stack/broker" 60 port_open "$amqp"
  await "$stack/engine" 20 port_open "$engine"
  if gone "$stack/worker"; then start_worker "$stack"; fi
  if [[ -n $http ]] && gone "$stack/gateway"; then start_gateway "$stack"; fi
}

start_worker() {
  local stack="$1"
  say "starting the worker ..."
  # A copy, because the next build would overwrite the files under a running worker.
  rm -rf "$stack/worker-program" "$stack/worker.ready"
  cp -R src/Wallet.Worker/bin/Release/net10.0 "$stack/worker-program"
  start "$stack/worker" env RabbitMq__Host=127.0.0.1 RabbitMq__Port="$amqp" \
    DynamoDb__ServiceUrl="http://127.0.0.1:$engine" Health__File="$stack/worker.ready" \
    dotnet "$stack/worker-program/Wallet.Worker.dll"
  await "$stack/worker" 60 test -e "$stack/worker.ready"
}

start_gateway() {
  local stack="$1"
  say "starting the gateway ..."
  rm -rf "$stack/gateway-program"
  cp -R src/Wallet.Gateway/bin/Release/net10.0 "$stack/gateway-program"
  start "$stack/gateway" env RabbitMq__Host=127.0.0.1 RabbitMq__Port="$amqp" ASPNETCORE_URLS="http://localhost:$http" \
    dotnet "$stack/gateway-program/Wallet.Gateway.dll"
  await "$stack/gateway" 60 gateway_ready
}

gateway_ready() { http_get "$http" /health/ready | grep -q '^HTTP/1.1 200 '; }

# http_get PORT PATH: the answer, head and all. Without curl, which a fresh machine lacks.
http_get() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    cat <&3
  ) 2>/dev/null
}

# The gateway first: it waits for the worker's answers. Then the worker: it finishes what it has taken, and for that it
# needs the other two.
stop_stack() {
  stop "$1/gateway" 40
  stop "$1/worker" 40
  stop "$1/broker" 20
  stop "$1/engine" 10
}

sender() {
  RabbitMq__Host=127.0.0.1 RabbitMq__Port="$amqp" "$@"
}
