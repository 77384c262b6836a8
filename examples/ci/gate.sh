#!/bin/sh
# Gates one bridge against another and leaves what CI shows in a folder:
#
#     gate.sh OUT BASE CANDIDATE [more flags of `ttfa gate`]
#
# OUT/comment.md, OUT/gate.xml (JUnit), OUT/gate.html, and the run's tables in OUT/run. Exits as the
# gate does. Needs deno, and this project's cli.ts: TTFA_CLI says where, where it is not two folders up.
set -u
out=$1 base=$2 candidate=$3
shift 3
cli=${TTFA_CLI:-$(dirname "$0")/../../cli.ts}
started=$(date +%s)
mkdir -p "$out"

deno run --quiet --allow-net --allow-read --allow-write --allow-env --allow-run --allow-sys \
  "$cli" gate --base "$base" --candidate "$candidate" --out "$out/run" --quiet "$@" > "$out/gate.txt" 2>&1
code=$?
cat "$out/gate.txt"

if [ -f "$out/run/gate.md" ]; then
  cp "$out/run/gate.md" "$out/comment.md"
  cp "$out/run/gate.xml" "$out/run/gate.html" "$out/"
else
  # Nothing was measured: what the gate said is all there is, indented so that none of it is markup.
  { printf '### ttfa gate: no figures (exit %s)\n\n' "$code"; sed 's/^/    /' "$out/gate.txt"; } > "$out/comment.md"
fi
printf '\nThis job took %s s.\n' "$(($(date +%s) - started))" | tee -a "$out/comment.md"
exit "$code"
