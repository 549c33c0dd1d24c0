#!/usr/bin/env python3
"""Slims applications the way mint does, and measures what the concerns of `compare` would have repaired and caught.

  experiment.py ROOTFS WORK pairs|faults|caught|evaluate [APP …]

ROOTFS is a Debian root file system with what apps.py and unseen.py need (README.md says how to make one). Needs root, strace, overlayfs, tar.
`pairs`: the original is trained under strace (start, one request), slimmed to what was opened or looked at, and all use cases run in both.
`faults`: kept files are deleted one at a time, and start and request run again. Neither asks the checks anything.
`caught`: the rows are held against the faults.
`evaluate`: the use cases run in the slim image with the first tier, and with both tiers, restored; then as `caught`.
"""
import hashlib, http.client, io, json, os, re, shutil, signal, socket, subprocess, sys, tarfile, tempfile, time, urllib.error, urllib.request
import apps, unseen, fresh, later, last, third, fourth, fifth, sixth
APPS = {**apps.APPS, **unseen.APPS, **fresh.APPS, **later.APPS, **last.APPS, **third.APPS, **fourth.APPS, **fifth.APPS, **sixth.APPS}

FAULTS = 60
# As default-ticks.ts has it.
TICKED = 8 * 1024 * 1024
HERE = os.path.dirname(os.path.abspath(__file__)); PROJECT = os.path.abspath(os.path.join(HERE, "../../.."))
ROOTFS, WORK = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CALL = re.compile(rb"^\d+\s+(?:<\.\.\. )?(\w+)[( ](.*?)\)?\s+= (-?\d+|\?)")
UNQUOTE = re.compile(rb"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)")

def sh(*words, **more): return subprocess.run(words, check=True, **more)
class Root:
    """An overlay mount with /proc and /dev in it; changes stay in its upper folder and vanish with it."""
    def __init__(self, *lowers):
        self.dir = tempfile.mkdtemp(dir=WORK); self.path = self.dir + "/m"
        for name in ("m", "u", "w"): os.makedirs(self.dir + "/" + name)
        os.chmod(self.dir, 0o755)
        sh("mount", "-t", "overlay", "overlay", "-o", "lowerdir=%s,upperdir=%s/u,workdir=%s/w" % (":".join(lowers), self.dir, self.dir), self.path)
        # The root of an overlay has the mode of its upper folder.
        os.chmod(self.path, 0o755)
        for name in ("proc", "dev"):
            os.makedirs(self.path + "/" + name, exist_ok=True); sh("mount", "--rbind", "/" + name, self.path + "/" + name); sh("mount", "--make-rslave", self.path + "/" + name)
        # A runtime gives every container these.
        os.makedirs(self.path + "/etc", exist_ok=True)
        for name in ("hosts", "hostname", "resolv.conf"):
            with open(self.path + "/etc/" + name, "w") as f: f.write({"hosts": "127.0.0.1 localhost\n", "hostname": "app\n", "resolv.conf": ""}[name])
    def __enter__(self): return self
    def __exit__(self, *_):
        for name in ("/dev", "/proc", ""): subprocess.call(["umount", "-R", "-l", self.path + name])
        shutil.rmtree(self.dir, ignore_errors=True)

def environment(config): return {"PATH": PATH, "HOME": "/root", **dict(e.split("=", 1) for e in config.get("Env", []))}
def command(root, config, words, trace=None):
    cd = "import os,sys;os.chroot(sys.argv[1]);os.chdir(sys.argv[2]);os.execvp(sys.argv[3],sys.argv[3:])"
    plain = [sys.executable, "-c", cd, root, config.get("WorkingDir", "/"), *words]
    return plain if trace is None else ["strace", "-f", "-y", "-qq", "-s", "4096", "-e", "trace=%file", "-e", "signal=none", "-o", trace, *plain]
