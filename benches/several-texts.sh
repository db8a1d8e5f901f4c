#!/usr/bin/env bash
# Times a province-year (4,785 cells, 76,560 meetings) under two texts at once against the same under the first alone, in turn, one thread:
# the meetings by themselves, and with the classification of the year. Then what one and ten such years of a comparison take of memory.
# Usage: benches/several-texts.sh [FOLDER]   (about 150 MB of disk)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/bench/several}
mkdir -p "$folder"

cargo build --release --locked
chibo=$(realpath "${CARGO_TARGET_DIR:-target}/release/chibo")
[ -e "$folder/made/meetings.csv" ] || cargo run --release --locked --quiet --example generate -- province "$folder/made"
for year in 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024; do
    [ -e "$folder/$year/chibo.toml" ] && continue
    mkdir -p "$folder/$year"
    cp "$folder/made/cells.csv" "$folder/$year/"
    sed "s/2024-02-29/$year-02-28/; s/2024-/$year-/g" "$folder/made/meetings.csv" >"$folder/$year/meetings.csv"
    sed '/^year-end/d; s/2024/'"$year"'/' "$folder/made/chibo.toml" >"$folder/$year/chibo.toml"
done
cd "$folder"

# CPU seconds (user + system) of a command.
cpu() {
    { TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.3f\n", $1 + $2 }'
}

run() { "$chibo" "$@" --format csv --threads 1 --output /dev/null; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# What two texts cost, as many times what one does.
times() {
    for _ in $(seq 11); do
        one=$(cpu run "$1" "$2" --rules 14-qdi-tu)
        two=$(cpu run compare "$2" --rules 14-qdi-tu --rules "$3")
        awk -v a="$two" -v b="$one" 'BEGIN { printf "%.2f\n", a / b }'
    done | median
}

for other in 42-hd-btctw 34-qd-tu 19-qd-tu; do
    echo "14-qdi-tu and $other: $(times score 2024 "$other") times score, $(times classify made "$other") times classify (CPU, median of 11)"
done
if [ -x /usr/bin/time ]; then
    for years in 2024 "2015 2016 2017 2018 2019 2020 2021 2022 2023 2024"; do
        # shellcheck disable=SC2086
        /usr/bin/time -f "%M KiB" "$chibo" compare $years --rules 14-qdi-tu --rules 34-qd-tu --format csv --threads 1 --output years.csv 2>&1 |
            tail -1 | sed "s/^/$(echo "$years" | wc -w) year(s), peak memory: /"
    done
fi
