#!/bin/sh
# Gates one bridge against another and leaves what CI shows in a folder:
#
#     gate.sh OUT BASE CANDIDATE [more flags of `ttfa gate`]
#
# OUT/comment.md, OUT/gate.xml (JUnit), OUT/gate.html, and the run's tables in OUT/run; what an earlier
# gate left there is removed first. Exits as the gate does: 1 is a regression and nothing else. Needs
# deno, and ttfa's cli.ts: TTFA_CLI says where, where it is not two folders up.
set -u
[ $# -ge 3 ] || { echo 'usage: gate.sh OUT BASE CANDIDATE [flags of ttfa gate]' >&2; exit 2; }
out=$1 base=$2 candidate=$3
shift 3
cli=${TTFA_CLI:-$(dirname "$0")/../../cli.ts}
started=$(date +%s)
mkdir -p "$out" || exit 2
# A verdict of before must not be taken for this one's.
rm -f "$out/comment.md" "$out/gate.xml" "$out/gate.html" "$out"/run/gate.*
[ ! -f "$out/run/run.json" ] || rm -rf "$out/run"

# What is printed ends in files, where colours are noise.
export NO_COLOR=1
if [ ! -f "$cli" ]; then
  echo "TTFA_CLI: '$cli' is no file; set it to the path of ttfa's cli.ts" > "$out/gate.txt"
  code=2
elif ! command -v deno > /dev/null; then
  echo "deno: is not on the PATH; install Deno" > "$out/gate.txt"
  code=2
else
  deno run --quiet --allow-net --allow-read --allow-write --allow-env --allow-run --allow-sys \
    "$cli" gate --base "$base" --candidate "$candidate" --out "$out/run" --quiet "$@" > "$out/gate.txt" 2>&1
  code=$?
  # Deno, too, ends with 1 where it cannot run what it was given.
  [ "$code" -ne 1 ] || grep -q '"verdict": "regression"' "$out/run/gate.json" 2> /dev/null || code=3
fi
cat "$out/gate.txt"

if [ -f "$out/run/gate.md" ]; then
  cp "$out/run/gate.md" "$out/comment.md"
  cp "$out/run/gate.xml" "$out/run/gate.html" "$out/"
else
  # It did not begin: what it said is all there is, indented so that none of it is markup.
  { printf '### ttfa gate: no figures (exit %s)\n\n' "$code"; sed 's/^/    /' "$out/gate.txt"; } > "$out/comment.md"
  {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ttfa" tests="1" failures="0" errors="1">\n'
    printf '<testsuite name="ttfa gate" tests="1" failures="0" errors="1">\n'
    printf '<testcase classname="ttfa" name="the gate could judge"><error type="ttfa">'
    tr -d '\000-\010\013\014\016-\037' < "$out/gate.txt" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
    printf '</error></testcase>\n</testsuite>\n</testsuites>\n'
  } > "$out/gate.xml"
fi
printf '\nThis job took %s s.\n' "$(($(date +%s) - started))" | tee -a "$out/comment.md"
exit "$code"
