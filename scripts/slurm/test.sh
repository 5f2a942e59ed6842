#!/bin/bash
# Sweeps under a real Slurm, on this machine: starts munge, slurmctld and slurmd from a temporary folder (and installs
# them first, on Debian, where they are missing), submits an array, stops three of its jobs half-way in three ways,
# resubmits what `sweep merge` says is missing, and compares what is merged with one process, byte for byte.
#
#     npm run test:slurm [-- SPEC.json]
#
# Each shard has to have three tasks or more. Exit status 0 if all is as it should be; if not, the last line says what
# failed, and the one before it where the logs are.

set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PATH:/usr/sbin:/sbin"

for program in slurmctld slurmd sbatch munged; do
  command -v "$program" > /dev/null && continue
  [ "$(id -u)" = 0 ] || { echo "$program is missing: install slurmctld, slurmd, slurm-client and munge" >&2; exit 1; }
  apt-get update -qq && apt-get install -y -qq --no-install-recommends slurmctld slurmd slurm-client munge
  break
done

shards=4
name=''
watchers=()
folder=$(mktemp -d /tmp/sweep-slurm.XXXXXX)
mkdir "$folder"/{state,spool,out}
export SLURM_CONF="$folder/slurm.conf"

say() { echo "== $*"; }
failure=''
fail() {
  failure="$*"
  exit 1
}