def run(root, config, words, trace=None, timeout=60):
    try: p = subprocess.run(command(root, config, words, trace), env=environment(config), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired: return (124, "")
    return (p.returncode, p.stdout.decode("utf-8", "replace"))
class Server:
    def __init__(self, root, app, trace=None):
        self.root, self.app = root, app; config = app["config"]
        words = config.get("Entrypoint", []) + config.get("Cmd", [])
        self.p = subprocess.Popen(command(root.path, config, words, trace), env=environment(config), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        for _ in range(app.get("seconds", 30) * 10):
            if self.up() or self.p.poll() is not None: break
            time.sleep(0.1)
    def up(self):
        if "ready" in self.app: return run(self.root.path, self.app["config"], self.app["ready"])[0] == 0
        if "socket" in self.app: return os.path.exists(self.root.path + self.app["socket"]) and run(self.root.path, self.app["config"], ["true"])[0] in (0, 1, 127) and time.sleep(1) is None
        try: socket.create_connection(("127.0.0.1", 8000), 1).close(); return True
        except OSError: return False
    def stop(self):
        for sig in (signal.SIGTERM, signal.SIGKILL):
            try: os.killpg(self.p.pid, sig)
            except ProcessLookupError: pass
            try: self.p.wait(5); break
            except subprocess.TimeoutExpired: pass
        time.sleep(0.2)
def request(how, path):
    method, kind, body = (how.split(" ", 2) + ["", ""])[:3]
    req = urllib.request.Request("http://127.0.0.1:8000" + path, method=method, data=body.encode() if body else None, headers={"Content-Type": kind} if kind else {})
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_): return None
    try: r = urllib.request.build_opener(Stay).open(req, timeout=20); return (r.status, r.headers.get("Content-Type", "") + r.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as e: return (e.code, e.headers.get("Content-Type", "") + e.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException): return (0, "")
def talk(text):
    """What a server that is no web server answers to these lines, until it hangs up."""
    try:
        with socket.create_connection(("127.0.0.1", 8000), 20) as s:
            s.sendall(text.encode()); found = b""
            while part := s.recv(65536): found += part
            return (1, found.decode("utf-8", "replace"))
    except OSError: return (0, "")
def cases(lowers, app, trace=None, only=None):
    """Outcome of every use case, each on the same started server; it is started anew when it died."""
    found = {}
    with Root(*lowers) as root:
        server = None
        for name, how, what in app["cases"]:
            if only is not None and name not in only: continue
            if app.get("server", True) and (server is None or server.p.poll() is not None):
                if server is not None: server.stop()
                server = Server(root, app, trace and trace + ".server")
            t = None if trace is None else "%s.%d" % (trace, len(found))
            found[name] = run(root.path, app["config"], what, t) if how == "exec" else talk(what) if how == "tcp" else request(how, what)
        if server is not None: server.stop()
    return found

def touched(log, root):
    """Paths of successful calls, and of execve. Relative names are taken from the folder that strace -y shows, or the last chdir."""
    rb = os.fsencode(root); out = set(); cwd = {}; inside = False
    unq = lambda b: UNQUOTE.sub(lambda m: bytes([int(m[1][1:], 16)]) if m[1][:1] == b"x" else bytes([int(m[1], 8) & 255]) if m[1][:1].isdigit() else {b"n": b"\n", b"t": b"\t"}.get(m[1], m[1]), b)
    begun = {}
    for line in open(log, "rb"):
        # A call of one thread during which another one's is told stands in two lines.
        if line.endswith(b"<unfinished ...>\n"): begun[line.split()[0]] = line[:-17]; continue
        rest = re.match(rb"(\d+)\s+<\.\.\. \w+ resumed>(.*)", line, re.S)
        if rest: line = begun.pop(rest.group(1), b"") + rest.group(2)
        m = CALL.match(line)
        if not m: continue
        pid = line.split()[0]; call, args, ret = m.groups()
        if call == b"chroot": inside = True; continue
        if not inside or ret.startswith(b"-") or ret == b"?": continue
        strings = [unq(s) for s in re.findall(rb'"((?:[^"\\]|\\.)*)"', args)]
        if not strings: continue
        path = strings[0]; at = re.match(rb"(?:AT_FDCWD|\d+)<([^>]*)>", args)
        if not path.startswith(b"/"):
            base = at.group(1) if at else cwd.get(pid, b"/")
            path = os.path.join(base[len(rb):] if base.startswith(rb) else base, path)
        if call == b"chdir": cwd[pid] = path
        out.add(path)
    return out
def closed(paths, root, known=()):
    """With every link on the way, parents, ELF interpreters, needed libraries by ldd, and #! programs; what is known already is not gone through again."""
    rb = os.fsencode(root); done = set(known); todo = list(paths); elves = []
    while todo:
        parts = [x for x in todo.pop().split(b"/") if x not in (b"", b".")]; cur = b""; links = 0
        while parts:
            part = parts.pop(0)
            if part == b"..": cur = cur.rpartition(b"/")[0]; continue
            at = cur + b"/" + part
            if not os.path.lexists(rb + at): break
            if os.path.islink(rb + at):
                done.add(at); target = os.readlink(rb + at); links += 1
                parts = [x for x in target.split(b"/") if x not in (b"", b".")] + parts; cur = b"" if target.startswith(b"/") else cur
                # As Linux has it: links in a circle lead nowhere.
                if links > 40: break
                continue
            new = at not in done; done.add(at)
            if new and os.path.isfile(rb + at):
                with open(rb + at, "rb") as f: head = f.read(4096)
                if head[:4] == b"\x7fELF": elves.append(at)
                elif head[:2] == b"#!": todo.append(head[2:].split(b"\n")[0].split()[0])
            cur = at
    for at in elves:
        p = subprocess.run(["chroot", root, "ldd", at], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        libs = set(re.findall(rb"(/\S+) \(0x", p.stdout))
        extra = libs - done
        if extra: done = closed(extra, root, done)
    return {p for p in done if not re.match(rb"/(proc|sys|dev)(/|$)", p)}

MINT = [b"/lib/x86_64-linux-gnu/libnss_dns.so.2", b"/lib/x86_64-linux-gnu/libnss_files.so.2", b"/lib/x86_64-linux-gnu/libresolv.so.2", b"/etc/nsswitch.conf", b"/etc/host.conf", b"/etc/ssl/certs/ca-certificates.crt", b"/etc/ssl/cert.pem", b"/usr/lib/ssl/cert.pem"]
def trained(app, root, trace=lambda: None):
    """One request to a started server, or what stands for it."""
    if "socket" not in app and "ready" not in app: return request("GET", "/")[0] == 200
    return all(run(root.path, app["config"], words, trace())[0] == 0 for words in app.get("training", []) or [app["ready"]])
def slimmed(name, app, lowers):
    with Root(*lowers) as root:
        logs = []
        def trace():
            logs.append("%s/%s.%d.strace" % (WORK, name, len(logs))); return logs[-1]
        if app.get("server", True):
            server = Server(root, app, trace())
            ok = trained(app, root, trace)
            server.stop(); assert ok, name + ": the training failed"
        else: assert run(root.path, app["config"], app["train"], trace())[0] == 0, name
        paths = closed(set(MINT) | set().union(*[touched(log, root.path) for log in logs]), root.path)
        for folder in app.get("keep", []):
            for top, dirs, files in os.walk(os.fsencode(root.path + "/" + folder)): paths |= {(os.path.join(top, n))[len(root.path):] for n in dirs + files}
        for log in logs: os.remove(log)
    return sorted(paths)
def copy(paths, lowers, target):
    """Copies paths out of the original (hard links between them kept, capabilities lost as mint loses them unless `target` is a repair)."""
    with Root(*lowers) as root:
        lst = b"\0".join(b"." + p for p in paths if os.path.lexists(os.fsencode(root.path) + p))
        sh("sh", "-c", "tar -C %s --numeric-owner --xattrs --xattrs-include=security.capability --no-recursion --null -T - -cf - | tar -C %s --numeric-owner --xattrs --xattrs-include=security.capability --overwrite -xpf -" % (root.path, target), input=lst)
def image(out, name, layers, config):
    """A docker-archive of layer tars; the top layer counts as COPY."""
    digests = []
    with tarfile.open(out, "w") as t:
        for i, tar in enumerate(layers):
            h = hashlib.sha256()
            with open(tar, "rb") as f:
                for chunk in iter(lambda: f.read(1 << 20), b""): h.update(chunk)
            digests.append(h.hexdigest()); t.add(tar, arcname=digests[-1] + ".tar")
        steps = ["/bin/sh -c #(nop) ADD file:base in / ", "/bin/sh -c #(nop) COPY dir:app in / "][:len(layers)]
        c = json.dumps({"architecture": "amd64", "os": "linux", "config": config, "rootfs": {"type": "layers", "diff_ids": ["sha256:" + d for d in digests]}, "history": [{"created_by": s} for s in steps]}).encode()
        def add(n, b): i = tarfile.TarInfo(n); i.size = len(b); t.addfile(i, io.BytesIO(b))
        cn = hashlib.sha256(c).hexdigest() + ".json"; add(cn, c); add("manifest.json", json.dumps([{"Config": cn, "RepoTags": ["exp/%s:1" % name], "Layers": [d + ".tar" for d in digests]}]).encode())
def tree_tar(folder, out): sh("sh", "-c", "tar -C %s --numeric-owner --xattrs --xattrs-include='security.*' --one-file-system --exclude=./proc --exclude=./dev --exclude=./sys -cf %s ." % (folder, out))

def experiment(name, app):
    top = "%s/%s" % (WORK, name); shutil.rmtree(top, ignore_errors=True); layer = top + "/layer"; os.makedirs(layer)
    for path, text in app["files"].items():
        os.makedirs(os.path.dirname(layer + "/" + path), exist_ok=True)
        with open(layer + "/" + path, "w") as f: f.write(text)
        if text.startswith("#!"): os.chmod(layer + "/" + path, 0o755)
    if "build" in app: sh("sh", "-c", app["build"], env={**os.environ, "LAYER": layer})
    if "prepare" in app:
        with Root(layer, ROOTFS) as root:
            sh("chroot", root.path, "sh", "-c", app["prepare"])
            sh("sh", "-c", "cd %s/u && cp -a %s %s/" % (root.dir, " ".join(app["keep"]), layer))
    original = [layer, ROOTFS]
    keep = slimmed(name, app, original); slim = top + "/slim"; os.makedirs(slim); copy(keep, original, slim)
    good = cases(original, app, top + "/t")
    broken = cases([slim], app)
    # A case that answers otherwise on another run of the original proves nothing.
    again = cases(original, app); unstable = [c for c in good if again[c] != good[c]]
    for c in unstable: del good[c]
    failing = [c for c in good if broken[c] != good[c]]
    traced = set().union(*[touched(top + "/" + f, "/nowhere") for f in os.listdir(top) if f.startswith("t.")])
    with Root(*original) as root: used = closed(traced, root.path)
    json.dump({"good": good, "broken": broken, "failing": failing, "kept": len(keep), "used": sorted(p.decode("latin-1")[1:] for p in used)}, open(top + "/cases.json", "w"))
    return "%s: %d of %d use cases fail in the slim image; not alike twice: %s" % (name, len(failing), len(good), unstable)

def sample(items, count):
    """Evenly spread over the sorted list: the same every time."""
    return items if len(items) <= count else [items[i * len(items) // count] for i in range(count)]
def faults(name, app):
    """Deletes one kept file of the slim image at a time; which deletions break the start, the request, or the training command."""
    top = "%s/%s" % (WORK, name); slim = top + "/slim"; kept = []
    for folder, dirs, files in os.walk(slim):
        kept += [os.path.join(folder, n)[len(slim) + 1:] for n in files + [d for d in dirs if os.path.islink(os.path.join(folder, d))]]
    kept = [p for p in sorted(kept) if not re.match(r"(proc|sys|dev)/|etc/(hosts|hostname|resolv.conf)$|data/", p)]
    found = []
    for path in [None, *sample(kept, FAULTS)]:
        with Root(slim) as root:
            if path is not None: os.remove(root.path + "/" + path)
            if app.get("server", True):
                server = Server(root, app); ok = trained(app, root); server.stop()
            else: ok = run(root.path, app["config"], app["train"])[0] == 0
        if path is None: assert ok, name + ": the slim image does not start"
        else: found.append({"path": path, "broke": not ok})
    json.dump(found, open(top + "/faults.json", "w"), indent=0)
    return "%s: %d of %d deletions break the start" % (name, sum(f["broke"] for f in found), len(found))

def images(name, app):
    """Both images of an application. They are large, and made when they are wanted."""
    top = "%s/%s" % (WORK, name)
    if not os.path.exists(WORK + "/base.tar"): tree_tar(ROOTFS, WORK + "/base.tar")
    tree_tar(top + "/layer", top + "/layer.tar"); tree_tar(top + "/slim", top + "/slim-layer.tar")
    config = {"Env": ["PATH=" + PATH] + app["config"].get("Env", []), **{k: v for k, v in app["config"].items() if k != "Env"}}
    image(top + "/original.tar", name, [WORK + "/base.tar", top + "/layer.tar"], config); image(top + "/slim.tar", name, [top + "/slim-layer.tar"], config)
    for part in ("/layer.tar", "/slim-layer.tar"): os.remove(top + part)
def caught(name):
    """Tiers that flag each deleted file, by what the core says of the slim image without it."""
    top = "%s/%s" % (WORK, name)
    if not os.path.exists(top + "/faults.json"): return {}
    out = subprocess.run(["node", PROJECT + "/tests/tools/run-typescript.mjs", HERE + "/faults.ts", top + "/original.tar", top + "/slim.tar", top + "/faults.json"], stdout=subprocess.PIPE, check=True).stdout
    rows = json.loads(out); json.dump(rows, open(top + "/caught.json", "w"), indent=0); broke = [r for r in rows if r["broke"]]; fine = [r for r in rows if not r["broke"]]
    return dict(faults=len(rows), broke=len(broke), caughtT1=sum(r["tier"] == 1 for r in broke), caught=sum(r["tier"] in (1, 2) for r in broke), uncaught=[r["path"] for r in broke if r["tier"] not in (1, 2)], harmlessT1=sum(r["tier"] == 1 for r in fine))
def restored(folder):
    """Bytes of the files in a folder in millions, hard links once."""
    found = {}
    for top, _, files in os.walk(folder):
        for n in files: s = os.lstat(os.path.join(top, n)); found[s.st_ino] = s.st_size
    return sum(found.values()) / 1e6
def evaluate(name, app):
    top = "%s/%s" % (WORK, name); c = json.load(open(top + "/cases.json")); good = {k: tuple(v) for k, v in c["good"].items()}; used = set(c["used"])
    slim, original = top + "/slim", [top + "/layer", ROOTFS]
    images(name, app)
    with open(top + "/report.json", "wb") as f: subprocess.run(["node", PROJECT + "/tests/headless/main.mjs", "compare", top + "/original.tar", top + "/slim.tar"], stdout=f, check=True)
    injected = caught(name)
    for part in ("/original.tar", "/slim.tar"): os.remove(top + part)
    report = json.load(open(top + "/report.json")); result = {"app": name, "kept": c["kept"], "cases": len(good), "failing": len(c["failing"]), "unrepaired": {}}
    rows = [r for r in report["families"] if not r["drift"]]
    unescape = lambda p: re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), p.encode())
    small = {r["id"] for r in rows if r["tier"] == 1 or r["tier"] == 2 and r["bytes"] <= TICKED}
    for label, tiers in (("T1", {1}), ("ticked", {1, 2}), ("T1+T2", {1, 2})):
        paths = sorted({x["path"] for x in report["concerns"] if x["tier"] in tiers and (label != "ticked" or x["family"] in small)})
        add = top + "/add"; shutil.rmtree(add, ignore_errors=True); os.makedirs(add)
        copy([b"/" + unescape(p) for p in paths], original, add)
        result["mb " + label] = restored(add); now = cases([add, slim], app)
        left = [x for x in c["failing"] if tuple(now[x]) != good[x]]; result[label] = len(c["failing"]) - len(left); result["unrepaired"][label] = left
        result["regressed " + label] = [x for x in good if x not in c["failing"] and tuple(now[x]) != good[x]]
    first = [r for r in rows if r["tier"] == 1]; files = {}
    for x in report["concerns"]: files.setdefault(x["family"], []).append(x["path"])
    hit = [r["id"] for r in first if any(p in used for p in files.get(r["id"], []))]
    result.update(injected, rows=len(first), rows2=sum(r["tier"] == 2 for r in rows), hit=len(hit), missed=[r["id"] for r in first if r["id"] not in hit])
    return result

if __name__ == "__main__":
    os.makedirs(WORK, exist_ok=True); what = sys.argv[3]; names = sys.argv[4:] or [n for n in APPS if what == "pairs" or os.path.exists("%s/%s/cases.json" % (WORK, n))]
    results = {}
    if os.path.exists(WORK + "/results.json"): results = json.load(open(WORK + "/results.json"))
    for name in names:
        if what == "pairs" and not os.path.exists("%s/%s/cases.json" % (WORK, name)): print(experiment(name, APPS[name]), flush=True)
        if what == "faults" and not os.path.exists("%s/%s/faults.json" % (WORK, name)): print(faults(name, APPS[name]), flush=True)
        if what == "caught":
            images(name, APPS[name]); print(name, caught(name), flush=True)
            for part in ("/original.tar", "/slim.tar"): os.remove(WORK + "/" + name + part)
        if what == "evaluate":
            r = results[name] = evaluate(name, APPS[name])
            print("%-11s failing %2d/%2d  T1 %2d  ticked %2d  T1+T2 %2d  rows %2d hit %2d  T2 rows %2d  T1 %.1f MB ticked %.1f MB T1+T2 %.1f MB  broke %s caught %s %s of %s  harmless T1 %s  left %s  not hit %s  uncaught %s" % (name, r["failing"], r["cases"], r["T1"], r["ticked"], r["T1+T2"], r["rows"], r["hit"], r["rows2"], r["mb T1"], r["mb ticked"], r["mb T1+T2"],
                r.get("broke"), r.get("caughtT1"), r.get("caught"), r.get("faults"), r.get("harmlessT1"), r["unrepaired"], r["missed"], r.get("uncaught")), flush=True)
            json.dump(results, open(WORK + "/results.json", "w"), indent=1)
