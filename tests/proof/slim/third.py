"""A third set, after what `last.py` showed: a PostScript interpreter, a caching proxy, a command line in PHP, a converter of documents; then, with the checks unchanged, keys and signatures, command lines in plain Ruby and Python. Written before any result."""

def gs(name, *words): return (name, "exec", ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", *words])
PS = "%!PS\n/Helvetica findfont 12 scalefont setfont 10 10 moveto (x) show showpage\n"
def php(name): return (name, "exec", ["php", "/srv/cli/run.php", name])
PHP = '''<?php
spl_autoload_register(function ($class) { require __DIR__ . '/lib/' . $class . '.php'; });
$jobs = [
  'status' => fn() => 'ok', 'own' => fn() => (new Greeter())->say(), 'late' => function () { $f = 'extra'; require __DIR__ . "/parts/$f.php"; return extra(); },
  'json' => fn() => json_encode(['a' => 1]), 'zone' => fn() => (new DateTime('2024-07-01', new DateTimeZone('Asia/Tokyo')))->format('P'), 'shell' => fn() => shell_exec("printf 'b\\na\\n' | sort | head -n 1"),
  'proc' => function () { $p = proc_open(['tac', __DIR__ . '/data.txt'], [1 => ['pipe', 'w']], $pipes); return stream_get_contents($pipes[1]); }, 'sock' => fn() => @fsockopen('localhost', 9) === false ? 'refused' : '?', 'locale' => fn() => (string) setlocale(LC_ALL, '0'),
  'iconv' => fn() => bin2hex(iconv('UTF-8', 'ISO-8859-15', "\\u{20ac}")), 'host' => fn() => gethostbyname('localhost'), 'serv' => fn() => getservbyname('https', 'tcp'), 'user' => fn() => posix_getpwnam('www-data')['dir'], 'https' => fn() => @file_get_contents('https://127.0.0.1:9/') === false ? 'refused' : '?',
  'hash' => fn() => hash('xxh3', 'x'), 'ctype' => fn() => ctype_alpha('x') ? 'yes' : 'no', 'token' => fn() => count(token_get_all('<?php 1;')), 'phar' => fn() => class_exists('PharData') ? 'phar' : 'none', 'temp' => fn() => file_put_contents(tempnam('/tmp', 'x'), 'x'), 'tool' => function () { $t = getenv('TOOL') ?: 'uname'; return `$t -s`; },
];
echo $jobs[$argv[1] ?? 'status'](), "\\n";
'''
SQUID = "http_port 127.0.0.1:8000\npid_filename /tmp/squid.pid\ncache_effective_user proxy\ncache_log /tmp/cache.log\naccess_log none\ncache_store_log none\ncoredump_dir /tmp\nhttp_access allow all\nshutdown_lifetime 0 seconds\n"
def squid(name, *words): return (name, "exec", ["squid", "-k", "parse", "-f", "/srv/proxy/%s.conf" % name, *words])
DOC = {"srv/doc/a.rst": "T\n=\n\nok\n", "srv/doc/code.rst": "T\n=\n\n.. code:: python\n\n   x = 1\n\n.. math:: x^2\n", "srv/doc/inc.rst": "T\n=\n\n.. include:: parts/p.rst\n\n.. csv-table::\n   :file: parts/t.csv\n", "srv/doc/parts/p.rst": "part\n", "srv/doc/parts/t.csv": "a,b\n", "srv/doc/own.css": "a {}\n", "srv/doc/man.rst": "===\n x\n===\n\n---\n y\n---\n\n:Manual section: 1\n\nTEXT\n====\n\nt\n", "srv/doc/de.rst": "T\n=\n\n.. achtung:: x\n", "srv/doc/run.py": "import docutils.core\ndef slides(): docutils.core.publish_file(source_path='a.rst', destination_path='/tmp/s', writer_name='s5')\n"}
def gpg(name, *words): return (name, "exec", ["gpg", "--batch", "--yes", "--homedir", "/data", *words])
RUBY = '''#!/usr/bin/env ruby
jobs = {
  "status" => -> { "ok" }, "json" => -> { require "json"; JSON.generate({ a: 1 }) }, "yaml" => -> { require "yaml"; YAML.load("a: [1]").inspect }, "csv" => -> { require "csv"; CSV.parse("a,b").inspect },
  "date" => -> { require "date"; Date.new(2024, 7, 1).strftime("%A") }, "digest" => -> { require "digest"; Digest::SHA256.hexdigest("x") }, "erb" => -> { require "erb"; ERB.new("<%= 1 + 1 %>").result }, "open3" => -> { require "open3"; Open3.capture2("tac", stdin_data: "a\\nb\\n")[0] },
  "quoted" => -> { `printf 'b\\na\\n' | sort` }, "zlib" => -> { require "zlib"; Zlib.inflate(Zlib.deflate("x")) }, "set" => -> { require "set"; Set[1, 1].size.to_s }, "socket" => -> { require "socket"; Addrinfo.tcp("localhost", 80).ip_port.to_s }, "ssl" => -> { require "openssl"; OpenSSL::Digest.new("SHA1").hexdigest("x") },
  "etc" => -> { require "etc"; Etc.getpwnam("www-data").dir }, "zone" => -> { ENV["TZ"] = "Asia/Tokyo"; Time.at(0).hour.to_s }, "encode" => -> { "\\u3042".encode("EUC-JP").bytes.inspect }, "temp" => -> { require "tempfile"; Tempfile.create("x") { "temp" } }, "uri" => -> { require "uri"; URI("http://h/p").path }, "http" => -> { require "net/http"; begin; Net::HTTP.get(URI("https://127.0.0.1:9/")); rescue => e; e.class.to_s; end },
  "own" => -> { require_relative "lib/own"; Own.answer }, "late" => -> { load File.join(__dir__, "parts", "extra.rb"); extra }, "names" => -> { %w[tool other].map { |n| File.read(File.join(__dir__, "data", n + ".txt")) }.join }, "tool" => -> { system(ENV.fetch("TOOL", "uname"), "-s", out: File::NULL).inspect }, "opts" => -> { require "optparse"; OptionParser.new.banner[0, 5] },
}
puts jobs.fetch(ARGV[0] || "status").call
'''
PYTHON = '''#!/usr/bin/env python3
import sys
def job(name):
    if name == "sqlite": import sqlite3; return sqlite3.connect(":memory:").execute("select 6*7").fetchone()[0]
    if name == "zone": from zoneinfo import ZoneInfo; import datetime; return datetime.datetime(2024, 7, 1, tzinfo=ZoneInfo("Asia/Tokyo")).utcoffset()
    if name == "xml": import xml.etree.ElementTree as e; return e.fromstring("<a><b>1</b></a>").findtext("b")
    if name == "csv": import csv; return list(csv.reader(["a,b"]))
    if name == "decimal": from decimal import Decimal; return Decimal("0.1") * 3
    if name == "email": from email.message import EmailMessage; m = EmailMessage(); m.set_content("x"); return m.as_string()[:12]
    if name == "mime": import mimetypes; return mimetypes.guess_type("a.webm")
    if name == "tar": import io, tarfile; b = io.BytesIO(); tarfile.open(fileobj=b, mode="w:bz2").close(); return len(b.getvalue()) > 9
    if name == "process": import subprocess; return subprocess.run(["tac"], input="a\\nb\\n", text=True, capture_output=True).stdout
    if name == "which": import shutil; return shutil.which("sort")
    if name == "pool": import multiprocessing; return multiprocessing.Pool(1).map(abs, [-1])
    if name == "async": import asyncio; return asyncio.run(asyncio.sleep(0, 1))
    if name == "ctypes": import ctypes; return ctypes.CDLL("libz.so.1").zlibVersion is not None
    if name == "find": import ctypes.util; return ctypes.util.find_library("z")
    if name == "ssl": import ssl; return len(ssl.create_default_context().get_ca_certs()) > 10
    if name == "user": import pwd; return pwd.getpwnam("www-data").pw_dir
    if name == "codec": return "\\u3042".encode("shift_jis").hex()
    if name == "locale": import locale; return locale.setlocale(locale.LC_ALL, "C.UTF-8")
    if name == "plugin": import importlib; return importlib.import_module("plugins." + "second").answer()
    if name == "resource": import importlib.resources as r; return r.files("plugins").joinpath("data.txt").read_text()
    if name == "hash": import hashlib; return hashlib.new("blake2s", b"x").hexdigest()
    if name == "log": import logging.config; logging.config.dictConfig({"version": 1, "handlers": {"h": {"class": "logging.handlers.MemoryHandler", "capacity": 1}}, "root": {"handlers": ["h"]}}); return "logged"
    if name == "editor": import os; return os.system((os.environ.get("PAGER") or "head") + " -n 1 /srv/cli/plugins/data.txt")
    return "ok"
print(job(sys.argv[1] if len(sys.argv) > 1 else "status"))
'''
def of(tool, names): return [(n, "exec", [tool, n]) for n in names.split()]
def rst(name, tool, *words): return (name, "exec", [tool, *words])
APPS = {
  "ghostscript": dict(files={"srv/ps/a.ps": PS, "srv/ps/page.ps": "%!PS\nnewpath 0 0 moveto 50 50 lineto stroke showpage\n", "srv/ps/color.ps": "%!PS\n0.1 0.2 0.3 0.4 setcmykcolor 0 0 50 50 rectfill showpage\n", "srv/ps/run.ps": "%!PS\n(/srv/ps/part.ps) run showpage\n", "srv/ps/part.ps": "0 0 9 9 rectfill\n", "srv/ps/sym.ps": PS.replace("Helvetica", "Symbol"), "srv/ps/a.eps": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n0 0 9 9 rectfill\n"}, server=False, config=dict(Entrypoint=["gs"], WorkingDir="/srv/ps"), train=["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw", "-o", "/tmp/o.pbm", "page.ps"],
    cases=[gs("font", "-sDEVICE=pbmraw", "-o", "-", "a.ps"), gs("png", "-sDEVICE=png16m", "-r20", "-o", "/tmp/a.png", "a.ps"), gs("pdf", "-sDEVICE=pdfwrite", "-o", "/tmp/a.pdf", "a.ps"), gs("tiff", "-sDEVICE=tiffg4", "-o", "/tmp/a.tif", "page.ps"), gs("text", "-sDEVICE=txtwrite", "-o", "-", "a.ps"), gs("bbox", "-sDEVICE=bbox", "page.ps"), gs("cmyk", "-sDEVICE=jpeg", "-o", "/tmp/a.jpg", "color.ps"), gs("run", "-sDEVICE=pbmraw", "--permit-file-read=/srv/ps/", "-o", "-", "run.ps"), gs("symbol", "-sDEVICE=pbmraw", "-o", "-", "sym.ps"), gs("eps", "-sDEVICE=pbmraw", "-dEPSCrop", "-o", "-", "a.eps"), gs("pdfa", "-sDEVICE=pdfwrite", "-dPDFA=2", "-sColorConversionStrategy=RGB", "-o", "/tmp/b.pdf", "color.ps"),
      ("ps2pdf", "exec", ["ps2pdf", "a.ps", "/tmp/c.pdf"]), ("ps2ascii", "exec", ["ps2ascii", "a.ps"]), ("ps2ps", "exec", ["ps2ps", "a.ps", "/tmp/d.ps"]), ("help", "exec", ["gs", "-h"]), ("font-list", "exec", ["gs", "-q", "-dNODISPLAY", "-dBATCH", "-c", "/Times-Roman findfont /FontName get =="]), ("eps2eps", "exec", ["eps2eps", "a.eps", "/tmp/e.eps"])]),
  "phpcli": dict(files={"srv/cli/run.php": PHP, "srv/cli/lib/Greeter.php": "<?php class Greeter { function say() { return 'hello'; } }\n", "srv/cli/parts/extra.php": "<?php function extra() { return 'extra'; }\n", "srv/cli/data.txt": "a\nb\n"}, server=False, config=dict(Entrypoint=["php", "/srv/cli/run.php"], WorkingDir="/srv/cli"), train=["php", "/srv/cli/run.php", "status"],
    cases=[php(n) for n in "own late json zone shell proc sock locale iconv host serv user https hash ctype token phar temp tool".split()] + [("ini", "exec", ["php", "--ini"]), ("modules", "exec", ["php", "-m"]), ("lint", "exec", ["php", "-l", "/srv/cli/parts/extra.php"])]),
  "squid": dict(files={"srv/proxy/squid.conf": SQUID, "srv/proxy/basic.conf": SQUID + "auth_param basic program /usr/lib/squid/basic_ncsa_auth /srv/proxy/pw\nacl a proxy_auth REQUIRED\n", "srv/proxy/pw": "u:x\n", "srv/proxy/acl.conf": SQUID + "acl b dstdomain \"/srv/proxy/block\"\nhttp_access deny b\n", "srv/proxy/block": ".test\n", "srv/proxy/lang.conf": SQUID + "error_default_language de\n", "srv/proxy/disk.conf": SQUID + "cache_dir ufs /tmp/c 10 1 1\n", "srv/proxy/mime.conf": SQUID + "mime_table /usr/share/squid/mime.conf\n", "srv/proxy/icons.conf": SQUID + "icon_directory /usr/share/squid/icons\n", "srv/proxy/log.conf": SQUID + "access_log daemon:/tmp/access.log\n", "srv/proxy/pinger.conf": SQUID + "pinger_enable on\npinger_program /usr/lib/squid/pinger\n"}, server=False, config=dict(Entrypoint=["squid"], Cmd=["-N", "-f", "/srv/proxy/squid.conf"], WorkingDir="/srv/proxy"), train=["squid", "-k", "parse", "-f", "/srv/proxy/squid.conf"],
    cases=[squid(n) for n in ("basic", "acl", "lang", "disk", "mime", "icons", "log", "pinger")] + [("version", "exec", ["squid", "-v"]), ("swap", "exec", ["squid", "-N", "-z", "-f", "/srv/proxy/disk.conf"]), ("auth", "exec", ["sh", "-c", "echo 'u y' | /usr/lib/squid/basic_ncsa_auth /srv/proxy/pw"]), ("purge", "exec", ["squid-purge", "-h"]), ("client", "exec", ["squidclient", "-h", "127.0.0.1", "-p", "9", "/"]), ("errors", "exec", ["squid", "-k", "check", "-f", "/srv/proxy/lang.conf"])]),
  "docutils": dict(files=DOC, server=False, config=dict(Entrypoint=["rst2html"], WorkingDir="/srv/doc"), train=["rst2html", "a.rst", "/tmp/a.html"],
    cases=[rst("code", "rst2html", "code.rst"), rst("include", "rst2html", "inc.rst"), rst("css", "rst2html", "--stylesheet=own.css", "a.rst"), rst("html5", "rst2html5", "a.rst"), rst("latex", "rst2latex", "a.rst"), rst("man", "rst2man", "man.rst"), rst("xml", "rst2xml", "a.rst"), rst("odt", "rst2odt", "a.rst", "/tmp/a.odt"), rst("pseudo", "rst2pseudoxml", "a.rst"), rst("german", "rst2html", "-l", "de", "de.rst"), rst("math", "rst2html", "--math-output=MathML", "code.rst"), rst("toc", "rst2html", "--section-numbering", "a.rst"), rst("s5", "rst2s5", "a.rst"), rst("latin", "rst2html", "--output-encoding=iso-8859-15", "a.rst"), rst("xetex", "rst2xetex", "a.rst"), rst("program", "python3", "-c", "import sys; sys.path.insert(0, '/srv/doc'); import run; run.slides()"), rst("version", "rst2html", "--version"), rst("help", "rst2html", "--help")]),
  "gnupg": dict(files={"srv/keys/a.txt": "text\n"}, prepare="mkdir -p /data; chmod 700 /data; gpg --batch --homedir /data --passphrase '' --quick-gen-key x@x rsa1024 default never; gpg --batch --homedir /data --export -a x@x > /data/pub.asc; gpg --batch --homedir /data -o /data/a.sig --sign /srv/keys/a.txt; gpgconf --homedir /data --kill all; true", keep=["data"], server=False, config=dict(Entrypoint=["gpg"], WorkingDir="/srv/keys"), train=["gpg", "--batch", "--homedir", "/data", "--list-keys"],
    cases=[gpg("verify", "--verify", "/data/a.sig"), gpg("sign", "-o", "/tmp/s", "--sign", "a.txt"), gpg("encrypt", "-o", "/tmp/e", "-r", "x@x", "--trust-model", "always", "-e", "a.txt"), gpg("symmetric", "-o", "/tmp/c", "--passphrase", "x", "--pinentry-mode", "loopback", "-c", "a.txt"), gpg("secret", "--list-secret-keys"), gpg("export", "--export-secret-keys", "-o", "/tmp/k", "x@x"), gpg("digest", "--print-md", "sha256", "a.txt"), gpg("armor", "-o", "/tmp/a", "--enarmor", "a.txt"), gpg("packets", "--list-packets", "/data/a.sig"), gpg("receive", "--keyserver", "hkps://127.0.0.1:9", "--recv-keys", "00000000"), gpg("card", "--card-status"), gpg("trust", "--check-trustdb"), gpg("german", "--dump-options"), ("conf", "exec", ["gpgconf", "--list-components"]), ("v", "exec", ["gpgv", "--keyring", "/data/pubring.kbx", "/data/a.sig"]), ("split", "exec", ["gpgsplit", "--version"]), ("agent", "exec", ["gpg-agent", "--gpgconf-list"]), ("zip", "exec", ["gpg-zip", "--version"])]),
  "rubycli": dict(files={"srv/cli/run.rb": RUBY, "srv/cli/lib/own.rb": "require 'ostruct'\nmodule Own\n  def self.answer = OpenStruct.new(a: 'own').a\nend\n", "srv/cli/parts/extra.rb": "def extra = 'extra'\n", "srv/cli/data/tool.txt": "t", "srv/cli/data/other.txt": "o"}, server=False, config=dict(Entrypoint=["/srv/cli/run.rb"], WorkingDir="/srv/cli"), train=["/srv/cli/run.rb", "status"],
    cases=of("/srv/cli/run.rb", "json yaml csv date digest erb open3 quoted zlib set socket ssl etc zone encode temp uri http own late names tool opts")),
  "pythoncli": dict(files={"srv/cli/run.py": PYTHON, "srv/cli/plugins/__init__.py": "", "srv/cli/plugins/second.py": "import statistics\ndef answer(): return statistics.mean([1, 3])\n", "srv/cli/plugins/data.txt": "data\n"}, server=False, config=dict(Entrypoint=["/srv/cli/run.py"], WorkingDir="/srv/cli"), train=["/srv/cli/run.py", "status"],
    cases=of("/srv/cli/run.py", "sqlite zone xml csv decimal email mime tar process which pool async ctypes find ssl user codec locale plugin resource hash log editor")),
}