stop() {
  status=$? command=$BASH_COMMAND
  # Nothing that fails from here on is what failed.
  set +e
  for pid in "${watchers[@]}"; do kill "$pid" 2> /dev/null; done
  # What is halted hears nothing but SIGKILL.
  for shard in $(seq 0 $((shards - 1))); do resume "$shard"; done
  # Jobs first, and munge last: a step that cannot report its end never ends.
  scancel --user="$(id -un)" > /dev/null 2>&1 || true
  for _ in $(seq 40); do
    [ -n "$(squeue --noheader 2> /dev/null)" ] || break
    sleep 0.5
  done
  for daemon in slurmd slurmctld munged; do
    [ -s "$folder/$daemon.pid" ] || continue
    pid=$(cat "$folder/$daemon.pid")
    kill "$pid" 2> /dev/null || true
    for _ in $(seq 20); do
      kill -0 "$pid" 2> /dev/null || break
      sleep 0.5
    done
  done
  if [ "$status" = 0 ]; then
    rm -rf "$folder"
  else
    tail -n 20 "$folder"/*.log >&2
    echo "logs and records are in $folder" >&2
    echo "FAILED: ${failure:-$command, with status $status}" >&2
  fi
  exit "$status"
}
trap stop EXIT

# Waits until the command that is its arguments succeeds, for at most five minutes.
await() {
  for _ in $(seq 600); do
    if "$@" > /dev/null 2>&1; then return; fi
    sleep 0.5
  done
  fail "waited too long for: $*"
}

# A shard is held where it is once it has a record, whatever else the machine is busy with and however slow Slurm is: by
# the process that its lock names, which Slurm may then signal in any order.
file_of() { echo "$folder/out/$name-$1-of-$shards.jsonl"; }
process_of() { sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "$(file_of "$1").lock" 2> /dev/null; }
has_records() { [ "$(wc -l < "$(file_of "$1")")" -ge 1 ]; }
halt_when_recorded() {
  until has_records "$1" 2> /dev/null; do sleep 0.02; done
  kill -STOP "$(process_of "$1")"
  touch "$folder/halted-$1"
}
is_halted() { [ -e "$folder/halted-$1" ]; }
resume() {
  pid=$(process_of "$1")
  [ -z "$pid" ] || kill -CONT "$pid" 2> /dev/null || true
}

node_is_idle() { sinfo --noheader --format=%T | grep -qx idle; }
job_has_ended() { [ -z "$(squeue --noheader --jobs="$1" --states=PENDING,RUNNING,COMPLETING,SUSPENDED 2> /dev/null)" ]; }
# Not waited for: scancel returns when the signal has been heard, and takes a job that ends before for an error.
stop_batch() { (scancel --quiet --signal="$1" --batch "$2" 2> /dev/null || true) & }
has_ended() { ! kill -0 "$1"; }
# SIGTERM waits for a process that is halted, or has ended it already.
is_told_to_end() { has_ended "$1" || grep -qE '^ShdPnd:.*[4-7c-f]...$' "/proc/$1/status"; }
sweep() { node commands/run.mjs sweep "$@"; }

say "starting munge, slurmctld and slurmd in $folder"
# Ports that a Slurm of this machine does not use.
sed -e "s|@FOLDER@|$folder|" -e "s|@HOST@|$(hostname -s)|" -e "s|@USER@|$(id -un)|" -e "s|@CPUS@|$(nproc)|" \
  -e "s|@CONTROLLER_PORT@|$((20000 + $$ % 10000))|" -e "s|@DAEMON_PORT@|$((30000 + $$ % 10000))|" \
  -e "s|@MEMORY@|$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)|" \
  scripts/slurm/slurm.conf.in > "$SLURM_CONF"
head -c 128 /dev/urandom > "$folder/munge.key"
chmod 600 "$folder/munge.key"
chmod 755 "$folder"
munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" 2> "$folder/munged-start.log"
slurmctld -c
slurmd -c
await node_is_idle
sinfo

spec=${1:-}
if [ -z "$spec" ]; then
  # Table 2 with fewer units and steps: about a minute in all.
  spec="$folder/alpha-sweep.json"
  cat > "$spec" << 'JSON'
{ "experiment": "alpha-sweep", "config": { "methods": ["adam"], "seeds": 4, "width": 400, "epochs": 8000 } }
JSON
fi
name=$(basename "$spec" .json)
tasks=$(sweep count "$spec")

say "one process: $tasks tasks"
sweep "$spec" --out "$folder/single.jsonl" 2>&1 | tail -n 1
sweep merge "$spec" "$folder/single.jsonl" --out "$folder/single-merged.jsonl" > "$folder/single.txt"

say "an array of $shards jobs"
export SPEC="$spec" SHARDS="$shards" OUT="$folder/out/"
submit() { sbatch --parsable --time=10 --output="$folder/%A_%a.log" "$@" examples/sweeps/sweep.sbatch; }
job=$(submit --array="0-$((shards - 1))")

for shard in 0 1 2; do
  halt_when_recorded "$shard" &
  watchers+=("$!")
done
await is_halted 0
say "shard 0 has $(wc -l < "$(file_of 0)") records: SIGTERM, as before a time limit"
process=$(process_of 0)
stop_batch TERM "${job}_0"
await is_told_to_end "$process"
resume 0
await has_ended "$process"
await is_halted 1
say "shard 1 has $(wc -l < "$(file_of 1)") records: SIGKILL, and a torn line in its file"
process=$(process_of 1)
stop_batch KILL "${job}_1"
await has_ended "$process"
await is_halted 2
say "shard 2 has $(wc -l < "$(file_of 2)") records: requeued, as when its node is wanted"
scontrol requeue "${job}_2"
squeue
await job_has_ended "$job"
tail -n 3 "$folder/${job}"_*.log
printf '{"key":"torn' >> "$folder/out/$name-1-of-$shards.jsonl"
ls "$folder/out"
scontrol show job "${job}_0" | grep -q 'ExitCode=143:0' || fail "shard 0 did not end with 143"
grep -q 'SIGTERM after' "$folder/${job}_0.log" || fail "shard 0 did not hear SIGTERM"
[ ! -e "$folder/out/$name-0-of-$shards.jsonl.lock" ] || fail "shard 0 left its lock"
[ -e "$folder/out/$name-1-of-$shards.jsonl.lock" ] || fail "shard 1 was not killed"
grep -q 'are in .* already' "$folder/${job}_2.log" || fail "shard 2 was not requeued, or began again"

say "merge, which finds tasks missing"
if array=$(sweep merge "$spec" "$folder"/out/*.jsonl --shards "$shards"); then fail "nothing is missing"; fi
[ "$array" = "--array=0-1" ] || fail "missing should be --array=0-1, not $array"

say "again with $array"
again=$(submit "$array")
await job_has_ended "$again"
tail -n 1 "$folder/${again}"_*.log
grep -q 'are in .* already' "$folder/${again}_1.log" || fail "shard 1 began again"

say "merge"
sweep merge "$spec" "$folder"/out/*.jsonl --out "$folder/merged.jsonl" > "$folder/merged.txt"
cmp "$folder/single-merged.jsonl" "$folder/merged.jsonl" || fail "merged and single differ"
cmp "$folder/single.txt" "$folder/merged.txt" || fail "summaries differ"
head -n 4 "$folder/merged.txt"
say "the array and the one process agree to the byte: $(wc -c < "$folder/merged.jsonl") bytes, sha256 $(sha256sum < "$folder/merged.jsonl" | cut -c 1-16)"
