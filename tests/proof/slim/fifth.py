"""A fifth set: services in Python, PHP and Elixir on other servers, an editor, typesetting, plots, version control, builds. Written before any result."""
from apps import http
def run(name, *words): return (name, "exec", list(words))

WSGI = '''
def job(name):
    if name == "sqlite": import sqlite3; return sqlite3.connect(":memory:").execute("select 6*7").fetchone()[0]
    if name == "yaml": import yaml; return yaml.safe_load("a: [1]")
    if name == "babel": from babel.numbers import format_decimal; return format_decimal(1234.5, locale="de")
    if name == "template": from string import Template; return Template(open("/srv/app/page.txt").read()).substitute(a=1)
    if name == "zone": from zoneinfo import ZoneInfo; from datetime import datetime; return datetime(2024, 7, 1, tzinfo=ZoneInfo("Australia/Sydney")).utcoffset()
    if name == "xmlrpc": import xmlrpc.client; return xmlrpc.client.dumps((1,))[:9]
    if name == "html": from html.parser import HTMLParser; return HTMLParser().rawdata
    if name == "uuid": import uuid; return uuid.uuid5(uuid.NAMESPACE_DNS, "x")
    if name == "bz2": import bz2; return len(bz2.compress(b"x" * 99))
    if name == "lzma": import lzma; return len(lzma.compress(b"x" * 99))
    if name == "hmac": import hmac; return hmac.new(b"k", b"x", "sha3_256").hexdigest()
    if name == "socket": import socket; return socket.getservbyname("https")
    if name == "tls": import ssl; return ssl.create_default_context().check_hostname
    if name == "popen": import os; return os.popen("sort -r /srv/app/list.txt | head -n 1").read()
    if name == "list": import subprocess; return subprocess.check_output(["wc", "-l", "/srv/app/list.txt"])
    if name == "own": import helpers.late; return helpers.late.answer()
    if name == "dynamic": import importlib; return importlib.import_module("helpers." + "other").answer()
    if name == "user": import getpass, os; return os.path.expanduser("~www-data")
    if name == "codec": return "x".encode("cp1252")
    if name == "locale": import locale; return locale.setlocale(locale.LC_ALL, "fr_FR.UTF-8") and locale.format_string("%.1f", 1.5)
    if name == "django": import django; from django.conf import settings; settings.configured or settings.configure(TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}]); django.setup(); from django.template import Template, Context; return Template("{{ a|title }}").render(Context({"a": "x"}))
    if name == "uwsgi": import uwsgi; return uwsgi.version is not None
    if name == "curses": import curses; curses.setupterm("xterm"); return curses.tigetnum("colors")
    if name == "unicode": import unicodedata; return unicodedata.name("x")
    return None
def application(environ, start):
    path = environ["PATH_INFO"]
    if path == "/": start("200 OK", [("Content-Type", "text/plain")]); return [b"ok"]
    found = job(path[1:])
    start("200 OK" if found is not None else "404 No", [("Content-Type", "text/plain")]); return [str(found).encode()]
'''
TORNADO = '''
import tornado.ioloop, tornado.web, io
def plot(kind, **more):
    import matplotlib; matplotlib.use("Agg"); import matplotlib.pyplot as plt; f, a = plt.subplots(); a.plot([1, 2]); b = io.BytesIO(); f.savefig(b, format=kind, **more); plt.close(f); return len(b.getvalue()) > 500
def style():
    import matplotlib; matplotlib.use("Agg"); import matplotlib.pyplot as plt
    with plt.style.context("ggplot"): return plt.rcParams["axes.facecolor"]
def mathtext():
    import matplotlib; matplotlib.use("Agg"); import matplotlib.pyplot as plt; f = plt.figure(); f.text(0, 0, "$x^2$"); f.savefig(io.BytesIO()); return "math"
def bars():
    import matplotlib; matplotlib.use("Agg"); import matplotlib.pyplot as plt; from mpl_toolkits.mplot3d import Axes3D; return plt.figure().add_subplot(projection="3d").name
def dates():
    import matplotlib.dates as d, datetime; return d.date2num(datetime.datetime(2024, 7, 1))
def numpy():
    import numpy; return numpy.fft.fft([1, 2, 3]).real.sum()
def linalg():
    import numpy; return numpy.linalg.det(numpy.eye(3))
def random():
    import numpy.random; return numpy.random.default_rng(1).integers(10)
def polynomial():
    from numpy.polynomial import Polynomial; return Polynomial([1, 2])(2)
def template():
    import tornado.template; return tornado.template.Loader("/srv/app/t").load("page.html").generate(list=[1, 2]).decode()
def client():
    import tornado.httpclient
    try: tornado.httpclient.HTTPClient().fetch("http://127.0.0.1:9/")
    except Exception as e: return type(e).__name__
def sockets():
    import tornado.websocket; return tornado.websocket.__name__
def process():
    import subprocess; return subprocess.run("printf 'b\\\\na\\\\n' | sort", shell=True, capture_output=True, text=True).stdout
def locale():
    import tornado.locale; tornado.locale.load_translations("/srv/app/l"); return tornado.locale.get("de_DE").translate("hi")
def image():
    from PIL import Image; b = io.BytesIO(); Image.new("RGB", (2, 2)).save(b, "JPEG"); return len(b.getvalue()) > 100
JOBS = {"png": lambda: plot("png"), "svg": lambda: plot("svg"), "pdf": lambda: plot("pdf"), "ps": lambda: plot("ps"), "jpg": lambda: plot("jpg"), "raw": lambda: plot("raw"), **{f.__name__: f for f in (style, mathtext, bars, dates, numpy, linalg, random, polynomial, template, client, sockets, process, locale, image)}}
class Index(tornado.web.RequestHandler):
    def get(self): self.write("ok")
class Job(tornado.web.RequestHandler):
    def get(self, name): self.write(str(JOBS[name]()))
tornado.web.Application([("/", Index), ("/job/(.*)", Job), ("/static/(.*)", tornado.web.StaticFileHandler, {"path": "/srv/app/static"})]).listen(8000, "127.0.0.1")
tornado.ioloop.IOLoop.current().start()
'''
ELIXIR = '''
defmodule Jobs do
  def run("enum"), do: Enum.map([1, 2], &(&1 * 2))
  def run("stream"), do: Stream.cycle([1, 2]) |> Enum.take(3)
  def run("regex"), do: Regex.run(~r/b+/, "abbc")
  def run("date"), do: Date.add(~D[2024-07-01], 1)
  def run("calendar"), do: Calendar.strftime(~D[2024-07-01], "%A")
  def run("json"), do: inspect(%{a: 1}, pretty: true)
  def run("base"), do: Base.encode64("x")
  def run("uri"), do: URI.parse("http://h/p").path
  def run("version"), do: Version.match?("1.2.0", "~> 1.1")
  def run("eex"), do: EEx.eval_string("<%= 1 + 1 %>")
  def run("logger"), do: Application.ensure_all_started(:logger)
  def run("agent"), do: (fn -> {:ok, a} = Agent.start_link(fn -> 1 end); Agent.get(a, & &1) end).()
  def run("task"), do: Task.await(Task.async(fn -> 3 end))
  def run("mapset"), do: MapSet.new([1, 1])
  def run("crypto"), do: :crypto.hash(:sha256, "x")
  def run("zlib"), do: byte_size(:zlib.gzip("x"))
  def run("ssl"), do: Application.ensure_all_started(:ssl)
  def run("inets"), do: Application.ensure_all_started(:inets)
  def run("xml"), do: :xmerl_scan.string(~c"<a/>") |> elem(0) |> elem(1)
  def run("ets"), do: :ets.info(:ets.new(:t, [])) |> is_list()
  def run("cmd"), do: System.cmd("sort", ["-r", "/srv/app/list.txt"])
  def run("os"), do: :os.cmd(~c"head -n 1 /srv/app/list.txt")
  def run("file"), do: File.read!("/srv/app/list.txt")
  def run("own"), do: Code.require_file("/srv/app/own.exs") |> length()
  def run("code"), do: Code.eval_string("1 + 2") |> elem(0)
  def run("format"), do: Code.format_string!("a  =  1") |> IO.iodata_to_binary()
  def run("unicode"), do: String.normalize("e\\u0301", :nfc)
  def run("http"), do: (fn -> Application.ensure_all_started(:inets); :httpc.request(:get, {~c"http://127.0.0.1:9/", []}, [], []) |> elem(0) end).()
  def run("exunit"), do: (fn -> ExUnit.start(autorun: false); "exunit" end).()
  def run(_), do: "ok"
end
IO.inspect(Jobs.run(List.first(System.argv()) || "start"))
'''
ROFF = ".TH A 1\n.SH NAME\na \\- b\n.PP\nText \\(:a \\fBbold\\fP\n"
TBL = ".TS\ntab(;);\nl l.\na;b\n.TE\n.EQ\nx sup 2\n.EN\n.PS\nbox \"x\"\n.PE\n"
def groff(name, *words): return run(name, *words)
def vi(name, *commands): return run(name, "vim", "-es", "-u", "/srv/v/vimrc", "-N", *[x for c in commands for x in ("-c", c)], "-c", "wq! /tmp/out.txt", "/srv/v/a.py")
def edit(name, *commands): return run(name, "vim", "-es", "-u", "/srv/v/vimrc", "-N", *[x for c in ("redir! > /dev/stdout", *commands) for x in ("-c", c)], "-c", "qa!", "/srv/v/a.py")
def plot(name, text): return run(name, "gnuplot", "-e", text)
SLIM = '''<?php
require '/usr/share/php/Slim/autoload.php';
$app = new Slim\\App(['settings' => ['displayErrorDetails' => false]]);
$app->get('/', function ($q, $r) { return $r->write('ok'); });
$jobs = [
  'twig' => function () { require '/usr/share/php/Twig/autoload.php'; return (new Twig\\Environment(new Twig\\Loader\\FilesystemLoader('/srv/app/views')))->render('page.twig', ['list' => [1, 2]]); },
  'table' => function () { require '/usr/share/php/Symfony/Component/Console/autoload.php'; $o = new Symfony\\Component\\Console\\Output\\BufferedOutput(); (new Symfony\\Component\\Console\\Helper\\Table($o))->setRows([[1, 2]])->render(); return $o->fetch(); },
  'pdo' => fn() => (new PDO('sqlite::memory:'))->query('select 6*7')->fetchColumn(), 'intl' => fn() => (new NumberFormatter('de', NumberFormatter::DECIMAL))->format(1234.5), 'collate' => fn() => (string) (new Collator('sv'))->compare('a', 'b'),
  'mb' => fn() => bin2hex(mb_convert_encoding('x', 'UTF-16')), 'dom' => function () { $d = new DOMDocument(); $d->loadXML('<a/>'); return $d->saveXML(); }, 'xsl' => fn() => class_exists('XMLReader') ? 'reader' : 'none', 'simple' => fn() => (string) simplexml_load_string('<a><b>1</b></a>')->b,
  'json' => fn() => json_encode(['a' => 1]), 'date' => fn() => (new DateTime('2024-07-01', new DateTimeZone('Asia/Tokyo')))->format('P'), 'iconv' => fn() => bin2hex(iconv('UTF-8', 'ISO-8859-15', 'x')), 'ssl' => fn() => @file_get_contents('https://127.0.0.1:9/') === false ? 'refused' : '?', 'rsa' => fn() => is_object(openssl_pkey_new(['private_key_bits' => 1024])) ? 'key' : 'none',
  'shell' => fn() => shell_exec('sort -r /srv/app/list.txt | head -n 1'), 'exec' => fn() => exec('wc -l < /srv/app/list.txt'), 'host' => fn() => gethostbyname('localhost'), 'temp' => fn() => is_resource(tmpfile()) ? 'temp' : 'none', 'locale' => fn() => (string) setlocale(LC_ALL, 'fr_FR.UTF-8'), 'own' => function () { require __DIR__ . '/lib/own.php'; return answer(); },
  'phar' => fn() => (string) class_exists('Phar'), 'user' => fn() => posix_getpwuid(33)['name'], 'session' => function () { session_save_path('/tmp'); return @session_start() ? 'session' : 'none'; }, 'cipher' => fn() => bin2hex(openssl_encrypt('x', 'aes-128-cbc', str_repeat('k', 16), 0, str_repeat('i', 16))),
];
$app->get('/job/{name}', function ($q, $r, $a) use ($jobs) { return isset($jobs[$a['name']]) ? $r->write($jobs[$a['name']]()) : $r->withStatus(404); });
$app->run();
'''
CMAKE = "cmake_minimum_required(VERSION 3.20)\nproject(x NONE)\nfile(WRITE ${CMAKE_BINARY_DIR}/a.txt ok)\n"
def script(name, text): return {"srv/c/%s.cmake" % name: text}
SCRIPTS = {"find": "find_program(P sort)\nfind_package(Python3 COMPONENTS Interpreter)\nmessage(${Python3_VERSION})", "string": "string(JSON V GET [[{\"a\": 1}]] a)\nstring(SHA256 H x)\nmessage(\"${V} ${H}\")", "process": "execute_process(COMMAND sort -r /srv/c/list.txt COMMAND head -n 1 OUTPUT_VARIABLE O)\nmessage(\"${O}\")", "include": "include(CMakePrintHelpers)\ncmake_print_variables(CMAKE_VERSION)", "package": "include(CMakePackageConfigHelpers)\nwrite_basic_package_version_file(/tmp/v.cmake VERSION 1.0 COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)", "gnu": "include(GNUInstallDirs)\nmessage(\"${CMAKE_INSTALL_BINDIR}\")", "fetch": "include(FetchContent)\nmessage(fetch)", "zip": "file(ARCHIVE_CREATE OUTPUT /tmp/a.tar.gz PATHS /srv/c/list.txt FORMAT gnutar COMPRESSION GZip)\nmessage(zip)", "download": "file(DOWNLOAD https://127.0.0.1:9/ /tmp/d STATUS S)\nmessage(\"${S}\")", "threads": "find_package(Git)\nmessage(\"${GIT_FOUND}\")", "own": "list(APPEND CMAKE_MODULE_PATH /srv/c/modules)\ninclude(Own)", "bundle": "include(BundleUtilities)\nmessage(bundle)"}
APPS = {
  "uwsgi": dict(files={"srv/app/app.py": WSGI, "srv/app/page.txt": "$a\n", "srv/app/list.txt": "a\nb\n", "srv/app/helpers/__init__.py": "", "srv/app/helpers/late.py": "import textwrap\ndef answer(): return textwrap.fill('x ' * 9, 4)\n", "srv/app/helpers/other.py": "import heapq\ndef answer(): return heapq.nsmallest(1, [2, 1])\n", "srv/app/own.ini": "[uwsgi]\nplugins = python3\nhttp-socket = 127.0.0.1:8000\nwsgi-file = /srv/app/app.py\nchdir = /srv/app\nneed-app = true\n"},
    config=dict(Cmd=["uwsgi", "--ini", "/srv/app/own.ini"], WorkingDir="/srv/app"), cases=http(*("/" + n for n in "sqlite yaml babel template zone xmlrpc html uuid bz2 lzma hmac socket tls popen list own dynamic user codec locale django uwsgi curses unicode nowhere".split())) + [run("plugins", "uwsgi", "--plugins-list"), run("version", "uwsgi", "--version")]),
  "tornado": dict(files={"srv/app/app.py": TORNADO, "srv/app/t/page.html": "{% for x in list %}{{ x }}{% end %}", "srv/app/l/de_DE.csv": "\"hi\",\"hallo\"\n", "srv/app/static/a.css": "a {}\n"}, config=dict(Cmd=["python3", "/srv/app/app.py"], WorkingDir="/srv/app", Env=["MPLCONFIGDIR=/tmp"]), seconds=60,
    cases=http("/static/a.css", "/nowhere", *("/job/" + n for n in "png svg pdf ps jpg raw style mathtext bars dates numpy linalg random polynomial template client sockets process locale image none".split()))),
  "elixir": dict(files={"srv/app/app.exs": ELIXIR, "srv/app/own.exs": "defmodule Own do\n  def answer, do: 42\nend\n", "srv/app/list.txt": "a\nb\n"}, server=False, config=dict(Entrypoint=["elixir"], Cmd=["/srv/app/app.exs"], Env=["LANG=C.UTF-8"]), train=["elixir", "/srv/app/app.exs"],
    cases=[run(n, "elixir", "/srv/app/app.exs", n) for n in "enum regex calendar json base version eex logger task crypto zlib ssl inets xml cmd os file own format unicode http exunit".split()] + [run("compiler", "elixirc", "-o", "/tmp", "/srv/app/own.exs"), run("mix", "mix", "help"), run("eval", "elixir", "-e", "IO.puts(1)"), run("erl", "erl", "-noshell", "-eval", "io:format(\"x\"),halt().")]),
  "groff": dict(files={"srv/d/a.1": ROFF, "srv/d/t.1": TBL, "srv/d/m.ms": ".TL\nx\n.PP\ny\n", "srv/d/own.tmac": ".de XX\nown\n..\n", "srv/d/o.1": ".XX\n", "srv/d/r.ref": "%A x\n%T y\n"}, server=False, config=dict(Entrypoint=["groff"], WorkingDir="/srv/d"), train=["groff", "-man", "-Tascii", "a.1"],
    cases=[groff(t, "groff", "-man", "-T" + t, "a.1") for t in ("utf8", "latin1", "ps", "dvi", "html", "xhtml", "lj4", "pdf", "cp1047")] + [groff("tbl", "groff", "-t", "-Tascii", "t.1"), groff("eqn", "groff", "-e", "-Tascii", "t.1"), groff("pic", "groff", "-p", "-Tps", "t.1"), groff("ms", "groff", "-ms", "-Tascii", "m.ms"), groff("me", "groff", "-me", "-Tascii", "m.ms"), groff("mom", "groff", "-mom", "-Tps", "m.ms"), groff("mdoc", "groff", "-mdoc", "-Tascii", "a.1"), groff("own", "groff", "-M", "/srv/d", "-m", "own", "-Tascii", "o.1"), groff("nroff", "nroff", "-man", "a.1"), groff("grog", "grog", "a.1"), groff("refer", "refer", "r.ref"), groff("soelim", "soelim", "a.1"), groff("preconv", "preconv", "a.1"), groff("chem", "chem", "a.1"), groff("index", "indxbib", "-o", "/tmp/i", "r.ref"), groff("eqn2", "eqn", "t.1"), groff("german", "groff", "-man", "-mde", "-Tascii", "a.1"), groff("safer", "groff", "-U", "-man", "-Tascii", "a.1"), groff("version", "groff", "--version")]),
  "vim": dict(files={"srv/v/vimrc": "set nocompatible\n", "srv/v/a.py": "def f():\n  return [1,2]\n", "srv/v/own.vim": "function Own()\n  return 'own'\nendfunction\n", "srv/v/a.json": "{\"a\":1}"}, server=False, config=dict(Entrypoint=["vim"]), train=["vim", "-es", "-u", "/srv/v/vimrc", "-N", "-c", "wq! /tmp/out.txt", "/srv/v/a.py"],
    cases=[vi("indent", "filetype plugin indent on", "edit", "normal gg=G"), edit("syntax", "syntax on", "set syntax=python", "syntax list pythonStatement"), edit("color", "syntax on", "colorscheme desert", "echo g:colors_name"), edit("help", "help usr_01", "echo expand('%:t')"), edit("type", "filetype on", "edit /srv/v/a.json", "echo &filetype"), edit("spell", "set spell spelllang=en", "echo spellbadword('teh')"), edit("html", "syntax on", "runtime syntax/2html.vim", "echo line('$') > 9"), edit("own", "source /srv/v/own.vim", "echo Own()"), vi("sort", "%!sort"), edit("system", "echo system('head -n 1 /srv/v/a.py')"), edit("grep", "grep return /srv/v/a.py", "echo len(getqflist())"), edit("netrw", "runtime plugin/netrwPlugin.vim", "Explore /srv/v", "echo &filetype"), edit("matchit", "packadd matchit", "echo exists('loaded_matchit')"), edit("compiler", "compiler gcc", "echo &makeprg"), edit("digraph", "echo digraph_get('a:')"), edit("keymap", "set keymap=russian-jcuken", "echo b:keymap_name"), edit("menu", "runtime menu.vim", "echo exists('did_install_default_menus')"), edit("json", "echo json_decode('{\"a\": 1}').a"), edit("zip", "runtime plugin/zipPlugin.vim", "echo exists('g:loaded_zipPlugin')"), edit("syntaxc", "syntax on", "set syntax=c", "syntax list cType"), edit("tutor", "echo filereadable($VIMRUNTIME . '/tutor/tutor')"), edit("man", "runtime ftplugin/man.vim", "echo exists(':Man')"), edit("defaults", "source $VIMRUNTIME/defaults.vim", "echo &ruler"), run("diff", "vim", "-es", "-d", "-c", "qa!", "/srv/v/a.py", "/srv/v/a.json"), run("xxd", "xxd", "/srv/v/a.json"), run("tutorial", "vimtutor", "--help"), run("version", "vim", "--version")]),
  "gnuplot": dict(files={"srv/g/a.dat": "1 2\n2 3\n", "srv/g/own.gp": "plot '/srv/g/a.dat' with lines\n"}, server=False, config=dict(Entrypoint=["gnuplot"], WorkingDir="/srv/g"), train=["gnuplot", "-e", "set terminal dumb; plot x"],
    cases=[plot(t, "set terminal %s; set output '/tmp/o'; plot sin(x)" % t) for t in ("svg", "pngcairo", "pdfcairo", "png", "gif", "jpeg", "postscript", "latex", "epslatex", "canvas", "tikz", "fig", "hpgl", "cairolatex")] + [plot("color", "set terminal dumb; load 'viridis.pal'; plot x"), plot("palette", "set terminal dumb; set colorsequence podo; splot x*y"), plot("file", "set terminal dumb; plot 'a.dat' with lines"), plot("load", "set terminal dumb; load 'own.gp'"), plot("pipe", "set terminal dumb; plot '< sort -r a.dat'"), plot("fit", "f(x) = a*x; set fit logfile '/tmp/fit.log' quiet; fit f(x) 'a.dat' via a; print a > 0"), plot("system", "print system('head -n 1 a.dat')"), plot("locale", "set locale 'fr_FR.UTF-8'; set decimalsign locale; print gprintf('%.1f', 1.5)"), plot("time", "print strftime('%A', 0)"), plot("help", "help plot"), plot("font", "set terminal pngcairo font 'DejaVu Sans,12'; set output '/tmp/f.png'; plot x"), plot("world", "set terminal dumb; set xdata time; set timefmt '%s'; plot 'a.dat' using 1:2"), run("version", "gnuplot", "--version")]),
  "slimphp": dict(files={"srv/app/index.php": SLIM, "srv/app/views/page.twig": "{% for x in list %}{{ x|e }}{% endfor %}", "srv/app/lib/own.php": "<?php function answer() { return ucwords('own answer'); }\n", "srv/app/list.txt": "a\nb\n", "srv/app/a.css": "a {}\n"}, config=dict(Cmd=["php", "-S", "127.0.0.1:8000", "-t", "/srv/app"], WorkingDir="/srv/app"),
    cases=http("/a.css", "/job/none", *("/job/" + n for n in "twig table pdo intl collate mb dom xsl simple json date iconv ssl rsa shell exec host temp locale own phar user session cipher".split()))),
  "svn": dict(files={"srv/s/tree/a.txt": "a\n", "srv/s/commit.sh": "#!/bin/sh\nsvn co -q svn://127.0.0.1:8000/r /tmp/w && echo b >> /tmp/w/a.txt && svn ci -q -m two /tmp/w && svn log -q svn://127.0.0.1:8000/r | head -n 2 | cut -d' ' -f1\n"}, prepare="mkdir -p /data && svnadmin create /data/r && printf '[general]\\nanon-access = write\\n' > /data/r/conf/svnserve.conf && svn import -q -m one /srv/s/tree file:///data/r", keep=["data"],
    config=dict(Cmd=["svnserve", "-d", "--foreground", "-r", "/data", "--listen-host", "127.0.0.1", "--listen-port", "8000"], Env=["LANG=C.UTF-8"]), ready=["svn", "ls", "svn://127.0.0.1:8000/r"],
    cases=[run(n, *w.split()) for n, w in {"checkout": "svn co -q svn://127.0.0.1:8000/r /tmp/c", "cat": "svn cat svn://127.0.0.1:8000/r/a.txt", "export": "svn export -q file:///data/r /tmp/e", "proplist": "svn proplist -v file:///data/r", "mkdir": "svn mkdir -q -m x svn://127.0.0.1:8000/r/d", "https": "svn ls https://127.0.0.1:9/", "ssh": "svn ls svn+ssh://127.0.0.1/r", "diff": "svn diff -c 1 file:///data/r", "external": "svn diff --diff-cmd diff -c 1 file:///data/r", "dump": "svnadmin dump -q /data/r", "verify": "svnadmin verify -q /data/r", "look": "svnlook youngest /data/r", "tree": "svnlook tree /data/r", "rdump": "svnrdump dump -q file:///data/r", "sync": "svnsync --help", "mucc": "svnmucc -m x mkdir svn://127.0.0.1:8000/r/m", "version": "svnversion /srv", "bench": "svnbench --version", "fs": "svnfs --version", "filter": "svndumpfilter --version", "hotcopy": "svnadmin hotcopy /data/r /tmp/h", "info": "svn info --show-item kind file:///data/r", "script": "/srv/s/commit.sh", "german": "svn help", "server": "svnserve --version -q", "auth": "svnauthz --version -q", "raisetree": "svn-tools --version", "bdb": "svnadmin create --fs-type fsx /tmp/x"}.items()]),
  "cmake": dict(files={"srv/c/CMakeLists.txt": CMAKE, "srv/c/list.txt": "a\nb\n", "srv/c/modules/Own.cmake": "include(CMakeParseArguments)\nmessage(own)\n", **{k: v for n, t in SCRIPTS.items() for k, v in script(n, t).items()}}, server=False, config=dict(Entrypoint=["cmake"], WorkingDir="/srv/c"), train=["cmake", "-S", "/srv/c", "-B", "/tmp/b", "-G", "Unix Makefiles", "-DCMAKE_MAKE_PROGRAM=/bin/true"],
    cases=[run(n, "cmake", "-P", "/srv/c/%s.cmake" % n) for n in SCRIPTS] + [run("tar", "cmake", "-E", "tar", "czf", "/tmp/t.tgz", "/srv/c/list.txt"), run("sum", "cmake", "-E", "sha256sum", "/srv/c/list.txt"), run("ninja", "cmake", "-S", "/srv/c", "-B", "/tmp/n", "-G", "Ninja", "-DCMAKE_MAKE_PROGRAM=/bin/true"), run("help", "cmake", "--help-module", "FindZLIB"), run("command", "cmake", "--help-command", "find_program"), run("install", "cmake", "--install", "/nowhere"), run("ctest", "ctest", "--version"), run("cpack", "cpack", "--version"), run("pack", "cpack", "-G", "TGZ", "--config", "/srv/c/none"), run("capabilities", "cmake", "-E", "capabilities"), run("presets", "cmake", "-S", "/srv/c", "--list-presets"), run("graph", "cmake", "-S", "/srv/c", "-B", "/tmp/b2", "-G", "Unix Makefiles", "-DCMAKE_MAKE_PROGRAM=/bin/true", "--graphviz=/tmp/g")]),
}
