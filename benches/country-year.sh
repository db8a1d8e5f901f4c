#!/usr/bin/env bash
# Times a country-year (300,000 cells, 4.8 million meetings) against `wc -l` on the same file, and checks that the result depends
# neither on threads nor on the order of rows.   Usage: benches/country-year.sh [FOLDER]   (about 2 GB of disk)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/bench}
mkdir -p "$folder"

cargo build --release --locked
chibo=${CARGO_TARGET_DIR:-target}/release/chibo
for order in sorted shuffled; do
    if [ ! -e "$folder/$order/meetings.csv" ]; then
        option=$([ "$order" = shuffled ] && echo --shuffled || true)
        # shellcheck disable=SC2086
        cargo run --release --locked --quiet --example generate -- country "$folder/$order" $option
    fi
done

# CPU seconds (user + system) of a command, best of five runs.
cpu() {
    local best=999999 spent
    for _ in 1 2 3 4 5; do
        spent=$({ TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.3f", $1 + $2 }')
        best=$(awk -v a="$best" -v b="$spent" 'BEGIN { print (b < a) ? b : a }')
    done
    echo "$best"
}

lines=$(cpu wc -l "$folder/sorted/meetings.csv")
echo "wc -l: $lines CPU s"
for order in sorted shuffled; do
    for threads in 1 2; do
        out="$folder/$order-$threads.csv"
        spent=$(cpu "$chibo" score "$folder/$order" --format csv --threads "$threads" --output "$out")
        echo "chibo score, $order, $threads threads: $spent CPU s, $(awk -v a="$spent" -v b="$lines" 'BEGIN { printf "%.1f", a / b }') x wc -l"
        cmp "$out" "$folder/sorted-1.csv" && echo "  same bytes"
    done
done
if [ -x /usr/bin/time ]; then
    /usr/bin/time -f 'peak memory: %M KiB' "$chibo" score "$folder/sorted" --format csv --output "$folder/sorted-2.csv" 2>&1 | tail -1
fi

example=$(cpu bash -c 'for _ in $(seq 20); do "$0" classify examples/lai-chau-2024 --year 2024; done' "$chibo")
echo "example, classify: $(awk -v a="$example" 'BEGIN { printf "%.1f", a / 20 * 1000 }') ms of CPU, start-up included"
