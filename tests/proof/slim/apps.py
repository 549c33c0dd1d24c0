"""The applications of the experiment: files, configuration, training, and use cases.

The use cases were written before any result of the checks on these applications was looked at. An exec case runs in a chroot and must
end as it does in the original, with the same output; an HTTP case must answer as in the original.
"""
FLASK = '''
import os, io
from flask import Flask, jsonify, request, render_template, Response
app = Flask(__name__)
@app.route("/")
def index(): return "ok"
@app.route("/page")
def page(): return render_template("page.html", name="x")
@app.route("/img")
def img():
    from PIL import Image
    b = io.BytesIO(); Image.new("RGB", (8, 8), "red").save(b, "PNG"); return str(len(b.getvalue()))
@app.route("/jpeg")
def jpeg():
    from PIL import Image
    b = io.BytesIO(); Image.new("RGB", (8, 8), "red").save(b, "JPEG"); return Response(str(len(b.getvalue())))
@app.route("/yaml")
def yml():
    import yaml; return jsonify(yaml.safe_load("a: [1, 2]"))
@app.route("/db")
def db():
    import sqlite3; return str(sqlite3.connect(":memory:").execute("select 41+1").fetchone()[0])
@app.route("/decimal")
def dec():
    import decimal; return str(decimal.Decimal("0.1") * 3)
@app.route("/csv")
def csvr():
    import csv; return str(list(csv.reader(io.StringIO("a,b\\n1,2"))))
@app.route("/xml")
def xml():
    import xml.etree.ElementTree as ET; return ET.fromstring("<a><b>1</b></a>").find("b").text
@app.route("/codec")
def codec(): return "\\u00e4".encode("cp437").hex()
@app.route("/idna")
def idna(): return "b\\u00fccher.example".encode("idna").decode()
@app.route("/tz")
def tz():
    import datetime, zoneinfo
    return str(datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo("America/New_York")).utcoffset())
@app.route("/locale")
def loc():
    import locale; locale.setlocale(locale.LC_ALL, "fr_FR.UTF-8"); return locale.format_string("%d", 1234567, grouping=True)
@app.route("/requests")
def req():
    import requests
    try: requests.get("https://127.0.0.1:9/", timeout=1)
    except requests.exceptions.ConnectionError: return "refused"
    return "?"
@app.route("/user")
def user():
    import pwd; return pwd.getpwuid(33).pw_name
@app.route("/zip")
def zipf():
    import zipfile
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_BZIP2) as z: z.writestr("a", "b")
    return "zip"
@app.route("/sub")
def sub():
    import subprocess; return subprocess.check_output(["date", "-u", "-d", "2020-01-01", "+%j"]).decode()
@app.route("/version")
def version():
    import importlib.metadata; return importlib.metadata.version("flask")
@app.route("/upload", methods=["POST", "GET"])
def upload():
    import tempfile
    with tempfile.NamedTemporaryFile() as f: f.write(b"x"); return "saved"
@app.route("/thread")
def thread():
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(2) as e: return str(list(e.map(abs, [-1, -2])))
@app.route("/boom")
def boom(): raise RuntimeError("boom")
if __name__ == "__main__":
    app.run("127.0.0.1", int(os.environ.get("PORT", "8000")))
'''
EXPRESS = '''
const express = require('express');
const app = express();
app.get('/', (req, res) => res.send('ok'));
app.use('/static', express.static(__dirname + '/public'));
app.get('/json', express.json(), (req, res) => res.json({ a: 1 }));
app.post('/echo', express.json(), (req, res) => res.json(req.body));
app.post('/form', express.urlencoded({ extended: true }), (req, res) => res.json(req.body));
app.get('/cookie', (req, res) => { res.cookie('a', 'b'); res.send(require('cookie').parse('x=y').x); });
app.get('/lib', (req, res) => res.send(String(require('./lib/sum')(1, 2))));
app.get('/dyn', (req, res) => { const name = req.query.n || 'de'; res.json(require('./locales/' + name)); });
app.get('/tz', (req, res) => res.send(new Date(Date.UTC(2024, 6, 1)).toLocaleString('de-DE', { timeZone: 'Europe/Berlin' })));
app.get('/exec', (req, res) => require('child_process').exec('echo hi | wc -c', (e, out) => (e ? res.status(500).send(String(e)) : res.send(out.trim()))));
app.get('/spawn', (req, res) => { const p = require('child_process').spawnSync('gzip', ['--version']); res.status(p.error ? 500 : 200).send(String(p.error || 'ok')); });
app.get('/dns', (req, res) => require('dns').lookup('localhost', (e, a) => (e ? res.status(500).send(String(e)) : res.send('found'))));
app.get('/tmp', (req, res) => { const fs = require('fs'); const d = fs.mkdtempSync('/tmp/x-'); fs.rmdirSync(d); res.send('ok'); });
app.get('/data', (req, res) => res.send(require('fs').readFileSync(__dirname + '/data/table.csv')));
app.get('/user', (req, res) => res.send(require('os').userInfo().username));
app.get('/debug', (req, res) => { require('debug')('x')('y'); res.send('ok'); });
app.get('/yallist', (req, res) => { const L = require('lru-cache'); res.send(typeof L); });
app.get('/boom', () => { throw new Error('boom'); });
app.listen(Number(process.env.PORT || 8000), '127.0.0.1');
'''
PHP = '''<?php
switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
  case '/': echo 'ok'; break;
  case '/mb': echo mb_strtoupper("\\u{e4}"); break;
  case '/xml': echo simplexml_load_string('<a><b>1</b></a>')->b; break;
  case '/db': echo (new PDO('sqlite::memory:'))->query('select 42')->fetchColumn(); break;
  case '/tz': echo (new DateTime('2024-07-01', new DateTimeZone('Asia/Tokyo')))->format('P'); break;
  case '/locale': echo setlocale(LC_ALL, 'de_DE.UTF-8') === false ? http_response_code(500) : 'set'; break;
  case '/iconv': $r = @iconv('UTF-8', 'ISO-8859-15', "\\u{20ac}"); if ($r === false) http_response_code(500); else echo bin2hex($r); break;
  case '/exec': $o = shell_exec('printf "b\\na" | sort | head -1'); if (trim((string)$o) !== 'a') http_response_code(500); else echo $o; break;
  case '/include': require __DIR__ . '/inc/helper.php'; echo helper(); break;
  case '/template': include 'views/hello.phtml'; break;
  case '/tmp': echo file_put_contents(tempnam(sys_get_temp_dir(), 'x'), 'x') === 1 ? 'ok' : http_response_code(500); break;
  case '/user': $u = @posix_getpwnam('www-data'); echo $u ? $u['uid'] : http_response_code(500); break;
  case '/dns': echo gethostbyname('localhost') === 'localhost' ? http_response_code(500) : 'found'; break;
  case '/mime': echo @mime_content_type(__FILE__) ?: http_response_code(500); break;
  case '/json': echo json_encode(['a' => 1]); break;
  default: http_response_code(404);
}
'''
SINATRA = '''
require 'sinatra'
set :bind, '127.0.0.1'
set :port, (ENV['PORT'] || 8000).to_i
set :server, 'webrick'
set :environment, :production
get('/') { 'ok' }
get('/erb') { erb :page }
get('/json') { require 'json'; JSON.generate(a: 1) }
get('/yaml') { require 'yaml'; YAML.load('a: 1').to_s }
get('/csv') { require 'csv'; CSV.parse_line('a,b').inspect }
get('/digest') { require 'digest'; Digest::SHA256.hexdigest('x')[0, 8] }
get('/ssl') { require 'openssl'; OpenSSL::Digest.new('SHA1').hexdigest('x')[0, 8] }
get('/zlib') { require 'zlib'; Zlib.crc32('x').to_s }
get('/erbstd') { require 'erb'; ERB.new('<%= 1 + 1 %>').result }
get('/encode') { "\\u00e4".encode('IBM437').bytes.inspect }
get('/euc') { "\\u3042".encode('EUC-JP').bytes.inspect }
get('/sh') { `printf 'b\\\\na' | sort | head -n 1` }
get('/open3') { require 'open3'; Open3.capture2('tr a-z A-Z', stdin_data: 'x')[0] }
get('/tmp') { require 'tempfile'; Tempfile.create('x') { |f| f.write('x') }; 'ok' }
get('/set') { require 'set'; Set.new([1, 1]).size.to_s }
get('/etc') { require 'etc'; Etc.getpwnam('www-data').uid.to_s }
get('/dns') { require 'socket'; Addrinfo.getaddrinfo('localhost', 80).empty? ? halt(500) : 'found' }
get('/date') { require 'date'; Date.parse('2024-07-01').yday.to_s }
get('/bigdecimal') { require 'bigdecimal'; (BigDecimal('0.1') * 3).to_s }
get('/rel') { require_relative 'lib/helper'; helper }
get('/boom') { raise 'boom' }
'''
BATCH = '''#!/bin/sh
set -e
cmd="${1:-hello}"
case "$cmd" in
  hello) echo hello ;;
  count) ls /usr/bin | wc -l > /dev/null; printf 'b\\na\\n' | sort | uniq -c | awk '{print $2}' ;;
  sed) echo abc | sed 's/b/x/' ;;
  find) find /app -name '*.sh' | head -n 1 | xargs basename ;;
  date) TZ=Europe/Berlin date -d '2024-07-01 UTC' +%H ;;
  archive) tar -C /app -czf - job.sh | gzip -dc | wc -c > /dev/null; echo ok ;;
  sum) echo x | sha256sum | cut -c1-8 ;;
  calc) echo '2^10' | bc ;;
  perl) perl -MJSON -e 'print encode_json([1,2]), "\\n"' ;;
  perlutf) perl -e 'use open qw(:std :utf8); use Unicode::Normalize; print length(NFD("\\x{e4}")), "\\n"' ;;
  python) python3 -c 'import json, statistics; print(statistics.mean([1, 2, 3]))' ;;
  git) cd "$(mktemp -d)"; git init -q . ; git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; git log --oneline | wc -l ;;
  gitclone) d="$(mktemp -d)"; git init -q --bare "$d/a"; git clone -q "$d/a" "$d/b" 2>/dev/null; ls "$d" | wc -l ;;
  sqlite) echo 'select 6*7;' | sqlite3 ;;
  file) file -b /app/job.sh ;;
  locale) LC_ALL=de_DE.UTF-8 locale decimal_point ;;
  iconv) printf '\\342\\202\\254' | iconv -f UTF-8 -t ISO-8859-15 | od -An -tx1 | tr -d ' ' ;;
  tput) TERM=xterm tput cols > /dev/null && echo ok ;;
  openssl) echo x | openssl dgst -sha256 | wc -c ;;
  legacy) echo x | openssl dgst -provider legacy -provider default -md4 | wc -c ;;
  sudo) sudo -n -u nobody id -u ;;
  getent) getent passwd www-data | cut -d: -f3 ;;
  services) getent services https | awk '{print $2}' ;;
  curl) curl -sS https://127.0.0.1:9/ 2>&1 | head -c 10 ;;
  convert) convert -size 4x4 xc:red /tmp/x.png && convert /tmp/x.png -format '%w' info: ;;
  text) convert -font DejaVu-Sans label:x /tmp/l.png && echo ok ;;
  java) java -version 2>&1 | head -c 7 ;;
  *) exit 2 ;;
esac
'''
NGINX = '''
worker_processes 1; daemon off; pid /tmp/nginx.pid; error_log stderr;
events {}
http {
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
  server { listen 127.0.0.1:8000; root /srv/www;
    location / { index index.html; } location /auto/ { autoindex on; } location /gz/ { gzip on; gzip_min_length 1; gzip_types *; }
    error_page 404 /errors/404.html; }
}
'''
LIGHTTPD = '''
server.document-root = "/srv/www"
server.port = 8000
server.bind = "127.0.0.1"
server.modules = ("mod_indexfile", "mod_dirlisting", "mod_staticfile", "mod_cgi", "mod_alias", "mod_redirect")
index-file.names = ("index.html")
dir-listing.activate = "enable"
cgi.assign = (".pl" => "/usr/bin/perl", ".sh" => "/bin/sh")
url.redirect = ("^/old" => "/")
'''
CGI_PL = '''#!/usr/bin/perl
use strict; use POSIX qw(strftime); use JSON; use Time::Local; use Encode; use List::Util qw(sum); use Digest::MD5 qw(md5_hex);
print "Content-Type: text/plain\\r\\n\\r\\n", encode_json([sum(1, 2), md5_hex('x'), strftime('%Y', gmtime(0))]);
'''
CGI_PL2 = '''#!/usr/bin/perl
use strict; use Text::Wrap; use File::Temp qw(tempfile); use Storable qw(freeze thaw); use MIME::Base64; use Getopt::Long; use Data::Dumper;
$Data::Dumper::Indent = 0; my ($fh, $f) = tempfile(UNLINK => 1);
print "Content-Type: text/plain\\r\\n\\r\\n", Dumper(thaw(freeze([1]))), encode_base64('x'), wrap('', '', 'a b');
'''
CGI_SH = '''#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
echo "$REQUEST_METHOD" | tr A-Z a-z | sed 's/e/E/' ; expr 1 + 2
'''
def http(*paths): return [("GET " + p, "GET", p) for p in paths]
PG_ENV = {"LANG": "C.UTF-8", "PGHOST": "/tmp", "PGUSER": "postgres"}
PG_START = ["su", "postgres", "-s", "/bin/sh", "-c", "exec /usr/lib/postgresql/15/bin/postgres -D /data -k /tmp -c listen_addresses="]
def sql(name, text): return (name, "exec", ["sh", "-c", "psql -At -v ON_ERROR_STOP=1 -c \"%s\"" % text])
APPS = {
  "flask": dict(files={"srv/app/server.py": FLASK, "srv/app/templates/page.html": "<p>{{ name|upper }}</p>"}, config=dict(Cmd=["python3", "server.py"], WorkingDir="/srv/app", Env=["PORT=8000"]),
    cases=http("/page", "/img", "/jpeg", "/yaml", "/db", "/decimal", "/csv", "/xml", "/codec", "/idna", "/tz", "/locale", "/requests", "/user", "/zip", "/sub", "/version", "/upload", "/thread", "/boom", "/nowhere")),
  "nginx": dict(files={"srv/www/index.html": "ok", "srv/www/a.svg": "<svg/>", "srv/www/auto/x.txt": "x", "srv/www/gz/t.txt": "y" * 2000, "srv/www/errors/404.html": "none", "srv/www/css/site.css": "a{}", "etc/nginx/own.conf": NGINX},
    config=dict(Entrypoint=["nginx", "-c", "/etc/nginx/own.conf"]), cases=http("/a.svg", "/auto/", "/gz/t.txt", "/nowhere", "/css/site.css") + [("test config", "exec", ["nginx", "-t", "-q", "-c", "/etc/nginx/own.conf"])]),
  "express": dict(files={"srv/app/server.js": EXPRESS, "srv/app/lib/sum.js": "module.exports = (a, b) => a + b;\n", "srv/app/locales/de.json": '{"hi":"hallo"}', "srv/app/locales/fr.json": '{"hi":"salut"}',
    "srv/app/public/a.css": "a{}", "srv/app/data/table.csv": "a,b\n", "srv/app/package.json": '{"name":"x","dependencies":{"express":"*"}}'}, config=dict(Cmd=["node", "server.js"], WorkingDir="/srv/app", Env=["PORT=8000"]),
    cases=http("/json", "/cookie", "/lib", "/dyn?n=fr", "/tz", "/exec", "/spawn", "/dns", "/tmp", "/data", "/user", "/debug", "/yallist", "/boom", "/static/a.css", "/nowhere") + [("POST /echo", "POST application/json {\"a\":2}", "/echo"), ("POST /form", "POST application/x-www-form-urlencoded a[b]=2", "/form")]),
  "php": dict(files={"srv/app/index.php": PHP, "srv/app/inc/helper.php": "<?php function helper() { return 'help'; }\n", "srv/app/views/hello.phtml": "Hello <?= 1 + 1 ?>\n"}, config=dict(Cmd=["php", "-S", "127.0.0.1:8000", "index.php"], WorkingDir="/srv/app"),
    cases=http("/mb", "/xml", "/db", "/tz", "/locale", "/iconv", "/exec", "/include", "/template", "/tmp", "/user", "/dns", "/mime", "/json", "/nowhere")),
  "sinatra": dict(files={"srv/app/app.rb": SINATRA, "srv/app/views/page.erb": "<p><%= 1 + 1 %></p>", "srv/app/lib/helper.rb": "def helper; 'help'; end\n", "srv/app/public/a.css": "a{}"}, config=dict(Cmd=["ruby", "app.rb"], WorkingDir="/srv/app", Env=["PORT=8000"]), seconds=60,
    cases=http("/erb", "/json", "/yaml", "/csv", "/digest", "/ssl", "/zlib", "/erbstd", "/encode", "/euc", "/sh", "/open3", "/tmp", "/set", "/etc", "/dns", "/date", "/bigdecimal", "/rel", "/boom", "/a.css", "/nowhere")),
  "batch": dict(files={"app/job.sh": BATCH}, config=dict(Entrypoint=["/app/job.sh"], WorkingDir="/app"), server=False, train=["/app/job.sh", "hello"],
    cases=[(w, "exec", ["/app/job.sh", w]) for w in "count sed find date archive sum calc perl perlutf python git gitclone sqlite file locale iconv tput openssl legacy sudo getent services curl convert text java".split()]),
  "lighttpd": dict(files={"srv/www/index.html": "ok", "srv/www/a.pl": CGI_PL, "srv/www/b.pl": CGI_PL2, "srv/www/c.sh": CGI_SH, "srv/www/sub/x.txt": "x", "etc/lighttpd/own.conf": LIGHTTPD}, config=dict(Entrypoint=["lighttpd", "-D", "-f", "/etc/lighttpd/own.conf"]),
    cases=http("/a.pl", "/b.pl", "/c.sh", "/sub/", "/sub/x.txt", "/old", "/nowhere")),
}
