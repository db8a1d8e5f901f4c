#!/usr/bin/env bash
# Times a country-year of rows of members (300,000 cells, 4.8 million meetings, 100.8 million rows) against `wc -l` on the same file: the
# counts of every meeting, cell by cell, month by month, and over a roll. Usage: benches/member-rows.sh [FOLDER]   (about 10 GB of disk)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/bench/members}
mkdir -p "$folder"

cargo build --release --locked
chibo=${CARGO_TARGET_DIR:-target}/release/chibo
[ -e "$folder/grouped/attendance.csv" ] ||
    cargo run --release --locked --quiet --example generate -- members "$folder/grouped" --roster
mkdir -p "$folder/rows"
for name in cells.csv chibo.toml attendance.csv; do ln -sf "$(realpath "$folder/grouped/$name")" "$folder/rows/$name"; done
[ -e "$folder/by-day/attendance.csv" ] ||
    cargo run --release --locked --quiet --example generate -- members "$folder/by-day" --by-day

# CPU seconds (user + system) of a command, best of three runs; its peak memory goes to the file `peak`.
cpu() {
    local best=999999 spent
    for _ in 1 2 3; do
        spent=$({ TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.3f", $1 + $2 }')
        best=$(awk -v a="$best" -v b="$spent" 'BEGIN { print (b < a) ? b : a }')
    done
    echo "$best"
}

lines=$(cpu wc -l "$folder/rows/attendance.csv")
echo "wc -l: $lines CPU s"
measure() {
    local name=$1 from=$2 threads=$3 out="$folder/$1-$3.csv"
    local command=("$chibo" attendance "$folder/$from" --by meeting --format csv --quiet --threads "$threads" --output "$out")
    spent=$(cpu "${command[@]}")
    echo "chibo attendance, $name, $threads threads: $spent CPU s, $(awk -v a="$spent" -v b="$lines" 'BEGIN { printf "%.1f", a / b }') x wc -l"
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f '  peak memory: %M KiB, %e s' "${command[@]}" 2>&1 | tail -1
    fi
}
for threads in 1 2; do measure "cell by cell" rows "$threads"; done
cmp "$folder/cell by cell-1.csv" "$folder/cell by cell-2.csv" && echo "  same bytes with one thread and two"
measure "month by month" by-day 2
columns() { cut -d, -f1-8,11-25 "$1"; }
cmp <(columns "$folder/cell by cell-2.csv") <(columns "$folder/month by month-2.csv") && echo "  same counts in either order"
measure "over a roll" grouped 2
