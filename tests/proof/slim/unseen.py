"""Applications that no check was tuned on. Their use cases were written before any result on them was looked at."""
from apps import http, sql, PG_ENV, PG_START

DJANGO = '''
import os, sys
from django.conf import settings
settings.configure(DEBUG=False, SECRET_KEY="x" * 50, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], USE_I18N=True, USE_TZ=True, TIME_ZONE="Europe/Oslo", LANGUAGE_CODE="en-us",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.humanize"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.contrib.sessions.middleware.SessionMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies", DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")], "OPTIONS": {}}])
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.shortcuts import render
def index(r): return HttpResponse("ok")
def page(r): return render(r, "page.html", {"n": 1234567, "items": ["a", "b"]})
def js(r): return JsonResponse({"a": [1, 2]})
def form(r):
    from django import forms
    class F(forms.Form):
        mail = forms.EmailField(); when = forms.DateField()
    f = F({"mail": "a@b.example", "when": "2024-07-01"}); return HttpResponse(str(f.is_valid()) + f.as_p())
def orm(r):
    from django.db import connection
    with connection.cursor() as c: c.execute("select 6*7"); return HttpResponse(str(c.fetchone()[0]))
def user(r):
    from django.contrib.auth.hashers import make_password, check_password
    return HttpResponse(str(check_password("x", make_password("x", salt="abc"))))
def lang(r):
    from django.utils import translation
    with translation.override("de"): return HttpResponse(translation.gettext("Monday"))
def zone(r):
    from django.utils import timezone; import datetime
    return HttpResponse(timezone.localtime(datetime.datetime(2024, 7, 1, tzinfo=datetime.timezone.utc)).isoformat())
def mail(r):
    from django.core import mail
    with mail.get_connection("django.core.mail.backends.locmem.EmailBackend") as c: return HttpResponse(str(c.send_messages([mail.EmailMessage("s", "b", "a@b.example", ["c@d.example"])])))
def sign(r):
    from django.core import signing; return HttpResponse(signing.loads(signing.dumps({"a": 1}))["a"])
def feed(r):
    from django.utils import feedgenerator
    f = feedgenerator.Atom1Feed("t", "http://x/", "d"); return HttpResponse(str(len(f.writeString("utf-8")) > 100))
def serialise(r):
    from django.core import serializers; from django.contrib.auth.models import Group
    return HttpResponse(serializers.serialize("xml", [Group(name="g")]))
def paginate(r):
    from django.core.paginator import Paginator; return HttpResponse(str(Paginator(range(30), 10).num_pages))
def validate(r):
    from django.core.validators import URLValidator; URLValidator()("https://b.example/"); return HttpResponse("valid")
def session(r): r.session["a"] = 1; return HttpResponse(str(r.session["a"]))
def boom(r): raise ValueError("boom")
urlpatterns = [path("", index)] + [path(f.__name__, f) for f in (page, js, form, orm, user, lang, zone, mail, sign, feed, serialise, paginate, validate, session, boom)]
application = get_wsgi_application()
'''
FASTAPI = '''
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse, FileResponse, StreamingResponse, PlainTextResponse
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
    price: float = 1.5
@app.get("/", response_class=PlainTextResponse)
async def index(): return "ok"
@app.post("/item")
async def item(i: Item): return i
@app.get("/file")
async def file(): return FileResponse("/srv/app/data.csv")
@app.get("/stream")
async def stream(): return StreamingResponse(iter(["a", "b"]), media_type="text/plain")
@app.get("/numpy", response_class=PlainTextResponse)
def np():
    import numpy; return str(numpy.linalg.norm(numpy.array([3.0, 4.0])))
@app.get("/fft", response_class=PlainTextResponse)
def fft():
    import numpy.fft; return str(abs(numpy.fft.fft([1, 0, 0, 0])).sum())
@app.get("/random", response_class=PlainTextResponse)
def random():
    import numpy; return str(numpy.random.default_rng(1).integers(0, 10, 3).tolist())
@app.get("/pandas", response_class=PlainTextResponse)
def pandas():
    import pandas; return str(pandas.read_csv("/srv/app/data.csv")["b"].sum())
@app.get("/docs-json")
async def docs(): return app.openapi()["info"]
@app.get("/uuid", response_class=PlainTextResponse)
def uid():
    import uuid; return str(uuid.uuid5(uuid.NAMESPACE_DNS, "x"))
@app.get("/hash", response_class=PlainTextResponse)
def hsh():
    import hashlib; return hashlib.blake2b(b"x").hexdigest()[:8]
@app.get("/async", response_class=PlainTextResponse)
async def asy():
    import asyncio
    p = await asyncio.create_subprocess_exec("cat", "/srv/app/data.csv", stdout=asyncio.subprocess.PIPE); out, _ = await p.communicate(); return str(len(out))
@app.get("/pool", response_class=PlainTextResponse)
def pool():
    import multiprocessing.pool; return str(multiprocessing.pool.ThreadPool(2).map(abs, [-1]))
@app.get("/mail", response_class=PlainTextResponse)
def mail():
    from email.message import EmailMessage; m = EmailMessage(); m["Subject"] = "\\u00e4"; m.set_content("\\u00e4"); return str(len(m.as_bytes()) > 20)
@app.get("/gzip", response_class=PlainTextResponse)
def gz():
    import gzip, lzma, bz2; return str(len(lzma.compress(b"x")) + len(bz2.compress(b"x")) + len(gzip.compress(b"x", mtime=0)))
@app.get("/missing")
async def missing(): raise HTTPException(404, "none")
@app.get("/boom")
async def boom(): raise RuntimeError("boom")
'''
KOA = '''
const Koa = require('koa'); const fs = require('fs'); const path = require('path');
const app = new Koa();
const routes = {
  '/': () => 'ok',
  '/ejs': () => require('ejs').renderFile(path.join(__dirname, 'views', 'page.ejs'), { name: 'x' }),
  '/yaml': () => require('js-yaml').load('a: [1]'),
  '/dayjs': () => { const d = require('dayjs'); require('dayjs/locale/fr'); return d('2024-07-01').locale('fr').format('dddd'); },
  '/zone': () => { const d = require('dayjs'); d.extend(require('dayjs/plugin/utc')); d.extend(require('dayjs/plugin/timezone')); return d.utc('2024-07-01').tz('Asia/Tokyo').format('HH'); },
  '/uuid': () => String(require('uuid').validate('6ba7b810-9dad-11d1-80b4-00c04fd430c8')),
  '/iconv': () => require('iconv-lite').encode('\\u3042', 'Shift_JIS').toString('hex'),
  '/md': () => require('marked').parse('# a'),
  '/data': () => JSON.parse(fs.readFileSync(path.join(__dirname, 'data', 'list.json'))),
  '/crypto': () => require('crypto').createHash('md5').update('x').digest('hex'),
  '/pbkdf': () => require('crypto').pbkdf2Sync('a', 'b', 2, 8, 'sha512').toString('hex'),
  '/zlib': () => require('zlib').brotliCompressSync('x'.repeat(50)).length + '',
  '/intl': () => new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(1234.5),
  '/worker': () => new Promise((done, fail) => { const { Worker } = require('worker_threads'); new Worker(path.join(__dirname, 'jobs', 'double.js'), { workerData: 21 }).once('message', (n) => done(String(n))).once('error', fail); }),
  '/child': () => require('child_process').execFileSync('uname', ['-s']).toString(),
  '/handler': (ctx) => require('./handlers/' + (ctx.query.n || 'b'))(),
  '/https': () => new Promise((done) => require('https').get('https://127.0.0.1:9/').on('error', (e) => done(e.code))),
  '/boom': () => { throw new Error('boom'); },
};
app.use(async (ctx) => { const route = routes[ctx.path]; if (route) ctx.body = await route(ctx); });
app.listen(8000, '127.0.0.1');
'''
MOJO = '''#!/usr/bin/perl
use Mojolicious::Lite -signatures;
get '/' => sub ($c) { $c->render(text => 'ok') };
get '/page' => sub ($c) { $c->stash(name => 'x'); $c->render(template => 'page') };
get '/json' => sub ($c) { $c->render(json => { a => 1 }) };
get '/dom' => sub ($c) { require Mojo::DOM; $c->render(text => Mojo::DOM->new('<p>a</p>')->at('p')->text) };
get '/digest' => sub ($c) { require Digest::SHA; $c->render(text => Digest::SHA::sha1_hex('x')) };
get '/encode' => sub ($c) { require Encode; $c->render(text => unpack('H*', Encode::encode('shiftjis', "\\x{3042}"))) };
get '/latin' => sub ($c) { require Encode; $c->render(text => unpack('H*', Encode::encode('iso-8859-15', "\\x{20ac}"))) };
get '/time' => sub ($c) { require Time::Piece; $c->render(text => Time::Piece->strptime('2024-07-01', '%Y-%m-%d')->yday) };
get '/posix' => sub ($c) { require POSIX; $c->render(text => POSIX::floor(1.5)) };
get '/norm' => sub ($c) { require Unicode::Normalize; $c->render(text => length(Unicode::Normalize::NFD("\\x{e4}"))) };
get '/case' => sub ($c) { $c->render(text => "\\x{df}" =~ /\\p{Lowercase}/ ? lc("\\x{c4}") eq "\\x{e4}" : 0) };
get '/storable' => sub ($c) { require Storable; $c->render(text => Storable::dclone([7])->[0]) };
get '/temp' => sub ($c) { require File::Temp; my $f = File::Temp->new; print $f 'x'; $c->render(text => 'saved') };
get '/pipe' => sub ($c) { my $o = `printf 'b\\\\na\\\\n' | sort`; $c->render(text => $o) };
get '/cbor' => sub ($c) { require JSON; $c->render(text => JSON->new->canonical->encode({ b => 1, a => 2 })) };
get '/lwp' => sub ($c) { require LWP::UserAgent; $c->render(text => LWP::UserAgent->new(timeout => 1)->get('http://127.0.0.1:9/')->code) };
get '/big' => sub ($c) { require Math::BigInt; $c->render(text => Math::BigInt->new(2)->bpow(70)) };
get '/config' => sub ($c) { my $o = do './conf/site.pl'; $c->render(text => $o->{title} // die 'no configuration') };
get '/boom' => sub { die 'boom' };
app->start('daemon', '-l', 'http://127.0.0.1:8000');
'''
APACHE = '''
ServerRoot /etc/apache2
ServerName localhost
Listen 127.0.0.1:8000
PidFile /tmp/apache.pid
Mutex file:/tmp
ErrorLog /tmp/error.log
User www-data
Group www-data
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_host_module /usr/lib/apache2/modules/mod_authz_host.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule cgi_module /usr/lib/apache2/modules/mod_cgi.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule php_module /usr/lib/apache2/modules/libphp8.2.so
TypesConfig /etc/mime.types
DocumentRoot /srv/www
DirectoryIndex index.html
ErrorDocument 404 /errors/none.html
AddHandler application/x-httpd-php .php
AddHandler cgi-script .cgi
Alias /icons/ /usr/share/apache2/icons/
<Directory /srv/www>
  Options +Indexes +ExecCGI +FollowSymLinks
  AllowOverride All
  Require all granted
</Directory>
<Directory /usr/share/apache2/icons>
  Require all granted
</Directory>
'''
APACHE_PHP = '''<?php
switch ($_GET['q'] ?? '') {
  case 'mb': echo mb_strlen("\\u{e4}\\u{e4}"); break;
  case 'dom': $d = new DOMDocument(); $d->loadXML('<a><b>1</b></a>'); echo $d->getElementsByTagName('b')->length; break;
  case 'date': date_default_timezone_set('America/Sao_Paulo'); echo date('T', 1719792000); break;
  case 'session': session_save_path('/tmp'); session_start(); $_SESSION['a'] = 1; echo 'session'; break;
  case 'sqlite': $d = new SQLite3(':memory:'); echo $d->querySingle('select 7'); break;
  case 'inc': include 'inc/menu.php'; echo menu(); break;
  case 'proc': $p = proc_open(['wc', '-c'], [['pipe', 'r'], ['pipe', 'w']], $io); fwrite($io[0], 'abc'); fclose($io[0]); echo trim(stream_get_contents($io[1])); break;
  case 'hash': echo hash('sha3-256', 'x'); break;
  case 'regex': echo preg_replace('/\\\\p{L}/u', 'x', "\\u{e4}"); break;
  case 'upload': echo is_writable(sys_get_temp_dir()) ? 'writable' : http_response_code(500); break;
  default: echo 'php';
}
'''
CGI = '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n"\ndate -u -d @0 +%Y; basename /a/b; seq 3 | paste -s -d +\n'
JAVA = '''
import com.sun.net.httpserver.*; import java.io.*; import java.net.*; import java.nio.charset.*; import java.nio.file.*; import java.util.*; import java.util.concurrent.*;
public class App {
  interface Job { String run() throws Exception; }
  static void add(HttpServer s, String path, Job job) {
    s.createContext(path, (x) -> { byte[] b; int c = 200; try { b = job.run().getBytes(StandardCharsets.UTF_8); } catch (Throwable e) { b = e.getClass().getName().getBytes(); c = 500; } x.sendResponseHeaders(c, b.length); x.getResponseBody().write(b); x.close(); });
  }
  public static void main(String[] a) throws Exception {
    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", 8000), 0);
    add(s, "/", () -> "ok");
    add(s, "/charset", () -> Arrays.toString("\\u3042".getBytes("Shift_JIS")));
    add(s, "/zone", () -> java.time.ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 0, java.time.ZoneId.of("Asia/Kolkata")).getOffset().toString());
    add(s, "/format", () -> java.text.NumberFormat.getInstance(Locale.GERMANY).format(1234.5));
    add(s, "/day", () -> java.time.DayOfWeek.MONDAY.getDisplayName(java.time.format.TextStyle.FULL, Locale.FRENCH));
    add(s, "/xml", () -> javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream("<a><b/></a>".getBytes())).getDocumentElement().getTagName());
    add(s, "/xslt", () -> { var w = new StringWriter(); javax.xml.transform.TransformerFactory.newInstance().newTransformer().transform(new javax.xml.transform.stream.StreamSource(new StringReader("<a/>")), new javax.xml.transform.stream.StreamResult(w)); return w.toString(); });
    add(s, "/sha", () -> HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA3-256").digest(new byte[] {1})));
    add(s, "/aes", () -> { var c = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding"); var k = javax.crypto.KeyGenerator.getInstance("AES").generateKey(); c.init(1, k); return "" + c.doFinal(new byte[3]).length; });
    add(s, "/tls", () -> "" + (javax.net.ssl.SSLContext.getDefault().getDefaultSSLParameters().getProtocols().length > 0));
    add(s, "/trust", () -> { var f = javax.net.ssl.TrustManagerFactory.getInstance("PKIX"); f.init((java.security.KeyStore) null); return "" + (((javax.net.ssl.X509TrustManager) f.getTrustManagers()[0]).getAcceptedIssuers().length > 10); });
    add(s, "/gzip", () -> { var o = new ByteArrayOutputStream(); try (var g = new java.util.zip.GZIPOutputStream(o)) { g.write(new byte[100]); } return "" + (o.size() > 10); });
    add(s, "/image", () -> { var i = new java.awt.image.BufferedImage(4, 4, 1); var o = new ByteArrayOutputStream(); return "" + javax.imageio.ImageIO.write(i, "png", o); });
    add(s, "/exec", () -> new String(new ProcessBuilder("id", "-u").start().getInputStream().readAllBytes()));
    add(s, "/file", () -> Files.readString(Path.of("/srv/app/conf/app.properties")).trim());
    add(s, "/bundle", () -> ResourceBundle.getBundle("messages", Locale.GERMAN).getString("hi"));
    add(s, "/http", () -> { try { java.net.http.HttpClient.newHttpClient().send(java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:9/")).build(), java.net.http.HttpResponse.BodyHandlers.ofString()); return "?"; } catch (ConnectException e) { return "refused"; } });
    add(s, "/log", () -> { java.util.logging.Logger.getLogger("x").info("x"); return "logged"; });
    add(s, "/pool", () -> "" + Executors.newFixedThreadPool(2).submit(() -> 7).get());
    add(s, "/temp", () -> { Files.delete(Files.createTempFile("x", "y")); return "gone"; });
    s.start();
  }
}
'''
RACK = '''
require 'rack'
JOBS = {
  '/' => -> { 'ok' },
  '/haml' => -> { require 'haml'; Haml::Template.new(File.join(__dir__, 'views/page.haml')).render },
  '/tilt' => -> { require 'tilt'; Tilt.new(File.join(__dir__, 'views/page.erb')).render(nil, name: 'x') },
  '/nokogiri' => -> { require 'nokogiri'; Nokogiri::XML('<a><b>1</b></a>').at('b').text },
  '/html' => -> { require 'nokogiri'; Nokogiri::HTML('<p>x').css('p').text },
  '/json' => -> { require 'json'; { a: 1 }.to_json },
  '/yaml' => -> { require 'yaml'; { 'a' => 1 }.to_yaml },
  '/time' => -> { require 'time'; Time.parse('2024-07-01T00:00:00Z').iso8601 },
  '/tz' => -> { ENV['TZ'] = 'Australia/Sydney'; Time.at(1719792000).hour.to_s },
  '/hmac' => -> { require 'openssl'; OpenSSL::HMAC.hexdigest('SHA256', 'k', 'x')[0, 8] },
  '/securerandom' => -> { require 'securerandom'; SecureRandom.hex(4).size.to_s },
  '/logger' => -> { require 'logger'; Logger.new(StringIO.new).info('x').to_s },
  '/net' => -> { require 'net/http'; begin; Net::HTTP.get(URI('http://127.0.0.1:9/')); rescue Errno::ECONNREFUSED; 'refused'; end },
  '/ssl' => -> { require 'openssl'; OpenSSL::SSL::SSLContext.new.setup.to_s },
  '/pstore' => -> { require 'pstore'; PStore.new('/tmp/p').transaction { |s| s[:a] = 1 }.to_s },
  '/find' => -> { require 'find'; Find.find(__dir__).count { |f| f.end_with?('.erb') }.to_s },
  '/cgi' => -> { require 'cgi'; CGI.escape('a b') },
  '/shell' => -> { require 'shellwords'; `echo #{'a b'.shellescape} | rev`.strip },
  '/digest' => -> { require 'digest/sha2'; Digest::SHA512.hexdigest('x')[0, 8] },
  '/ractor' => -> { require 'monitor'; Monitor.new.synchronize { 'locked' } },
  '/matrix' => -> { require_relative 'lib/tool'; Tool.run },
  '/boom' => -> { raise 'boom' },
}
run lambda { |env|
  job = JOBS[env['PATH_INFO']]
  job ? [200, { 'content-type' => 'text/plain' }, [job.call.to_s]] : [404, { 'content-type' => 'text/plain' }, ['none']]
}
'''
LUA = '''#!/usr/bin/lua5.4
local what = arg[1] or 'hello'
local jobs = {
  hello = function() print('hello') end,
  json = function() print(require('cjson').encode({1, 2})) end,
  decode = function() print(require('cjson').decode('{"a":7}').a) end,
  url = function() print(require('socket.url').parse('http://a.example/b').host) end,
  mime = function() print((require('mime').b64('x'))) end,
  dns = function() print(require('socket').dns.toip('localhost')) end,
  own = function() package.path = '/srv/app/?.lua;' .. package.path; print(require('helper').twice(4)) end,
  file = function() for line in io.lines('/srv/app/data.txt') do print(line) end end,
  popen = function() print(io.popen('expr 2 + 3'):read('a')) end,
  exec = function() os.execute('test -d /srv && echo there') end,
  date = function() print(os.date('!%Y', 0)) end,
  locale = function() assert(os.setlocale('fr_FR.UTF-8')); print(string.format('%.1f', 1.5)) end,
  tmp = function() local f = assert(io.open(os.tmpname(), 'w')); f:write('x'); f:close(); print('saved') end,
  ltn = function() print(require('ltn12').source.string('abc')()) end,
}
assert(jobs[what])()
'''
def redis(name, *words): return (name, "exec", ["redis-cli", "--no-raw", *words])
APPS = {
  "django": dict(files={"srv/app/app.py": DJANGO, "srv/app/templates/page.html": "{% load humanize %}{{ n|intcomma }}{% for i in items %}{{ forloop.counter }}{{ i }}{% endfor %}"},
    config=dict(Cmd=["gunicorn", "-b", "127.0.0.1:8000", "app:application"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "page js form orm user lang zone mail sign feed serialise paginate validate session boom nowhere".split()))),
  "fastapi": dict(files={"srv/app/main.py": FASTAPI, "srv/app/data.csv": "a,b\n1,2\n3,4\n"}, config=dict(Cmd=["uvicorn", "main:app", "--host", "127.0.0.1", "--port", "8000"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "file stream numpy fft random pandas docs-json openapi.json uuid hash async pool mail gzip missing boom nowhere".split())) + [("POST /item", "POST application/json {\"name\":\"x\"}", "/item"), ("POST bad", "POST application/json {}", "/item")]),
  "koa": dict(files={"srv/app/index.js": KOA, "srv/app/package.json": '{"name":"k","main":"index.js","dependencies":{"koa":"2.15.3","ejs":"3.1.10","js-yaml":"4.1.0","dayjs":"1.11.13","uuid":"9.0.1","iconv-lite":"0.6.3","marked":"12.0.2"}}',
    "srv/app/views/page.ejs": "<b><%= name %></b>", "srv/app/data/list.json": "[1,2]", "srv/app/jobs/double.js": "const { parentPort, workerData } = require('worker_threads'); parentPort.postMessage(workerData * 2);\n",
    "srv/app/handlers/a.js": "module.exports = () => 'a';\n", "srv/app/handlers/b.js": "module.exports = () => require('util').format('%s', 'b');\n"}, build="cd $LAYER/srv/app && npm install --silent --no-audit --no-fund --omit=dev",
    config=dict(Cmd=["node", "index.js"], WorkingDir="/srv/app"), cases=http(*("/" + n for n in "ejs yaml dayjs zone uuid iconv md data crypto pbkdf zlib intl worker child handler handler?n=a https boom nowhere".split()))),
  "mojolicious": dict(files={"srv/app/app.pl": MOJO, "srv/app/templates/page.html.ep": "<p><%= $name %></p>\n", "srv/app/conf/site.pl": "{ title => 'site' };\n", "srv/app/public/a.txt": "a"}, config=dict(Cmd=["perl", "app.pl"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "page json dom digest encode latin time posix norm case storable temp pipe cbor lwp big config boom a.txt nowhere".split()))),
  "apache": dict(files={"srv/www/index.html": "ok", "srv/www/q.php": APACHE_PHP, "srv/www/inc/menu.php": "<?php function menu() { return 'menu'; }\n", "srv/www/a.cgi": CGI, "srv/www/sub/x.txt": "x", "srv/www/sub/y.svg": "<svg/>", "srv/www/errors/none.html": "none",
    "srv/www/old/.htaccess": "RewriteEngine On\nRewriteRule .* / [R=302]\n", "etc/apache2/own.conf": APACHE}, config=dict(Entrypoint=["apache2", "-D", "FOREGROUND", "-f", "/etc/apache2/own.conf"]),
    cases=http("/sub/x.txt", "/sub/", "/sub/y.svg", "/a.cgi", "/old/x", "/icons/text.gif", "/nowhere", *("/q.php?q=" + n for n in "mb dom date session sqlite inc proc hash regex upload".split()))),
  "java": dict(files={"srv/app/src/App.java": JAVA, "srv/app/conf/app.properties": "title=app\n", "srv/app/classes/messages.properties": "hi=hi\n", "srv/app/classes/messages_de.properties": "hi=hallo\n"},
    build="cd $LAYER/srv/app && javac --release 17 -d classes src/App.java && rm -r src", config=dict(Cmd=["java", "-XX:+UseSerialGC", "-cp", "/srv/app/classes", "App"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "charset zone format day xml xslt sha aes tls trust gzip image exec file bundle http log pool temp".split()))),
  "redis": dict(files={"etc/redis/own.conf": "port 8000\nbind 127.0.0.1\ndir /tmp\nsave \"\"\n"}, config=dict(Cmd=["redis-server", "/etc/redis/own.conf"], Env=["REDISCLI_HISTFILE=/dev/null"]), ready=["redis-cli", "-p", "8000", "ping"],
    cases=[redis("set", "-p", "8000", "set", "a", "1"), redis("lua", "-p", "8000", "eval", "return cjson.encode({1})", "0"), redis("save", "-p", "8000", "save"), redis("info", "-p", "8000", "object", "help"), redis("sort", "-p", "8000", "sort", "nothing", "alpha"),
      ("check", "exec", ["redis-check-rdb", "/tmp/dump.rdb"]), ("help", "exec", ["redis-server", "--version"]), ("benchmark", "exec", ["sh", "-c", "redis-benchmark -p 8000 -n 10 -q -t ping | wc -l | awk '{print ($1 > 0)}'"])]),
  "rack": dict(files={"srv/app/config.ru": RACK, "srv/app/views/page.haml": "%p x\n", "srv/app/views/page.erb": "<p><%= name %></p>\n", "srv/app/lib/tool.rb": "require 'ostruct'\nmodule Tool\n  def self.run = OpenStruct.new(a: 4).a.to_s\nend\n"},
    config=dict(Cmd=["puma", "-b", "tcp://127.0.0.1:8000", "config.ru"], WorkingDir="/srv/app", Env=["RACK_ENV=production"]), seconds=60,
    cases=http(*("/" + n for n in "haml tilt nokogiri html json yaml time tz hmac securerandom logger net ssl pstore find cgi shell digest ractor matrix boom nowhere".split()))),
  "lua": dict(files={"srv/app/job.lua": LUA, "srv/app/helper.lua": "return { twice = function(n) return 2 * n end }\n", "srv/app/data.txt": "line\n"}, config=dict(Entrypoint=["/srv/app/job.lua"], WorkingDir="/srv/app"), server=False, train=["/srv/app/job.lua", "hello"],
    cases=[(w, "exec", ["/srv/app/job.lua", w]) for w in "json decode url mime dns own file popen exec date locale tmp ltn".split()]),
  "postgres": dict(files={"srv/note.txt": "x"}, config=dict(Cmd=PG_START, Env=["%s=%s" % e for e in PG_ENV.items()]), prepare="mkdir -p /data && chown postgres /data && su postgres -s /bin/sh -c 'LC_ALL=C.UTF-8 /usr/lib/postgresql/15/bin/initdb -D /data -A trust >/dev/null'",
    keep=["data"], socket="/tmp/.s.PGSQL.5432", training=[["sh", "-c", "psql -At -c 'select 1'"]],
    cases=[sql("zone", "select now() at time zone 'Europe/Paris' > '2000-01-01'"), sql("zones", "set timezone_abbreviations='Default'; select count(*)>100 from pg_timezone_names"), sql("pgcrypto", "create extension pgcrypto; select length(crypt('x', gen_salt('bf')))"),
      sql("hstore", "create extension hstore; select 'a=>1'::hstore"), sql("search", "select to_tsvector('german','Die Kinder')"), sql("plpgsql", "do 'begin perform 1; end'"), sql("collate", "create collation de (provider=icu, locale='de'); select 'a' < 'b' collate de"),
      sql("trgm", "create extension pg_trgm; select similarity('a','ab')>0"), sql("convert", "select convert_to('x','LATIN9')"), sql("eucjp", "select convert('x'::bytea,'UTF8','EUC_JP')"), sql("xml", "select xml '<a/>'"), sql("regex", "select 'abc' ~ 'b'"), ("dump", "exec", ["sh", "-c", "pg_dump -s postgres | wc -l | awk '{print ($1 > 5)}'"])]),
}
