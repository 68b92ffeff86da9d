#!/usr/bin/env bash
# Sourced by dev: runs the test projects, and counts.
# shellcheck disable=SC2154 # root and local_dir come from lib.sh, status from on_end
set -euo pipefail

# Without --broker, every test runs on RabbitMQ 3.10, and those of trait Broker=Every on 4.3 as well.
run_tests() {
  local project results quick="" filter="" broker="" arguments=()
  passed=0 failed=0
  on_end end_tests # the last line is printed whatever happens
  while (($# > 0)); do
    case "$1" in
      --quick) quick=yes ;;
      --broker) broker="$(known_broker "${2:-}")" && shift ;;
      --filter) filter="${2:-}" && shift ;;
      --filter=*) filter="${1#*=}" ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  if [[ -z $quick ]]; then install_for_tests; fi
  build
  mkdir -p "$local_dir/results"
  results="$(mktemp -d "$local_dir/results/XXXXXX")"
  for project in tests/*/*.Tests.csproj; do
    if [[ $project != tests/Wallet.System.Tests/* ]]; then
      run_project "" "$filter"
    elif [[ -z $quick ]]; then
      run_project "${broker:-3.10}" "$filter"
      if [[ -z $broker ]] && has_broker 4.3; then run_project 4.3 "${filter:+($filter)&}Broker=Every"; fi
    fi
  done
  if ((passed + failed == 0)); then
    say "no tests ran"
    failed=1
  fi
  if ((failed > 0)); then
    say "results: $results"
    exit 1
  fi
  rm -rf "$results"
}

install_for_tests() {
  eng/install broker engine dynamodb-local linker browser samples alerts contract-tools
  if [[ $broker != 3.10 ]]; then eng/install broker-4.3; fi
  if [[ $broker == 4.3 ]]; then has_broker 4.3 || die "without RabbitMQ 4.3 there is nothing to test it with"; fi
}

known_broker() {
  [[ $1 == 3.10 || $1 == 4.3 ]] || die "--broker takes 3.10 or 4.3"
  echo "$1"
}

# The tests of trait Category=Faults: all of the matrix, and longer storms. One seed for all of them, said first, so
# that it is known whatever becomes of the run.
run_faults() {
  local seed=$((RANDOM * 32768 + RANDOM)) operations=100000 broker=3.10
  while (($# > 0)); do
    case "$1" in
      --seed) seed="$(whole_number "$@")" ;;
      --operations) operations="$(whole_number "$@")" ;;
      --broker) broker="$(known_broker "${2:-}")" ;;
      *) die "no such option of faults: $1" ;;
    esac
    shift 2
  done
  ((operations >= 5000)) || die "--operations is $operations; fewer than 5000 would be over before a worker is killed"
  say "seed $seed, $operations operations; again with:" \
    "./dev faults --seed $seed --operations $operations --broker $broker"
  eng/install faults
  WALLET_FAULTS=all WALLET_STORM_SEED="$seed" WALLET_STORM_OPERATIONS="$operations" \
    run_tests --broker "$broker" --filter Category=Faults
}

whole_number() {
  [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || die "$1 takes a whole number of at most nine digits"
  echo "$((10#$2))"
}

# run_project BROKER FILTER: adds the results of $project to $passed and $failed. BROKER is empty where none is needed.
# The results file counts, not what the console shows; but no file, no tests in it, or an exit code that it does not
# explain is a failure as well.
run_project() {
  local name title status=0 trx executed succeeded
  name="$(basename "$project" .csproj)"
  title="$name${1:+ on RabbitMQ $(broker_release "$1")}"
  trx="$results/$name$1.trx"
  say "testing $title ..."
  interruptible env ${1:+"WALLET_BROKER_VERSION=$1"} dotnet test "$project" -c Release --no-build -v quiet -tl:off \
    --results-directory "$results" --logger "console;verbosity=minimal" --logger "trx;LogFileName=${trx##*/}" \
    ${2:+--filter "$2"} "${arguments[@]}" || status=$?
  executed="$(counter executed "$trx")"
  succeeded="$(counter passed "$trx")"
  if ((${executed:-0} == 0)); then
    if [[ -n $2 && $status == 0 ]]; then return; fi
    say "$title: ran no tests"
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + succeeded))
  failed=$((failed + executed - succeeded))
  failed_names "$trx"
  sed -n 's/.*\(storm on .*objections [0-9]*\).*/\1/p' "$trx" | sed "s/&apos;/'/g" >&2
  sed -n 's/.*\(fuzz of messages: .* slowest good answer [0-9.]* s\).*/\1/p' "$trx" >&2
  fault_table "$trx" >&2
  if ((status != 0 && executed == succeeded)); then
    say "$title: every test passed, yet dotnet test ended with code $status"
    failed=$((failed + 1))
  fi
}

# The table of the fault matrix, in its own order.
fault_table() {
  local rows
  rows="$(sed -n 's/^[^|]*\(| [0-9][0-9]* | .* |\)[^|]*$/\1/p' "$1" | sed "s/&apos;/'/g" | sort -t '|' -k 2n -u)"
  if [[ -z $rows ]]; then return; fi
  echo -n "| | fault | operations | injected | back after | answered | refused | parked | unanswered "
  echo "| lost | doubled | objections | memory |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
  echo "$rows"
}

counter() {
  if [[ -f $2 ]]; then sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2"; fi
}

failed_names() {
  sed -n '/<UnitTestResult .*outcome="Failed"/s/.*testName="\([^"]*\)".*/failed: \1/p' "$1" |
    sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' >&2
}

end_tests() {
  stop_busy
  if ((status != 0 && failed == 0)); then failed=1; fi # interrupted, or the build failed
  echo "$passed passed, $failed failed"
}
