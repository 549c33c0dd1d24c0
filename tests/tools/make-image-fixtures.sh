#!/usr/bin/env bash
# Builds tests/fixtures/images/*.tar: one small image in each form that build tools write, and the broken files of the page's tests.
# Needs root on Debian with: apt-get install buildah skopeo zstd
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/tests/fixtures/images
work=$(mktemp -d)
storage=(--root "$work/storage" --runroot "$work/run" --storage-driver overlay)
trap 'buildah "${storage[@]}" rm --all >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
B() { buildah "${storage[@]}" "$@"; }
mkdir -p "$out"
rm -f "$out"/*.tar "$out"/*.zip

# Five layers without a shell: each is a commit of what was done to the mounted file system.
container=$(B from scratch)
root=$(B mount "$container")
rows() { seq -f "$1 %05g" 1 "$2"; }
commit() { # STEP
  B config --history-comment '' --created-by "$1" "$container"
  B commit --quiet --format oci --rm=false "$container" localhost/tide:1.0 >/dev/null
  B rm "$container" >/dev/null
  container=$(B from --pull-never localhost/tide:1.0)
  root=$(B mount "$container")
}
mkdir -p "$root"/{app,cache,etc}
rows app 1500 >"$root/app/server.txt"; rows lib 900 >"$root/app/library.txt"; rows cache 2000 >"$root/cache/list.txt"; echo 'tide' >"$root/etc/hostname"
ln -s server.txt "$root/app/current"; ln "$root/app/library.txt" "$root/app/library-again.txt"
commit 'COPY app/ /app/'
rm "$root/cache/list.txt"
commit 'RUN rm /cache/list.txt'
chown 1000:1000 "$root/app/server.txt"
commit 'RUN chown 1000:1000 /app/server.txt'
rows new 1200 >"$root/app/library.txt"
commit 'COPY library.txt /app/'
rm -r "$root/cache"; mkdir "$root/cache"; rows app 1500 >"$root/cache/copy.txt"; printf 'caf\351\n' >"$root/app/$(printf 'caf\351').txt"
commit 'RUN rm -r /cache && mkdir /cache'
B rm "$container" >/dev/null

source="containers-storage:[overlay@$work/storage+$work/run]localhost/tide:1.0"
copy() { skopeo --insecure-policy copy --quiet "$@"; }
copy --format oci "$source" "oci-archive:$out/tide.oci-gzip.tar:1.0"
copy --format oci --dest-compress-format zstd "$source" "oci-archive:$out/tide.oci-zstd.tar:1.0"
copy "$source" "docker-archive:$out/tide.skopeo.tar:tide:1.0"
copy --format oci "$source" "oci:$work/layout:1.0"
node tests/tools/assemble-archive.mjs legacy "$work/layout" "$out/tide.legacy.tar" tide:1.0
node tests/tools/assemble-archive.mjs docker25 "$work/layout" "$out/tide.docker25.tar" tide:1.0
ls -l "$out"
