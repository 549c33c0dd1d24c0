"""Kinds of programs that nothing before had: scripts behind CGI, Tcl, git with hooks, converters, mail, a toolbox of shell scripts, command lines of Ruby and Python. Written before any result."""
from apps import http

def page(body, shell="/bin/sh"): return "#!%s\n. /srv/www/lib/common.sh\nhead_of text/plain\n%s\n" % (shell, body)
def perl(body): return "#!/usr/bin/perl\nuse strict; use warnings; use lib '/srv/www/lib';\nprint \"Content-Type: text/plain\\r\\n\\r\\n\";\n%s\n" % body
CGI = {
  "srv/www/index.html": "ok\n", "srv/www/a.svg": "<svg/>", "srv/www/data/list.json": "{\"a\": [1, 2]}\n", "srv/www/data/t.csv": "a;3\nb;4\n",
  "srv/www/lib/common.sh": "head_of() { printf 'Content-Type: %s\\r\\n\\r\\n' \"$1\"; }\n", "srv/www/lib/x.sed": "s/a/b/\n", "srv/www/lib/x.m4": "define(`greet', `hello $1')greet(you)\n",
  "srv/www/lib/sum.awk": "BEGIN { FS = \";\" } { s += $2 } END { print s }\n", "srv/www/lib/handlers/first.sh": "echo first\n", "srv/www/lib/handlers/second.sh": "expr 3 '*' 4\n",
  "srv/www/lib/Own.pm": "package Own; use List::Util qw(max); sub top { max(@_) } 1;\n", "srv/www/lib/page.tmpl": "Dear {name}, {text}\n",
  "srv/www/cgi-bin/list": page("ls /srv/www/lib | sort -r | head -n 2"), "srv/www/cgi-bin/sum": page("gawk -f /srv/www/lib/sum.awk /srv/www/data/t.csv"), "srv/www/cgi-bin/db": page("sqlite3 :memory: 'select 6 * 7'"),
  "srv/www/cgi-bin/json": page("jq -c '.a | map(. + 1)' /srv/www/data/list.json"), "srv/www/cgi-bin/calc": page("echo 'scale=3; 1/3' | bc -l"), "srv/www/cgi-bin/sed": page("echo aaa | sed -f /srv/www/lib/x.sed"), "srv/www/cgi-bin/m4": page("m4 /srv/www/lib/x.m4"),
  "srv/www/cgi-bin/zone": page("TZ=Asia/Tokyo date -d @0 +%H"), "srv/www/cgi-bin/month": page("LC_ALL=fr_FR.UTF-8 date -d 2024-07-01 +%B"), "srv/www/cgi-bin/hash": page("printf x | openssl dgst -sha256 | cut -d' ' -f2"), "srv/www/cgi-bin/mime": page("file -b --mime-type /srv/www/cgi-bin/mime"),
  "srv/www/cgi-bin/user": page("getent passwd www-data | cut -d: -f6; id -un"), "srv/www/cgi-bin/temp": page("f=$(mktemp) && echo kept > \"$f\" && cat \"$f\" && rm \"$f\""), "srv/www/cgi-bin/xml": page("tool=${XML_TOOL:-xmlstarlet}\necho '<a><b>1</b></a>' | \"$tool\" sel -t -v //b"),
  "srv/www/cgi-bin/handle": page("name=${QUERY_STRING:-first}\n. \"/srv/www/lib/handlers/$name.sh\""), "srv/www/cgi-bin/pack": page("echo x | gzip -n | base64"), "srv/www/cgi-bin/array": page("a=(x y z); echo ${#a[@]}", "/bin/bash"), "srv/www/cgi-bin/find": page("find /srv/www/lib -name '*.sh' | xargs -n 1 basename | sort"),
  "srv/www/cgi-bin/form": perl("use CGI; my $q = CGI->new; print $q->escapeHTML($q->param('a') // 'none');"), "srv/www/cgi-bin/dbi": perl("use DBI; print DBI->connect('dbi:SQLite:dbname=:memory:')->selectrow_array('select 6*7');"), "srv/www/cgi-bin/encode": perl("use Encode; print unpack 'H*', encode('euc-jp', \"\\x{3042}\");"),
  "srv/www/cgi-bin/wrap": perl("use Text::Wrap; use POSIX 'floor'; $Text::Wrap::columns = 20; open my $f, '<', '/srv/www/lib/page.tmpl' or die; my $t = <$f>; $t =~ s/\\{name\\}/x/; print wrap('', '', $t), floor(2.5);"), "srv/www/cgi-bin/own": perl("require Own; print Own::top(3, 9);"),
  "srv/www/cgi-bin/late": perl("my $class = 'Digest::' . 'SHA'; eval \"require $class\" or die $@; print $class->new(256)->add('x')->hexdigest;"), "srv/www/cgi-bin/time": perl("require Time::Local; print Time::Local::timegm(0, 0, 0, 1, 6, 124);"), "srv/www/cgi-bin/pipe": perl("open my $p, '-|', 'tac', '/srv/www/data/t.csv' or die; print <$p>;"),
}
TCL = '''
lappend auto_path [file join [file dirname [info script]] lib]
proc job_json {} { package require json; dict get [json::json2dict {{"a": 7}}] a }
proc job_write {} { package require json::write; json::write array 1 2 }
proc job_md5 {} { package require md5; md5::md5 -hex x }
proc job_sha {} { package require sha256; sha2::sha256 x }
proc job_csv {} { package require csv; lindex [csv::split {a,"b,c"}] 1 }
proc job_dom {} { package require tdom; [[dom parse <a><b>1</b></a>] documentElement] selectNodes string(//b) }
proc job_db {} { package require sqlite3; sqlite3 d :memory:; set r [d eval {select 6*7}]; d close; set r }
proc job_zone {} { clock format 0 -timezone :Asia/Tokyo -format %H }
proc job_locale {} { clock format 1719800000 -gmt 1 -locale fr -format %B }
proc job_sjis {} { binary encode hex [encoding convertto shiftjis \\u3042] }
proc job_latin {} { binary encode hex [encoding convertto iso8859-15 \\u20ac] }
proc job_http {} { package require http; catch {http::geturl http://127.0.0.1:9/} m; string match *refused* $m }
proc job_tls {} { package require tls; expr {[llength [tls::ciphers tls1.2]] > 3} }
proc job_sort {} { exec printf "b\\\\na\\\\n" | sort }
proc job_pipe {} { set p [open "|tac [file join [file dirname [info script]] data.txt]"]; set r [read $p]; close $p; set r }
proc job_files {} { package require fileutil; fileutil::cat [file join [file dirname [info script]] data.txt] }
proc job_graph {} { package require struct::graph; set g [struct::graph]; $g node insert a b; llength [$g nodes] }
proc job_text {} { package require textutil; textutil::wrap::strRepeat ab 3 }
proc job_uuid {} { package require uuid; string length [uuid::uuid generate] }
proc job_msg {} { package require msgcat; msgcat::mclocale de; msgcat::mcload [file join [file dirname [info script]] msgs]; msgcat::mc Hello }
proc job_own {} { package require own; own::answer }
proc job_part {} { source [file join [file dirname [info script]] parts second.tcl]; part_second }
proc job_zip {} { string length [zlib gunzip [zlib gzip xxx]] }
proc job_math {} { package require math::statistics; math::statistics::mean {1 3} }
proc job_html {} { package require htmlparse; htmlparse::mapEscapes "&auml;" }
proc job_thread {} { package require platform; string length [platform::generic] }
proc job_oo {} { oo::class create C {method a {} {return oo}}; [C new] a }
proc accept {s a p} { fconfigure $s -translation crlf -encoding utf-8; gets $s line; while {[gets $s h] > 0} {}
  set name [string range [lindex $line 1] 1 end]
  if {$name eq ""} { set code "200 OK"; set r ok } elseif {[info procs job_$name] eq ""} { set code "404 None"; set r none } elseif {[catch {job_$name} r]} { set code "500 Error"; set r failed } else { set code "200 OK" }
  puts -nonewline $s "HTTP/1.0 $code\\nContent-Type: text/plain\\n\\n$r"; close $s }
socket -server accept -myaddr 127.0.0.1 8000
vwait forever
'''
TOOL = '''#!/usr/bin/env bash
set -eu
HERE=$(dirname "$(readlink -f "$0")")
for part in "$HERE"/conf.d/*.sh; do source "$part"; done
command=${1:-status}
case "$command" in
  status) echo "$TOOL_NAME up" ;;
  backup) tar -C "$HERE" -cf - data | xz -9 | wc -c | tr -d ' ' | grep -c . ;;
  seal) gpg --batch --quiet --homedir "$(mktemp -d)" --passphrase x --pinentry-mode loopback --symmetric < "$HERE/data/a.txt" | wc -l | sed 's/.*/sealed/' ;;
  sync) rsync -a "$HERE/data/" /tmp/copy/ && ls /tmp/copy ;;
  report) awk -f "$HERE/lib/report.awk" "$HERE/data/a.txt" ;;
  fetch) curl -sS -m 2 https://127.0.0.1:9/ || echo "refused $?" ;;
  query) sqlite3 -init "$HERE/lib/schema.sql" :memory: 'select count(*) from t' 2>/dev/null ;;
  xml) xmlstarlet tr "$HERE/lib/a.xsl" "$HERE/data/a.xml" ;;
  json) jq -L "$HERE/lib" -r -f "$HERE/lib/a.jq" "$HERE/data/a.json" ;;
  calc) "${CALC:-dc}" -e '2 3 + p' ;;
  key) openssl req -x509 -newkey rsa:1024 -nodes -keyout /tmp/k -out /tmp/c -subj /CN=x 2>/dev/null && openssl x509 -in /tmp/c -noout -subject ;;
  diff) diff "$HERE/data/a.txt" "$HERE/data/b.txt" | head -n 1 || true ;;
  mime) file --mime-encoding -b "$HERE/data/a.txt" ;;
  zip) (cd "$HERE/data" && zip -q /tmp/a.zip a.txt && unzip -l /tmp/a.zip | tail -n 1 | cut -c1-9) ;;
  plugin) exec "$HERE/plugins/$2" ;;
  table) column -t -s ';' "$HERE/data/b.txt" ;;
  procs) ps -o comm= -p $$ ;;
  dump) hexdump -C "$HERE/data/a.txt" | head -n 1 ;;
  need) for tool in socat uuidparse look; do type -P "$tool" > /dev/null || { echo "$tool missing"; exit 3; }; done; echo all ;;
  sums) (cd "$HERE" && md5sum -c sums.txt) ;;
  money) LC_ALL=de_DE.UTF-8 printf "%'.2f\\n" 1234,5 ;;
  conv) iconv -f latin1 -t utf-16be "$HERE/data/a.txt" | od -An -tx1 | head -n 1 ;;
  tz) TZ=America/Lima date -d @0 +%H ;;
  *) . "$HERE/lib/extra/$command.sh"; "do_$command" ;;
esac
'''
TOOLS = {
  "srv/tool/run.sh": TOOL, "srv/tool/conf.d/name.sh": "TOOL_NAME=tool\n", "srv/tool/data/a.txt": "a 1\nb 2\n", "srv/tool/data/b.txt": "x;1\nyy;2\n", "srv/tool/data/a.xml": "<a><b>1</b></a>", "srv/tool/data/a.json": "{\"k\": 3}",
  "srv/tool/lib/report.awk": "{ n += $2; print strftime(\"%Y\", 0, 1) n }\n", "srv/tool/lib/schema.sql": "create table t (a);\ninsert into t values (1);\n", "srv/tool/lib/a.xsl": '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><x><xsl:value-of select="//b"/></x></xsl:template></xsl:stylesheet>',
  "srv/tool/lib/a.jq": "import \"more\" as more; .k | more::twice\n", "srv/tool/lib/more.jq": "def twice: . * 2;\n", "srv/tool/lib/extra/count.sh": "do_count() { seq 3 | paste -sd+ | bc; }\n", "srv/tool/plugins/hello": "#!/usr/bin/env python3\nimport argparse, textwrap\nprint(textwrap.dedent('  hello'))\n", "srv/tool/plugins/rate": "#!/usr/bin/env perl\nuse Getopt::Long; use Time::HiRes; print 'rate';\n", "srv/tool/plugins/late": "#!/usr/bin/awk -f\nBEGIN { \"uname -s\" | getline n; print n }\n",
  "srv/tool/sums.txt": "60b725f10c9c85c70d97880dfe8191b3  data/none\n",
}
EXIM = '''primary_hostname = local.test
domainlist local_domains = local.test
qualify_domain = local.test
keep_environment =
log_file_path = /tmp/exim-%slog
spool_directory = /var/spool/exim4
tls_advertise_hosts =
acl_smtp_rcpt = check
begin acl
check:
  deny condition = ${if match{$local_part}{bad}}
  accept
begin routers
aliases:
  driver = redirect
  data = ${lookup{$local_part}lsearch{/srv/mail/aliases}}
  pipe_transport = piped
  file_transport = filed
  user = mail
users:
  driver = accept
  transport = boxes
begin transports
boxes:
  driver = appendfile
  file = /tmp/box-$local_part
  user = mail
filed:
  driver = appendfile
piped:
  driver = pipe
  user = mail
'''
def exim(name, *words): return (name, "exec", ["exim4", "-C", "/srv/mail/exim.conf", *words])
def expand(name, text): return exim(name, "-be", text)
def git(name, *words): return (name, "exec", ["git", *words])
HOOKS = {"pre-commit": "#!/bin/sh\ngit diff --cached --name-only | xargs -r wc -c > /dev/null\npython3 /srv/hooks/check.py\n", "commit-msg": "#!/usr/bin/perl\nuse strict; use File::Basename; local @ARGV = ($ARGV[0]); my @l = <>; exit(@l ? 0 : 1);\n", "post-commit": "#!/bin/bash\ndate +%Y > /tmp/last\nprintf x | md5sum | cut -c1-4 >> /tmp/last\n"}
def im(name, *words): return (name, "exec", ["convert", *words])
def adoc(name, *words): return (name, "exec", ["asciidoctor", "-o", "-", "-a", "reproducible", *words])
def play(name, task): return (name, "exec", ["ansible-playbook", "/srv/play/%s.yml" % name]), ("srv/play/%s.yml" % name, "- hosts: localhost\n  gather_facts: false\n  tasks:\n%s" % "".join("    - %s\n" % t for t in task))
PLAYS = [play("copy", ["copy: { content: x, dest: /tmp/a, mode: '0600' }"]), play("template", ["template: { src: /srv/play/a.j2, dest: /tmp/a }", "slurp: { src: /tmp/a }\n      register: s", "debug: { msg: '{{ s.content | b64decode }}' }"]), play("line", ["lineinfile: { path: /tmp/l, line: x, create: true }"]), play("shell", ["shell: echo a | tr a b\n      register: s", "debug: { var: s.stdout }"]),
  play("filters", ["debug: { msg: \"{{ {'a': 1} | to_nice_yaml }} {{ 'x' | hash('sha1') }} {{ [3, 1] | sort | join(',') }} {{ 'x' | password_hash('sha512', 'salt') }}\" }"]), play("lookups", ["debug: { msg: \"{{ lookup('file', '/srv/play/a.j2') }} {{ lookup('pipe', 'uname') }} {{ lookup('env', 'HOME') }} {{ query('sequence', 'start=1 end=3') }}\" }"]),
  play("facts", ["setup: { gather_subset: ['!all', 'min'] }", "debug: { msg: '{{ ansible_distribution }}' }"]), play("pack", ["archive: { path: /srv/play/a.j2, dest: /tmp/a.gz }"]), play("git", ["git: { repo: /nowhere, dest: /tmp/g }\n      ignore_errors: true", "debug: { msg: done }"]), play("loop", ["debug: { msg: '{{ item }}' }\n      loop: [1, 2]\n      when: item is odd"]), play("role", ["include_role: { name: own }"])]
