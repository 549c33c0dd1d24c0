#!/usr/bin/env bash
# Builds public/samples/sample.tar with buildah, umoci and skopeo, from public/samples/Dockerfile and files made here.
# Needs root on Debian with: apt-get install buildah skopeo umoci busybox-static
# usage: tests/tools/make-sample.sh [OUT.tar]
set -euo pipefail
cd "$(dirname "$0")/../.."
samples=$PWD/public/samples
out=${1:-$samples/sample.tar}
work=$(mktemp -d)
storage=(--root "$work/storage" --runroot "$work/run" --storage-driver overlay)
trap 'buildah "${storage[@]}" rm --all >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

# The build context: a harbour's little web site. Figures are made up, the same ones on every run.
context=$work/context
mkdir -p "$context"/{etc,site/old,site/cache,data,import}
cp /bin/busybox "$context/busybox"
printf 'root:x:0:0:root:/root:/bin/sh\nwww:x:80:80:www:/srv/site:/bin/false\n' >"$context/etc/passwd"
printf 'root:x:0:\nwww:x:80:\n' >"$context/etc/group"
table() { # STATION ROWS: a tide table
  awk -v station="$1" -v rows="$2" 'BEGIN {
    print "station,hour,height_cm,current_kn"
    for (i = 0; i < rows; i++) { s = (s * 75 + 74) % 65537; printf "%s,%d,%d,%.1f\n", station, i, 250 + 180 * sin(i / 6.21) + s % 17, (s % 31) / 10 }
  }'
}
table north-quay 5200 >"$context/import/tides-north.csv"
table south-quay 3400 >"$context/data/tides-south.csv"
table lighthouse 2600 >"$context/data/archive.csv"
table fairway 1800 >"$context/data/berths.csv"
tar --owner=0 --group=0 --sort=name -C "$context/import" -cf "$context/import.tar" tides-north.csv
rm -r "$context/import"
{
  printf '<!doctype html>\n<html lang="en">\n<title>Harbour board</title>\n<h1>Tides</h1>\n<table>\n'
  table pier 700 | awk -F, 'NR > 1 { printf "<tr><td>%s<td>%s<td>%s\n", $2, $3, $4 }'
  printf '</table>\n</html>\n'
} >"$context/site/index.html"
table buoy 1400 >"$context/site/buoy.csv"
cp "$context/site/buoy.csv" "$context/site/old/buoy.csv"
table forecast 900 >"$context/site/cache/forecast.csv"
table radar 900 >"$context/site/cache/radar.csv"
find "$context" -exec touch -d '2024-05-01 12:00:00 UTC' {} +

buildah "${storage[@]}" build --isolation chroot --network host --layers --format docker --quiet \
  -f "$samples/Dockerfile" -t localhost/harbour:1.0 "$context" >/dev/null
skopeo --insecure-policy copy --quiet "containers-storage:[overlay@$work/storage+$work/run]localhost/harbour:1.0" "oci:$work/oci:harbour"

# No builder leaves a path twice in a layer, or bytes in a whiteout; hands do, with `tar --append` and archives of a union's upper folder.
layer=$work/layer
mkdir -p "$layer"/srv/{site,data}
notices() { # DAY: an hour's notice a line
  awk -v day="$1" 'BEGIN { for (i = 0; i < 90; i++) printf "Notice %d of day %d: berth %d is closed from %02d:00.\n", i, day, (i * day) % 37, i % 24 }'
}
add() { # MODE FILE
  touch -d '2024-05-01 12:00:00 UTC' "$layer/$2"
  tar --owner=0 --group=0 --mode=644 -C "$layer" "$1" -f "$work/layer.tar" "$2"
}
notices 1 >"$layer/srv/site/notices.txt" && add --create srv/site/notices.txt
notices 2 >"$layer/srv/site/notices.txt" && add --append srv/site/notices.txt
table south-quay 40 >"$layer/srv/data/.wh.tides-south.csv" && add --append srv/data/.wh.tides-south.csv
umoci raw add-layer --image "$work/oci:harbour" --history.created_by 'umoci raw add-layer notices.tar' "$work/layer.tar"

rm -f "$out"
skopeo --insecure-policy copy --quiet "oci:$work/oci:harbour" "docker-archive:$out:localhost/harbour:1.0"
ls -l "$out"
