#!/bin/sh
# Measures `pm room import` of a million rooms against `sqlite3 .import` into a bare table.
#     PM=.build/release/pm sh Tests/Benchmarks/import.sh [ROWS]
set -eu
: "${PM:?the pm program}"
rows=${1:-1000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Fourteen columns in natural order, Chinese notes, 7 % of them quoted; the same bytes each time.
awk -v rows="$rows" 'BEGIN {
  srand(7)
  split("南北通透 已装修 业主常驻 空关房 需回访 长期出差", notes, " ")
  split("residence residence shop office", kinds, " ")
  split("occupied let vacant delivered", states, " ")
  print "code,community,building,unit,floor,number,kind,floor_area,usable_area,finish,delivered_on,status,household_size,note"
  for (b = 1; made < rows; b++) for (u = 1; u <= 4; u++) for (f = 1; f <= 33; f++) for (k = 1; k <= 6 && made < rows; k++) {
    made++
    q = rand(); note = notes[1 + int(rand() * 6)] int(rand() * 1000)
    if (q < 0.05) note = "\"" note ",请留意\""; else if (q < 0.07) note = "\"" note "\n第二行\""
    area = 40 + int(rand() * 16000) / 100
    printf "%d-%d-%02d%02d,C%d,%d,%d,%d,%02d%02d,%s,%.4f,%.2f,%s,20%02d-%02d-%02d,%s,%d,%s\n",
      b, u, f, k, 1 + b % 20, b, u, f, f, k, kinds[1 + int(rand() * 4)], area, area * 0.8,
      rand() < 0.5 ? "shell" : "furnished", 10 + int(rand() * 16), 1 + int(rand() * 12),
      1 + int(rand() * 28), states[1 + int(rand() * 4)], int(rand() * 6), note
  }
}' >"$folder/rooms.csv"
awk 'BEGIN { print "code,kind,name"; for (i = 1; i <= 20; i++) print "C" i ",community,小区" i }' >"$folder/orgs.csv"

# measure NAME COMMAND...: seconds on the clock, seconds of the processor, most memory
measure() {
  name=$1; shift
  /usr/bin/time -f "$name	%e s	%U + %S s	%M kB" "$@"
}
export PM_DB="$folder/pm.db"
"$PM" init --quiet
"$PM" org import "$folder/orgs.csv" --quiet
measure "sqlite3 .import" sqlite3 "$folder/bare.db" ".mode csv" ".import $folder/rooms.csv rooms"
measure "pm room import" "$PM" room import "$folder/rooms.csv" --quiet
measure "pm room import, unchanged" "$PM" room import "$folder/rooms.csv" --quiet
