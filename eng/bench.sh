#!/usr/bin/env bash
# Sourced by dev: measures. Every question runs beside others that do the same, and prints a table; nothing else should
# run meanwhile. shellcheck disable=SC2154 # root and local_dir come from lib.sh
set -euo pipefail

# run_bench [calls|codec|throughput|growth|cold|telemetry|aws ...] [--quick] [name=value ...]
run_bench() {
  local questions=() settings=() tables=() one
  for one; do
    case "$one" in
      calls | codec | throughput | growth | cold | telemetry | aws) questions+=("$one") ;;
      --quick)
        settings+=("$one")
        tables=(in-flight=16 rounds=3 seconds=0.5)
        ;;
      *=*) settings+=("$one") ;; # of bench/Worker.Bench; it says which it knows
      *) die "no such question or setting of bench: $one" ;;
    esac
  done
  if ((${#questions[@]} == 0)); then questions=(calls codec throughput growth cold telemetry aws); fi
  on_end stop_busy
  eng/install broker engine bench
  build
  for one in "${questions[@]}"; do
    case "$one" in
      calls | codec)
        interruptible dotnet bench/Tables.Bench/bin/Release/net10.0/Tables.Bench.dll "$one" "${tables[@]}"
        ;;
      *) interruptible dotnet bench/Worker.Bench/bin/Release/net10.0/Worker.Bench.dll "$one" "${settings[@]}" ;;
    esac
  done
}