APPS = {
  "cgi": dict(files=CGI, config=dict(Cmd=["busybox", "httpd", "-f", "-p", "127.0.0.1:8000", "-h", "/srv/www"], WorkingDir="/srv/www"),
    cases=http("/a.svg", *("/cgi-bin/" + n for n in "list sum db json calc sed m4 zone month hash mime user temp xml handle handle?second pack array find form?a=%3C dbi encode wrap own late time pipe nowhere".split()))),
  "tcl": dict(files={"srv/app/app.tcl": TCL, "srv/app/data.txt": "line\n", "srv/app/lib/pkgIndex.tcl": "package ifneeded own 1 [list source [file join $dir own.tcl]]\n", "srv/app/lib/own.tcl": "package provide own 1\nnamespace eval own { proc answer {} { return answer } }\n", "srv/app/parts/second.tcl": "proc part_second {} { return second }\n", "srv/app/msgs/de.msg": "::msgcat::mcset de Hello Hallo\n"},
    config=dict(Cmd=["tclsh", "/srv/app/app.tcl"], WorkingDir="/srv/app"), cases=http(*("/" + n for n in "json write md5 sha csv dom db zone locale sjis latin http tls sort pipe files graph text uuid msg own part zip math html thread oo nowhere".split()))),
  "git": dict(files={**{"srv/hooks/" + k: v for k, v in HOOKS.items()}, "srv/hooks/check.py": "import json, subprocess\nprint(len(json.dumps(subprocess.run(['git', 'status', '-s'], capture_output=True, text=True).stdout)) > 0)\n"}, server=False,
    prepare="git init -q -b main /data && cd /data && cp -a /srv/hooks/. .git/hooks/ && export GIT_AUTHOR_DATE=@1700000000+0000 GIT_COMMITTER_DATE=@1700000000+0000 && for i in 1 2 3; do echo $i > a; git add a; git -c user.name=x -c user.email=x@x commit -qn -m c$i; done; git tag -a -m t v1 HEAD~1 2>/dev/null || git -c user.name=x -c user.email=x@x tag -a -m t v1 HEAD~1; git branch side HEAD~1; echo new > b", keep=["data"],
    config=dict(Entrypoint=["git"], Cmd=["status"], WorkingDir="/data", Env=["GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@x", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@x", "GIT_AUTHOR_DATE=@1700000000 +0000", "GIT_COMMITTER_DATE=@1700000000 +0000"]), train=["git", "status"],
    cases=[git("log", "log", "--oneline"), git("patch", "format-patch", "--stdout", "HEAD~1"), git("commit", "commit", "-q", "--allow-empty", "-m", "x"), git("fallback", "commit", "--amend", "-q", "-m", "y"), git("stash", "stash", "-u"), git("zip", "archive", "--format=zip", "HEAD"), git("tgz", "archive", "--format=tar.gz", "HEAD"), git("bundle", "bundle", "create", "-q", "/tmp/b", "main"), git("gc", "gc", "-q"), git("fsck", "fsck", "--no-progress"), git("clone", "clone", "-q", "/data", "/tmp/c"), git("grep", "grep", "-P", "\\d", "HEAD"), git("blame", "blame", "-s", "a"), git("describe", "describe"), git("rebase", "rebase", "-q", "side"), git("bisect", "bisect", "start", "HEAD", "HEAD~2"), git("request", "request-pull", "HEAD~1", "/data", "main"), git("filter", "filter-branch", "-f", "--msg-filter", "cat", "HEAD"), git("submodule", "submodule", "status"), git("http", "clone", "-q", "https://127.0.0.1:9/x", "/tmp/d"), git("worktree", "worktree", "add", "-q", "/tmp/w", "side"), git("pager", "-p", "-c", "core.pager=head -n 1", "log", "--oneline"), git("merge-tool", "mergetool", "--tool-help"), git("editor", "-c", "core.editor=true", "commit", "--amend"), git("date", "log", "-1", "--date=format-local:%H", "--format=%ad"), git("remote", "ls-remote", "file:///data"), git("daemon", "upload-pack", "--advertise-refs", "/data")]),
  "imagemagick": dict(files={"data/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="12" font-family="DejaVu Sans">x</text><rect width="5" height="5" fill="red"/></svg>', "data/a.xpm": '/* XPM */\nstatic char *a[] = {"1 1 1 1", "a c red", "a"};\n', "data/a.txt": "text\n"}, prepare="cd /data; convert -size 40x30 gradient:red-blue -strip /data/in.png", keep=["data"], server=False,
    config=dict(Entrypoint=["convert"], WorkingDir="/data"), train=["convert", "in.png", "-resize", "10x", "/tmp/out.png"],
    cases=[im("jpg", "in.png", "jpg:-"), im("gif", "in.png", "gif:-"), im("webp", "in.png", "webp:-"), im("tiff", "in.png", "-compress", "zip", "tiff:-"), im("pnm", "in.png", "pnm:-"), im("svg", "a.svg", "rgb:-"), im("xpm", "a.xpm", "txt:-"), im("text", "-font", "DejaVu-Sans", "label:x", "rgb:-"), im("annotate", "in.png", "-annotate", "+2+12", "hi", "rgb:-"), im("file", "text:a.txt", "-crop", "10x10+0+0", "rgb:-"), im("rose", "rose:", "-colors", "4", "txt:-"), im("ico", "in.png", "-resize", "16x16", "ico:-"), im("json", "in.png", "-format", "%w %m %[colorspace]", "info:"), im("jp2", "in.png", "jp2:-"), im("blur", "in.png", "-blur", "0x2", "-modulate", "120", "rgb:-"), im("fx", "in.png", "-fx", "u/2", "rgb:-"), im("fonts", "-list", "font"), im("colors", "-list", "color"), im("formats", "-list", "format"), im("named", "xc:chartreuse", "txt:-"), im("exr", "in.png", "exr:-"), im("djvu", "in.png", "bmp:-"), im("distort", "in.png", "-distort", "SRT", "30", "rgb:-"), im("palm", "in.png", "palm:-"),
      ("identify", "exec", ["identify", "-format", "%m %w", "in.png"]), ("montage", "exec", ["montage", "in.png", "in.png", "-geometry", "+1+1", "rgb:-"]), ("compare", "exec", ["compare", "-metric", "AE", "in.png", "in.png", "null:"]), ("mogrify", "exec", ["mogrify", "-path", "/tmp", "-format", "gif", "in.png"])]),
  "exim": dict(files={"srv/mail/exim.conf": EXIM, "srv/mail/aliases": "boss: user\ntool: \"|/srv/mail/filter.sh\"\nstore: /tmp/stored\n", "srv/mail/filter.sh": "#!/bin/sh\ngrep -c . > /tmp/count\n", "srv/mail/rules": "# Exim filter\nif $header_subject: contains \"x\" then save /tmp/x endif\n", "srv/mail/msg": "From: a@local.test\nSubject: x\n\nbody\n", "srv/mail/log": "2024-07-01 00:00:00 1aaaaa-000001-AA <= a@b H=x S=10\n"}, server=False, build="chmod -R go-w $LAYER/srv",
    config=dict(Entrypoint=["exim4", "-C", "/srv/mail/exim.conf"], Cmd=["-bd"]), train=["exim4", "-C", "/srv/mail/exim.conf", "-odf", "-i", "user@local.test"],
    cases=[exim("address", "-bt", "boss@local.test"), exim("verify", "-bv", "user@local.test"), exim("version", "-bV"), exim("pipe", "-odf", "-i", "tool@local.test"), exim("file", "-odf", "-i", "store@local.test"), expand("hash", "${sha256:x}${md5:x}"), expand("run", "${run{/bin/date -d @0 +%Y}}"), expand("file-of", "${readfile{/srv/mail/aliases}}"), expand("passwd", "${lookup{mail}lsearch{/etc/passwd}}"), expand("service", "${lookup passwd{www-data}}"), expand("time", "${substr{0}{4}{$tod_zulu}}"), expand("base", "${base64:x}${rfc2047:\\xe4}"), expand("socket", "${readsocket{inet:127.0.0.1:9}{x}{}{}{refused}}"), expand("host", "${lookup dnsdb{>: a=localhost}{$value}{none}}"), expand("crypt", "${if crypteq{x}{\\{md5\\}deadbeef}{yes}{no}}"), exim("filter", "-bf", "/srv/mail/rules"), exim("queue", "-bp"), exim("count", "-bpc"), exim("retry", "-brt", "a@b.test"), exim("config", "-bP", "transports"), exim("check", "-bh", "127.0.0.1"),
      ("stats", "exec", ["eximstats", "-t0", "/srv/mail/log"]), ("grep", "exec", ["exigrep", "a@b", "/srv/mail/log"]), ("frozen", "exec", ["exiqsumm"]), ("dbm", "exec", ["exim_dbmbuild", "/srv/mail/aliases", "/tmp/aliases.db"]), ("dump", "exec", ["exim_dumpdb", "/var/spool/exim4", "retry"]), ("mailx", "exec", ["s-nail", "--version"]), ("newaliases", "exec", ["mailq", "-C", "/srv/mail/exim.conf"])]),
  "toolbox": dict(files=TOOLS, config=dict(Entrypoint=["/srv/tool/run.sh"], Cmd=["status"], WorkingDir="/srv/tool"), server=False, train=["/srv/tool/run.sh", "status"],
    cases=[(" ".join(w), "exec", ["/srv/tool/run.sh", *w]) for w in (["backup"], ["seal"], ["sync"], ["report"], ["fetch"], ["query"], ["xml"], ["json"], ["calc"], ["key"], ["diff"], ["mime"], ["zip"], ["plugin", "hello"], ["plugin", "rate"], ["plugin", "late"], ["table"], ["procs"], ["dump"], ["need"], ["money"], ["conv"], ["tz"], ["count"])]),
  "asciidoctor": dict(files={"srv/doc/a.adoc": "= Title\n\nok\n", "srv/doc/code.adoc": "= T\n:source-highlighter: rouge\n\n[source,rust]\n----\nfn main() {}\n----\n", "srv/doc/ray.adoc": "= T\n:source-highlighter: coderay\n\n[source,ruby]\n----\nputs 1\n----\n", "srv/doc/inc.adoc": "= T\n\ninclude::parts/p.adoc[]\n\n[%header,format=csv]\n|===\ninclude::parts/t.csv[]\n|===\n", "srv/doc/parts/p.adoc": "part\n", "srv/doc/parts/t.csv": "a,b\n1,2\n", "srv/doc/man.adoc": "= x(1)\n:doctype: manpage\n\n== Name\n\nx - y\n\n== Synopsis\n\nx\n", "srv/doc/img.adoc": "= T\n:data-uri:\n\nimage::a.svg[]\n", "srv/doc/a.svg": "<svg/>", "srv/doc/ext.rb": "require 'asciidoctor/extensions'\nrequire 'yaml'\nAsciidoctor::Extensions.register { block_macro { named :hi; process { |p, t, a| create_paragraph p, YAML.load('a: b')['a'], {} } } }\n", "srv/doc/ext.adoc": "= T\n\nhi::x[]\n", "srv/doc/tpl/paragraph.html.erb": "<p class='own'><%= content %></p>\n", "srv/doc/stem.adoc": "= T\n:stem:\n\nstem:[x^2] and footnote:[n] and icon:fire[]\n\n. one\n* two\nterm:: def\n", "srv/doc/de.adoc": "= T\n:lang: de\n:docdate: 2024-07-01\n:toc:\n\n== \u00c4\n"}, server=False,
    config=dict(Entrypoint=["asciidoctor"], WorkingDir="/srv/doc", Env=["SOURCE_DATE_EPOCH=0"]), train=["asciidoctor", "-o", "/tmp/a.html", "a.adoc"],
    cases=[adoc("docbook", "-b", "docbook5", "a.adoc"), adoc("xhtml", "-b", "xhtml5", "a.adoc"), adoc("man", "-b", "manpage", "man.adoc"), adoc("rouge", "code.adoc"), adoc("coderay", "ray.adoc"), adoc("include", "inc.adoc"), adoc("image", "-S", "unsafe", "img.adoc"), adoc("extension", "-r", "/srv/doc/ext.rb", "ext.adoc"), adoc("template", "-T", "/srv/doc/tpl", "-E", "erb", "a.adoc"), adoc("stem", "stem.adoc"), adoc("german", "de.adoc"), adoc("embed", "-e", "a.adoc"), adoc("timings", "-s", "-q", "a.adoc"), ("css", "exec", ["asciidoctor", "-D", "/tmp/o", "-a", "linkcss", "-a", "copycss", "a.adoc"]), ("theme", "exec", ["asciidoctor", "-o", "-", "-a", "rouge-style=github", "-a", "rouge-css=class", "code.adoc"]), ("help", "exec", ["asciidoctor", "--help", "syntax"]), ("version", "exec", ["asciidoctor", "-v"]), ("manual", "exec", ["asciidoctor", "--help", "manpage"]), ("rougify", "exec", ["rougify", "style", "monokai"]), ("list", "exec", ["asciidoctor", "-o", "-", "-R", "/srv/doc", "-w", "-t", "a.adoc"])]),
  "ansible": dict(files={**dict(f for _, f in PLAYS), "srv/play/site.yml": "- hosts: localhost\n  gather_facts: false\n  tasks:\n    - ping:\n", "srv/play/a.j2": "n {{ 1 + 2 }}\n", "srv/play/roles/own/tasks/main.yml": "- set_fact: { a: \"{{ lookup('vars', 'own_b') }}\" }\n- assert: { that: a == 'b' }\n", "srv/play/roles/own/defaults/main.yml": "own_b: b\n", "srv/play/hosts.ini": "[web]\na ansible_connection=local\n", "srv/play/pass": "x\n"}, server=False,
    config=dict(Entrypoint=["ansible-playbook"], Cmd=["site.yml"], WorkingDir="/srv/play", Env=["ANSIBLE_LOCALHOST_WARNING=0", "LANG=C.UTF-8"]), train=["ansible-playbook", "/srv/play/site.yml"],
    cases=[c for c, _ in PLAYS] + [("inventory", "exec", ["ansible-inventory", "-i", "hosts.ini", "--list", "-y"]), ("adhoc", "exec", ["ansible", "localhost", "-m", "command", "-a", "echo x"]), ("doc", "exec", ["ansible-doc", "-s", "copy"]), ("vault", "exec", ["ansible-vault", "view", "--vault-password-file", "pass", "a.j2"])]),
}
