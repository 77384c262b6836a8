#!/usr/bin/env bash
# Regions on one machine: a network namespace each, with real delay, jitter and loss on its way to a
# hub, in which mock, bridge and NATS run. docs/regions.md tells what the links are worth.
set -euo pipefail

usage() {
  cat <<'END'
Usage: scripts/regions.sh up REGION=RTT[,jitter=MS][,loss=PERCENT] … [--bare]
       scripts/regions.sh exec REGION|hub -- COMMAND …
       scripts/regions.sh status
       scripts/regions.sh down

  up      makes the regions, e.g. us=10 eu=80,jitter=4 ap=200,loss=0.5, and runs in the hub: the mock
          (ws://10.77.0.1:8787/v1/realtime), a bridge (ws://10.77.0.1:8000/voice) and, where it is
          installed, nats-server with JetStream (nats://10.77.0.1:4222). --bare: the network alone.
          What an earlier `up` left is taken down first.
          RTT is whole ms, between the region and the hub; jitter is what chance adds to a round trip
          or takes from it, at most; loss is percent of the packets, each way.
  exec    runs a command where the region is
  status  pings the hub from each region
  down    ends all that runs in the regions, and the regions

$TTFA_REGIONS (default ttfa; letters and digits) is the name in front of the namespaces: several sets
do not meet.
END
}

readonly SET=${TTFA_REGIONS:-ttfa}
readonly STATE=/run/ttfa-regions/$SET
readonly HUB=10.77.0.1
CLI=$(cd "$(dirname "$0")/.." && pwd)/cli.ts
readonly CLI
readonly TTFA=(deno run --quiet --unstable-kv --allow-net --allow-read --allow-write --allow-env "$CLI")
readonly NAME='^[a-z0-9][a-z0-9-]{0,30}$'

fail() { # rule and remedy; one problem a call, exit 2 as all of ttfa
  echo "regions.sh: $*" >&2
  exit 2
}

in_region() { # region, command …
  local region=$1
  shift
  ip netns exec "$SET-$region" "$@"
}

regions() { # all that exist, the hub included
  ip netns list | awk -v set="$SET-" 'index($1, set) == 1 { print substr($1, length(set) + 1) }'
}

# ---- what this machine has to have -------------------------------------------------------------

lacks() { # a line for each thing that is missing, with its remedy
  [[ $(uname -s) == Linux ]] || echo "this is no Linux: use the built-in links, bench --region us,eu"
  [[ $EUID == 0 ]] || echo "not root: use sudo, or the built-in links, bench --region us,eu"
  local tool
  for tool in ip:iproute2 ping:iputils-ping vde_switch:vde2 wirefilter:vde2; do
    command -v "${tool%%:*}" >/dev/null || echo "no ${tool%%:*}: apt-get install ${tool##*:}"
  done
}

make_tun() { # containers come without it
  [[ -c /dev/net/tun ]] || { mkdir -p /dev/net && mknod /dev/net/tun c 10 200; } 2>/dev/null || true
  (exec 3<>/dev/net/tun) 2>/dev/null ||
    fail "/dev/net/tun cannot be opened: modprobe tun, or give the container --device /dev/net/tun"
}

check_root() {
  [[ $EUID == 0 ]] || fail "$(lacks)"
}

check_machine() {
  local missing
  missing=$(lacks)
  [[ -z $missing ]] || fail "$missing"
  make_tun
}

# ---- reading what was asked --------------------------------------------------------------------

declare -A RTT JITTER LOSS
ORDER=()
PROBLEMS=()

is_ms() {
  [[ $1 =~ ^(0|[1-9][0-9]{0,4})$ ]]
}

read_region() { # NAME=RTT[,jitter=MS][,loss=PERCENT]
  local name=${1%%=*} part
  local -a parts
  IFS=, read -ra parts <<<"${1#*=}"
  [[ $1 == *=* && $name =~ $NAME && $name != hub ]] ||
    PROBLEMS+=("'$1' is no region: write NAME=RTT, e.g. eu=80; the name is not 'hub'")
  [[ -z ${RTT[$name]:-} ]] || PROBLEMS+=("region '$name' stands twice: name each once")
  RTT[$name]=${parts[0]:-} JITTER[$name]=0 LOSS[$name]=0
  ORDER+=("$name")
  for part in "${parts[@]:1}"; do
    case $part in
      jitter=*) JITTER[$name]=${part#*=} ;;
      loss=*) LOSS[$name]=${part#*=} ;;
      *) PROBLEMS+=("'$part' of region '$name' is unknown: there are jitter=MS and loss=PERCENT") ;;
    esac
  done
  check_link "$name"
}

check_link() { # region
  local rtt=${RTT[$1]} jitter=${JITTER[$1]}
  is_ms "$rtt" || PROBLEMS+=("'$rtt' of region '$1' is no RTT: give whole ms, e.g. 80")
  is_ms "$jitter" || PROBLEMS+=("jitter '$jitter' of region '$1' is no time: give whole ms")
  if is_ms "$rtt" && is_ms "$jitter" && ((jitter > rtt)); then
    PROBLEMS+=("jitter $jitter of region '$1' is more than its RTT: give at most $rtt")
  fi
  [[ ${LOSS[$1]} =~ ^[0-9]{1,2}(\.[0-9]+)?$ ]] ||
    PROBLEMS+=("loss '${LOSS[$1]}' of region '$1' is not from 0 to 99.9 percent, e.g. 0.5")
}

check_read() {
  [[ ${#ORDER[@]} -gt 0 ]] || PROBLEMS+=("no region is named: write e.g. up us=10 eu=80")
  [[ ${#ORDER[@]} -le 200 ]] || PROBLEMS+=("${#ORDER[@]} regions are more than 200")
  [[ ${#PROBLEMS[@]} -eq 0 ]] || fail "$(printf '%s\n' "${PROBLEMS[@]}")"
}

# ---- making and unmaking -----------------------------------------------------------------------

until_true() { # command …: tried for five seconds
  for _ in {1..50}; do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  "$@"
}

# All of a region runs within its namespace, its switch and its wire too: who takes the namespace
# down needs no list of processes, and finds what a crash left.
make_namespace() { # region, number
  local region=$1 mac
  ip netns add "$SET-$region"
  mac=$(printf '02:77:00:00:00:%02x' "$2")
  in_region "$region" vde_switch --sock "$STATE/$region" --tap eth0 --numports 256 --daemon </dev/null
  # It goes to the background before it has made them.
  until_true [ -S "$STATE/$region/ctl" ]
  until_true ip -n "$SET-$region" link set eth0 address "$mac"
  ip -n "$SET-$region" addr add "10.77.0.$2/24" dev eth0
  ip -n "$SET-$region" link set eth0 up
  ip -n "$SET-$region" link set lo up
}

# A neighbour that is known need not be asked for: the first packet takes no longer than the others.
introduce() { # region, number
  ip -n "$SET-$1" neigh replace $HUB lladdr 02:77:00:00:00:01 dev eth0 nud permanent
  ip -n "$SET-hub" neigh replace "10.77.0.$2" lladdr "$(printf '02:77:00:00:00:%02x' "$2")" \
    dev eth0 nud permanent
}

link_to_hub() { # region
  local rtt=${RTT[$1]} jitter=${JITTER[$1]}
  echo "$1: RTT $rtt ms, jitter $jitter ms, loss ${LOSS[$1]} %" >"$STATE/$1.link"
  # Whole ms are as fine as a wire is timed: an odd one is shared unevenly.
  in_region "$1" wirefilter -v "$STATE/hub:$STATE/$1" --loss "${LOSS[$1]}" \
    --delay "LR$((rtt / 2))+$((jitter / 2))" --delay "RL$((rtt - rtt / 2))+$((jitter - jitter / 2))" \
    --daemon </dev/null
}

end_region() { # region
  local pids
  for signal in TERM KILL; do
    pids=$(ip netns pids "$SET-$1" 2>/dev/null || true)
    [[ -n $pids ]] || break
    # shellcheck disable=SC2086 # a list of numbers
    kill -$signal $pids 2>/dev/null || true
    for _ in {1..20}; do
      [[ -n $(ip netns pids "$SET-$1") ]] || break
      sleep 0.1
    done
  done
  ip netns del "$SET-$1" 2>/dev/null || true # another `down` was first
}

down() {
  local region
  for region in $(regions); do end_region "$region" & done
  wait
  rm -rf "$STATE"
}

# ---- what runs in the hub ----------------------------------------------------------------------

serve() { # name, line that says it is ready, command …
  local name=$1 ready=$2 log=$STATE/$1.log
  shift 2
  in_region hub setsid "$@" >"$log" 2>&1 </dev/null &
  local pid=$!
  disown
  for _ in {1..300}; do
    grep -q "$ready" "$log" 2>/dev/null && return
    kill -0 $pid 2>/dev/null || break
    sleep 0.1
  done
  echo "regions.sh: $name did not start:" >&2
  tail -5 "$log" >&2
  return 1
}

serve_hub() {
  command -v deno >/dev/null || fail "no deno to run mock and bridge with: install it, or use --bare"
  deno cache --quiet "$CLI" # in the regions there is nothing to load from
  serve mock 'mock listening' "${TTFA[@]}" mock --host 0.0.0.0 --port 8787
  OPENAI_API_KEY=ttfa-regions-mock serve bridge 'relay listening' "${TTFA[@]}" relay \
    --host $HUB --port 8000 --open-access --upstream ws://127.0.0.1:8787/v1/realtime
  echo "bridge  ws://$HUB:8000/voice"
  echo "mock    ws://$HUB:8787/v1/realtime"
  if command -v nats-server >/dev/null; then
    serve nats 'Server is ready' nats-server --addr $HUB --jetstream --store_dir "$STATE/jetstream"
    echo "nats    nats://$HUB:4222"
  fi
}

# ---- commands ----------------------------------------------------------------------------------

up() {
  local bare='' number=1 argument
  for argument in "$@"; do
    if [[ $argument == --bare ]]; then bare=1; else read_region "$argument"; fi
  done
  check_read
  check_machine
  down
  trap 'trap - EXIT; down' EXIT
  mkdir -p "$STATE"
  make_namespace hub $number
  for region in "${ORDER[@]}"; do
    make_namespace "$region" $((++number))
    introduce "$region" $number
    link_to_hub "$region"
  done
  [[ -n $bare ]] || serve_hub
  trap - EXIT
  status
}

status() {
  local region
  [[ -n $(regions) ]] || echo "no regions stand: make some with up"
  for region in $(regions | grep -vx hub | sort); do
    echo "$(cat "$STATE/$region.link"), measured: $(pings "$region")" &
  done
  wait
}

pings() { # region
  in_region "$1" ping -c 40 -i 0.05 -q $HUB | awk -F'[ /]' \
    '/packet loss/ { lost = $6 } /^rtt/ { printf "%s ms (%s to %s), %s of 40 pings lost\n", $8, $7, $9, lost }'
}

run() { # region -- command …
  [[ $# -ge 3 && $2 == -- ]] || fail "exec lacks its command: write exec REGION -- COMMAND …"
  regions | grep -qx -- "$1" ||
    fail "there is no region '$1': run up first, or choose one of those there are: $(regions | xargs)"
  exec ip netns exec "$SET-$1" "${@:3}"
}

[[ $SET =~ ^[a-z0-9]{1,20}$ ]] || fail "TTFA_REGIONS '$SET' is no name: use letters a-z and digits"
command=${1:-help}
shift || true
case $command in
  up) up "$@" ;;
  exec) check_root && run "$@" ;;
  status) check_root && status ;;
  down) check_root && down ;;
  help | -h | --help) usage ;;
  *) fail "there is no '$command': $(usage)" ;;
esac
