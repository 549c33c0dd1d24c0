"""A fourth set: mail, names and repositories served, key management, graphs; services in Perl, JavaScript, Ruby, Python and Clojure with other frameworks and libraries than before. Written before any result."""
import third
from apps import http

def talk(name, *lines): return (name, "tcp", "".join(line + "\r\n" for line in lines))
def tools(*lines): return [(line, "exec", line.split()) for line in lines]

DOVECOT = '''protocols = imap pop3 lmtp
base_dir = /run/own
state_dir = /run/own
log_path = /dev/null
default_login_user = dovenull
default_internal_user = dovecot
mail_location = maildir:/data/%u
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 scram-sha-256
ssl = no
service imap-login { 
 inet_listener imap { 
 address = 127.0.0.1
 port = 8000
 } 
 inet_listener imaps { 
 port = 0
 } 
}
service pop3-login { 
 inet_listener pop3 { 
 port = 0
 } 
 inet_listener pop3s { 
 port = 0
 } 
}
passdb { 
 driver = passwd-file
 args = /srv/mail/users
}
userdb { 
 driver = static
 args = uid=mail gid=mail home=/data/%u
}
namespace inbox { 
 inbox = yes
 mailbox Drafts { 
 auto = create
 } 
}
'''
def dove(*lines): return [(line, "exec", ["doveadm", "-c", "/srv/mail/dovecot.conf", *line.split()]) for line in lines]
def extended(name, text): return {"srv/mail/%s.conf" % name: "!include /srv/mail/dovecot.conf\n" + text}
def doveconf(name): return ("conf " + name, "exec", ["doveconf", "-n", "-c", "/srv/mail/%s.conf" % name])
LOGIN = "a login u p"

HGRC = "[ui]\nusername = x <x@x>\n[web]\nallow-archive = zip gz bz2\nallow-push = *\npush_ssl = no\n"
def hg(name, *words): return (name, "exec", ["hg", "--config", "ui.username=x", "-R", "/data/repo", *words])

NAMED = '''options { directory "/tmp"; listen-on port 8000 { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; pid-file "/tmp/named.pid"; session-keyfile "/tmp/session.key"; dnssec-validation no; };
include "/srv/dns/rndc.key";
controls { inet 127.0.0.1 port 9530 allow { 127.0.0.1; } keys { "k"; }; };
zone "x.test" { type primary; file "/srv/dns/x.zone"; allow-transfer { any; }; };
'''
ZONE = "$TTL 60\n@ IN SOA ns a 1 60 60 60 60\n@ IN NS ns\nns IN A 127.0.0.1\nwww IN A 127.0.0.2\ntxt IN TXT \"x\"\n"
def dig(name, *words): return (name, "exec", ["dig", "@127.0.0.1", "-p", "8000", "+noall", "+answer", *words])
def rndc(*words): return ("rndc " + " ".join(words), "exec", ["rndc", "-c", "/srv/dns/rndc.conf", *words])

DANCER = '''#!/usr/bin/perl
use strict; use warnings;
use Dancer2;
set port => 8000; set server => '127.0.0.1'; set startup_info => 0; set logger => 'null'; set serializer => undef;
set engines => { template => { template_toolkit => { EXTENSION => 'tt' } } };
get '/' => sub { 'ok' };
my %job = (
  tt => sub { require Template; my $out = ''; Template->new(INCLUDE_PATH => '/srv/app/views')->process('page.tt', { list => [1, 2] }, \\$out) or die; $out },
  dbi => sub { require DBI; join ',', DBI->connect('dbi:SQLite:dbname=:memory:', '', '', { RaiseError => 1 })->selectrow_array('select 6*7') },
  xml => sub { require XML::LibXML; XML::LibXML->load_xml(string => '<a><b>1</b></a>')->findvalue('//b') },
  html => sub { require XML::LibXML; XML::LibXML->load_html(string => '<p>x')->findvalue('//p') },
  mime => sub { require Email::MIME; Email::MIME->create(header_str => [From => 'x@x', Date => 'x', 'Message-ID' => 'x'], body_str => "\\x{e4}", attributes => { charset => 'utf-8', encoding => 'quoted-printable' })->body_raw },
  date => sub { require DateTime; DateTime->new(year => 2024, month => 7, time_zone => 'Asia/Tokyo')->strftime('%z %A') },
  french => sub { require DateTime; DateTime->new(year => 2024, month => 7, locale => 'fr')->month_name },
  jsonxs => sub { require JSON::XS; JSON::XS->new->canonical->encode({ a => 1, b => [2] }) },
  csv => sub { require Text::CSV; my $c = Text::CSV->new; $c->parse('a,"b,c"'); join '|', $c->fields },
  cipher => sub { require Crypt::Blowfish; unpack 'H*', Crypt::Blowfish->new('k' x 8)->encrypt('12345678') },
  sha => sub { require Digest::SHA; Digest::SHA::sha512_hex('x') },
  encode => sub { require Encode; unpack 'H*', Encode::encode('iso-2022-jp', "\\x{3042}") },
  sort => sub { my $p = 'sort'; open my $f, '-|', "$p -r /srv/app/data/list.txt" or die; join '', <$f> },
  backquote => sub { my $x = `wc -l < /srv/app/data/list.txt`; $x =~ s/\\s//g; $x },
  yaml => sub { require YAML; YAML::Load("a: 1\\n")->{a} },
  config => sub { require Config::Any; ref Config::Any->load_files({ files => ['/srv/app/conf/own.json'], use_ext => 1 }) },
  own => sub { unshift @INC, '/srv/app/lib'; require Own::Tool; Own::Tool::run() },
  plugin => sub { unshift @INC, '/srv/app/lib'; my $n = param('n') // 'First'; my $c = "Own::Plugin::$n"; eval "require $c; 1" or die $@; $c->name },
  unicode => sub { require Unicode::Normalize; require charnames; charnames::viacode(0x3042) },
  zip => sub { require IO::Compress::Gzip; my ($i, $o) = ('x' x 99); IO::Compress::Gzip::gzip(\\$i => \\$o, -Minimal => 1); length $o },
  tempdir => sub { require File::Temp; -d File::Temp::tempdir(CLEANUP => 1) ? 'yes' : 'no' },
  copy => sub { require File::Copy; File::Copy::copy('/srv/app/data/list.txt', '/tmp/x') ? 'yes' : 'no' },
  bigint => sub { require Math::BigInt; Math::BigInt->new(2)->bpow(100)->bstr },
  http => sub { require HTTP::Tiny; HTTP::Tiny->new->get('http://127.0.0.1:9/')->{status} },
);
get '/job/:name' => sub { my $f = $job{ route_parameters->get('name') } or send_error('none', 404); $f->() };
get '/page' => sub { template 'page', { list => [3] }, { layout => undef } };
get '/json' => sub { to_json({ a => 1 }) };
get '/session' => sub { session a => 1; session('a') };
get '/file' => sub { send_file '/srv/app/data/list.txt', system_path => 1 };
dance;
'''

FASTIFY = '''
'use strict';
const fastify = require('fastify')({ logger: false }); const path = require('path'); const fs = require('fs');
fastify.get('/', async () => 'ok');
const jobs = {
  joi: () => JSON.stringify(require('joi').string().email().validate('x@x.org')),
  handlebars: () => require('handlebars').compile('{{a}}')({ a: 1 }),
  nunjucks: () => require('nunjucks').configure(path.join(__dirname, 'views')).render('page.njk', { list: [1, 2] }),
  luxon: () => require('luxon').DateTime.fromISO('2024-07-01', { zone: 'Asia/Tokyo', locale: 'fr' }).toFormat('cccc ZZ'),
  csv: () => JSON.stringify(require('csv-parse/sync').parse('a,b')),
  xml: () => JSON.stringify(new (require('fast-xml-parser').XMLParser)().parse('<a><b>1</b></a>')),
  lodash: () => require('lodash/kebabCase')('Foo Bar'),
  jwt: () => require('jsonwebtoken').verify(require('jsonwebtoken').sign({ a: 1 }, 'k'), 'k').a,
  bcrypt: () => require('bcryptjs').compareSync('x', require('bcryptjs').hashSync('x', 4)),
  qs: () => require('qs').stringify({ a: [1] }),
  mime: () => require('mime-types').lookup('a.webm'),
  semver: () => require('semver').inc('1.0.0', 'minor'),
  yaml: () => require('yaml').stringify({ a: [1] }),
  i18n: async () => { const i = require('i18next'); await i.init({ lng: 'de', resources: { de: { translation: JSON.parse(fs.readFileSync(path.join(__dirname, 'locales/de.json'))) } } }); return i.t('hi'); },
  sanitize: () => require('sanitize-html')('<p>x<script>y</script>'),
  pdf: () => new Promise((done) => { const D = require('pdfkit'); const d = new D(); let n = 0; d.on('data', (b) => { n += b.length; }); d.on('end', () => done(String(n > 500))); d.font('Times-Roman').text('x'); d.end(); }),
  own: () => require(`./jobs/${'first'}`)(),
  esm: async () => (await import('./jobs/second.mjs')).default(),
  spawn: () => require('child_process').execSync('sort -r data/list.txt | head -n 1', { cwd: __dirname }).toString(),
  tool: () => { const tool = process.env.TOOL || 'tac'; return require('child_process').spawnSync(tool, ['data/list.txt'], { cwd: __dirname }).stdout.toString(); },
  brotli: () => require('zlib').brotliCompressSync('x').length,
  cipher: () => { const c = require('crypto').createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)); return c.update('x', 'utf8', 'hex') + c.final('hex'); },
  legacy: () => require('crypto').createHash('ripemd160').update('x').digest('hex'),
  dns: () => new Promise((done) => require('dns').lookup('localhost', (e, a) => done(e ? e.code : 'found'))),
  user: () => require('os').userInfo().homedir,
  worker: () => new Promise((done) => { const { Worker } = require('worker_threads'); new Worker(path.join(__dirname, 'jobs/worker.js')).on('message', (m) => done(String(m))); }),
  intl: () => new Intl.NumberFormat('de').format(1234.5),
  undici: async () => { try { return (await fetch('http://127.0.0.1:9/')).status; } catch (e) { return e.cause.code; } },
};
fastify.get('/job/:name', async (q, r) => { const job = jobs[q.params.name]; if (!job) return r.code(404).send('none'); return String(await job()); });
fastify.post('/echo', { schema: { body: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } } } }, async (q) => q.body.a);
fastify.listen({ port: 8000, host: '127.0.0.1' });
'''

GRAPE = '''
require 'grape'
class Api < Grape::API
  format :txt
  helpers do
    def job(name)
      case name
      when 'liquid' then require 'liquid'; Liquid::Template.parse('{{ a | upcase }}').render('a' => 'x')
      when 'file' then require 'liquid'; Liquid::Template.parse(File.read(File.join(__dir__, 'views', 'page.liquid'))).render('list' => [1, 2])
      when 'sequel' then require 'sequel'; Sequel.sqlite.get(Sequel.lit('6 * 7')).to_s
      when 'migrate' then require 'sequel'; d = Sequel.sqlite; Sequel.extension :migration; Sequel::Migrator.run(d, File.join(__dir__, 'db')); d.tables.inspect
      when 'nokogiri' then require 'nokogiri'; Nokogiri::HTML('<p>x').at('p').text
      when 'xslt' then require 'nokogiri'; Nokogiri::XSLT('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><p/></xsl:template></xsl:stylesheet>').transform(Nokogiri::XML('<a/>')).to_s
      when 'tz' then require 'tzinfo'; TZInfo::Timezone.get('Asia/Tokyo').utc_to_local(Time.utc(2024, 7, 1)).hour.to_s
      when 'i18n' then require 'i18n'; I18n.load_path << File.join(__dir__, 'locales', 'de.yml'); I18n.locale = :de; I18n.t('hi')
      when 'builder' then require 'builder'; Builder::XmlMarkup.new.a { |x| x.b 1 }
      when 'multi' then require 'multi_json'; MultiJson.dump('a' => 1)
      when 'bigdecimal' then require 'bigdecimal'; (BigDecimal('0.1') * 3).to_s
      when 'csv' then require 'csv'; CSV.generate { |c| c << %w[a b] }
      when 'openssl' then require 'openssl'; OpenSSL::Cipher.new('aes-256-gcm').key_len.to_s
      when 'mail' then require 'net/smtp'; begin; Net::SMTP.start('127.0.0.1', 9); rescue => e; e.class.to_s; end
      when 'https' then require 'open-uri'; begin; URI.open('https://127.0.0.1:9/').read; rescue => e; e.class.to_s; end
      when 'pstore' then require 'pstore'; s = PStore.new('/tmp/x'); s.transaction { s[:a] = 1 }.to_s
      when 'encode' then "\\u3042".encode('Shift_JIS').bytes.inspect
      when 'matrix' then require 'securerandom'; SecureRandom.hex(4).size.to_s
      when 'yaml' then require 'yaml'; YAML.dump('a' => 1)
      when 'time' then require 'time'; Time.parse('2024-07-01 00:00 UTC').iso8601
      when 'ripper' then require 'ripper'; Ripper.sexp('1').first.to_s
      when 'pty' then require 'pty'; PTY.spawn('true') { }; 'pty'
      when 'io' then IO.popen(['tac', File.join(__dir__, 'data.txt')]).read
      when 'system' then %x(sort -r #{File.join(__dir__, 'data.txt')} | head -n 1)
      when 'own' then require_relative 'lib/own'; Own.answer
      when 'auto' then $LOAD_PATH.unshift(File.join(__dir__, 'lib')); autoload(:Late, 'late') rescue Object.autoload(:Late, 'late'); Object.const_get(:Late).answer
      when 'passwd' then require 'etc'; Etc.getpwnam('www-data').dir
      else error!('none', 404)
      end
    end
  end
  get('/') { 'ok' }
  get('/job/:name') { job(params[:name]) }
  params { requires :a, type: Integer; optional :d, type: Date }
  get('/checked') { params[:a].to_s }
  get('/xml') { content_type 'application/xml'; { a: 1 }.to_json }
end
run Api
'''

REPORT = '''
import falcon
class Index:
    def on_get(self, q, r): r.text = "ok"
def pdf():
    from reportlab.pdfgen import canvas; import io; b = io.BytesIO(); c = canvas.Canvas(b); c.setFont("Helvetica", 12); c.drawString(9, 9, "x"); c.save(); return len(b.getvalue()) > 500
def flow():
    from reportlab.platypus import SimpleDocTemplate, Paragraph, Table; from reportlab.lib.styles import getSampleStyleSheet; import io; b = io.BytesIO(); SimpleDocTemplate(b).build([Paragraph("x", getSampleStyleSheet()["Normal"]), Table([[1, 2]])]); return len(b.getvalue()) > 500
def barcode():
    from reportlab.graphics.barcode import createBarcodeDrawing; return len(createBarcodeDrawing("QR", value="x").asString("pdf")) > 100
def ttf():
    from reportlab.pdfbase import pdfmetrics; from reportlab.pdfbase.ttfonts import TTFont; pdfmetrics.registerFont(TTFont("D", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")); return pdfmetrics.stringWidth("x", "D", 10)
def orm():
    from sqlalchemy import create_engine, text; return create_engine("sqlite://").connect().execute(text("select 6*7")).scalar()
def declare():
    from sqlalchemy import Column, Integer, create_engine; from sqlalchemy.orm import declarative_base, Session; B = declarative_base()
    class A(B):
        __tablename__ = "a"; id = Column(Integer, primary_key=True)
    e = create_engine("sqlite://"); B.metadata.create_all(e); s = Session(e); s.add(A()); s.commit(); return s.query(A).count()
def dialect():
    from sqlalchemy.dialects import postgresql; from sqlalchemy import select, literal; return str(select(literal(1)).compile(dialect=postgresql.dialect()))
def sheet():
    import openpyxl, io; w = openpyxl.Workbook(); w.active["A1"] = 1; b = io.BytesIO(); w.save(b); return openpyxl.load_workbook(b).active["A1"].value
def chart():
    import openpyxl; from openpyxl.chart import BarChart, Reference; w = openpyxl.Workbook(); s = w.active; s.append([1]); c = BarChart(); c.add_data(Reference(s, min_col=1, min_row=1)); s.add_chart(c); w.save("/tmp/c.xlsx"); return "chart"
def schema():
    from lxml import etree; return etree.RelaxNG(etree.XML('<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>')).validate(etree.XML("<a/>"))
def iso():
    from lxml import isoschematron; return isoschematron.__name__
def image():
    from PIL import Image; import io; b = io.BytesIO(); Image.new("RGB", (4, 4)).save(b, "TIFF"); return Image.open(io.BytesIO(b.getvalue())).format
def webp():
    from PIL import Image, features; import io; b = io.BytesIO(); Image.new("RGB", (4, 4)).save(b, "WEBP"); return len(b.getvalue()) > 10
def draw():
    from PIL import Image, ImageDraw, ImageFont, ImageFilter; i = Image.new("L", (40, 20)); ImageDraw.Draw(i).text((1, 1), "x", fill=255, font=ImageFont.truetype("DejaVuSans.ttf", 12)); return i.filter(ImageFilter.BLUR).getextrema()[1] > 0
def babel():
    from babel.dates import format_date; from babel.numbers import format_currency; import datetime; return format_date(datetime.date(2024, 7, 1), "full", locale="de") + format_currency(9.5, "EUR", locale="fr")
def template():
    import jinja2; return jinja2.Environment(loader=jinja2.FileSystemLoader("/srv/app/views"), extensions=["jinja2.ext.do"]).get_template("page.html").render(list=[1, 2])
def crypt():
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM; return len(AESGCM(b"k" * 16).encrypt(b"n" * 12, b"x", None))
def x509():
    from cryptography import x509; from cryptography.hazmat.primitives.asymmetric import rsa; return rsa.generate_private_key(65537, 1024).key_size
def rrule():
    from dateutil import rrule, tz, parser; return tz.gettz("Europe/Berlin").utcoffset(parser.parse("1 July 2024"))
def get():
    import requests
    try: requests.get("https://127.0.0.1:9/")
    except Exception as e: return type(e).__name__
def yaml():
    import yaml; return yaml.safe_dump({"a": [1]})
def markdown():
    import markdown; return markdown.markdown("# a\\n\\n```\\nx\\n```\\n\\n|a|\\n|-|\\n|1|", extensions=["fenced_code", "tables", "toc"])
def pygments():
    from pygments import highlight; from pygments.lexers import get_lexer_by_name; from pygments.formatters import get_formatter_by_name; return highlight("fn main() {}", get_lexer_by_name("rust"), get_formatter_by_name("html"))
def diagram():
    import subprocess; return subprocess.run(["dot", "-Tplain"], input="digraph { a -> b }", capture_output=True, text=True).stdout
def convert():
    import shutil, os; program = shutil.which(os.environ.get("DB_TOOL", "sqlite3")); import subprocess; return subprocess.check_output([program, ":memory:", "select 1"])
def entry():
    from importlib.metadata import version; return version("falcon")
def plugin():
    import pkgutil, importlib, sys; sys.path.insert(0, "/srv/app"); import plugins; return [importlib.import_module("plugins." + m.name).name for m in pkgutil.iter_modules(plugins.__path__)]
def mail():
    import smtplib
    try: smtplib.SMTP("127.0.0.1", 9)
    except OSError as e: return type(e).__name__
def ftp():
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1) as p: return p.submit(abs, -1).result()
def shelf():
    import shelve; s = shelve.open("/tmp/s"); s["a"] = 1; return s["a"]
def codec():
    return "\\u3042".encode("euc_kr", "replace")
def excel():
    import csv, zipfile, io; z = zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_LZMA); z.writestr("a", "b"); return z.namelist()
class Job:
    def on_get(self, q, r, name): r.text = str(globals()[name]())
app = falcon.App(); app.add_route("/", Index()); app.add_route("/job/{name}", Job())
class Form:
    def on_post(self, q, r): r.media = {"got": sorted(part.name for part in q.get_media())}
app.add_route("/form", Form())
'''

CLOJURE = '''
(import '[com.sun.net.httpserver HttpServer HttpHandler] '[java.net InetSocketAddress])
(require '[clojure.string :as s])
(defn late [sym] (require (symbol (namespace sym))) (resolve sym))
(def jobs {
  "xml" #(pr-str ((late 'clojure.xml/parse) (java.io.ByteArrayInputStream. (.getBytes "<a><b/></a>"))))
  "zip" #(pr-str ((late 'clojure.zip/node) ((late 'clojure.zip/vector-zip) [1])))
  "walk" #(pr-str ((late 'clojure.walk/stringify-keys) {:a 1}))
  "set" #(pr-str (sort ((late 'clojure.set/union) #{1} #{2})))
  "edn" #(pr-str ((late 'clojure.edn/read-string) "{:a 1}"))
  "pprint" #(with-out-str ((late 'clojure.pprint/pprint) {:a 1}))
  "io" #((late 'clojure.core/slurp) ((late 'clojure.java.io/file) "/srv/app/data.txt"))
  "sh" #(:out ((late 'clojure.java.shell/sh) "sort" "-r" "/srv/app/data.txt"))
  "spec" #(pr-str ((late 'clojure.spec.alpha/valid?) int? 1))
  "spec2" #(do (require 'clojure.core.specs.alpha) "specs")
  "reflect" #(str ((late 'clojure.reflect/resolve-class) (.getContextClassLoader (Thread/currentThread)) 'java.lang.String))
  "sha" #(count (.digest (java.security.MessageDigest/getInstance "SHA-512") (.getBytes "x")))
  "aes" #(.getAlgorithm (javax.crypto.Cipher/getInstance "AES/GCM/NoPadding"))
  "tls" #(.getProtocol (javax.net.ssl.SSLContext/getDefault))
  "rsa" #(.getAlgorithm (java.security.KeyPairGenerator/getInstance "EC"))
  "zone" #(str (.getOffset (.getRules (java.time.ZoneId/of "Asia/Tokyo")) (java.time.Instant/EPOCH)))
  "locale" #(String/format (java.util.Locale. "de") "%,d" (to-array [1234567]))
  "charset" #(count (.getBytes "x" "x-MacCyrillic"))
  "image" #(do (javax.imageio.ImageIO/write (java.awt.image.BufferedImage. 2 2 1) "png" (java.io.File. "/tmp/a.png")) "image")
  "log" #(str (.getLevel (.getParent (java.util.logging.Logger/getLogger "x"))))
  "prefs" #(str (java.util.prefs.Preferences/userRoot))
  "script" #(str (load-string "(+ 1 2)"))
  "own" #(do (load-file "/srv/app/src/own.clj") (str ((resolve 'own/answer))))
  "sql" #(str (try (java.sql.DriverManager/getConnection "jdbc:none") (catch java.sql.SQLException e "sql")))
  "http" #(str (.version (.build (java.net.http.HttpClient/newBuilder))))
  "jar" #(str (.getName (java.util.zip.ZipFile. "/usr/share/java/clojure.jar")))
  "host" #(str (.isLoopbackAddress (java.net.InetAddress/getByName "localhost")))})
(defn answer [exchange code text] (let [b (.getBytes (str text))] (.sendResponseHeaders exchange code (max 1 (count b))) (with-open [o (.getResponseBody exchange)] (.write o (if (zero? (count b)) (byte-array 1) b)))))
(doto (HttpServer/create (InetSocketAddress. "127.0.0.1" 8000) 0)
  (.createContext "/" (reify HttpHandler (handle [_ e] (let [p (.getPath (.getRequestURI e)) job (get jobs (last (s/split p #"/")))]
    (cond (= p "/") (answer e 200 "ok") job (try (answer e 200 (job)) (catch Throwable t (answer e 500 "failed"))) :else (answer e 404 "none"))))))
  (.start))
'''
DOT = "digraph { a -> b [label=\"x\"]; a [shape=cylinder, fontname=\"DejaVu Sans\"]; }\n"
def dot(name, *words): return (name, "exec", [*words, "/srv/g/a.dot"])

APPS = {
  "gnupg": third.APPS["gnupg"],
  "dovecot": dict(files={"srv/mail/dovecot.conf": DOVECOT, "srv/mail/users": "u:{PLAIN}p\n", "srv/mail/a.eml": "From: x@x\nSubject: a\n\ntext\n", "srv/mail/a.sieve": "require [\"fileinto\", \"vacation\"];\nif header :contains \"subject\" \"a\" { fileinto \"Drafts\"; }\n",
      **extended("sql", "passdb {\n driver = sql\n args = /srv/mail/sql.ext\n}\n"), **extended("acl", "mail_plugins = acl quota zlib\nplugin {\n quota = maildir\n acl = vfile\n}\n"), **extended("sieve", "protocol lmtp {\n mail_plugins = sieve\n}\n"), "srv/mail/sql.ext": "driver = sqlite\nconnect = /tmp/x\npassword_query = select 1\n"},
    prepare="mkdir -p /data/u /run/own && chown -R mail:mail /data", keep=["data"], config=dict(Cmd=["dovecot", "-F", "-c", "/srv/mail/dovecot.conf"]), ready=["doveadm", "-c", "/srv/mail/dovecot.conf", "auth", "test", "u", "p"],
    cases=[talk("list", LOGIN, "b list \"\" *", "c logout"), talk("append", LOGIN, "b append INBOX {4}", "a: b", "c logout"), talk("search", LOGIN, "b select INBOX", "c search charset utf-8 text x", "d logout"), talk("sort", LOGIN, "b select INBOX", "c thread references us-ascii all", "d logout"), talk("wrong", "a login u q", "c logout"), talk("capability", "a capability", "c logout"), talk("cram", "a authenticate cram-md5x", "c logout")]
      + dove("mailbox list -u u", "mailbox create -u u New", "search -u u all", "save -u u /srv/mail/a.eml", "fetch -u u text all", "pw -s SHA512-CRYPT -p x -r 5000 -l", "pw -l", "pw -s BLF-CRYPT -p x -t {PLAIN}x", "user u", "auth lookup u", "who", "index -u u INBOX", "expunge -u u mailbox INBOX all", "log find", "instance list", "penalty", "process status", "sync -u u -1 maildir:/tmp/copy", "dump /data/u/dovecot.index.log", "reload", "help search", "sieve list -u u", "quota get -u u")
      + [doveconf(n) for n in ("dovecot", "sql", "acl", "sieve")] + tools("sievec /srv/mail/a.sieve /tmp/a.svbin", "sieve-test /srv/mail/a.sieve /srv/mail/a.eml", "sieve-dump /tmp/none", "dovecot --version") + [("deliver", "exec", ["/usr/lib/dovecot/dovecot-lda", "-c", "/srv/mail/dovecot.conf", "-d", "u", "-p", "/srv/mail/a.eml"])]),
  "mercurial": dict(files={"srv/hg/hgrc": HGRC, "srv/hg/own.py": "from mercurial import registrar\ncmdtable = {}\ncommand = registrar.command(cmdtable)\n@command(b'own', [], b'')\ndef own(ui, repo):\n    import sqlite3\n    ui.write(b'own\\n')\n"}, prepare="mkdir -p /data/repo && cd /data/repo && hg init && printf 'a\\n' > a.txt && hg add -q a.txt && hg commit -u x -d '0 0' -m one && printf 'b\\n' >> a.txt && hg commit -u x -d '0 0' -m two && hg tag -u x -d '0 0' v1", keep=["data"],
    config=dict(Cmd=["hg", "serve", "-R", "/data/repo", "-a", "127.0.0.1", "-p", "8000"], Env=["HGRCPATH=/srv/hg/hgrc", "LANG=C.UTF-8"]), seconds=60,
    cases=http("/log", "/graph", "/rev/0", "/file/tip", "/file/tip/a.txt", "/annotate/tip/a.txt", "/diff/1/a.txt", "/comparison/1/a.txt", "/archive/tip.zip", "/archive/tip.tar.bz2", "/raw-file/tip/a.txt", "/rss-log", "/atom-log", "/tags", "/bookmarks", "/branches", "/help", "/help/revsets", "/static/style-paper.css", "/static/hgicon.png", "/log?style=gitweb", "/log?style=monoblue", "/log?style=json", "/?cmd=capabilities", "/?cmd=branchmap", "/none")
      + [hg("log", "log", "-G"), hg("template", "log", "-T", "{date|isodate}\n{desc|fill76}\n"), hg("xml", "log", "-T", "xml"), hg("status", "status"), hg("clone", "clone", "-q", "/data/repo", "/tmp/c"), hg("bundle", "bundle", "-q", "-a", "/tmp/b"), hg("verify", "verify", "-q"), hg("export", "export", "0"), hg("rebase", "--config", "extensions.rebase=", "help", "rebase"), hg("mq", "--config", "extensions.mq=", "qseries"), hg("churn", "--config", "extensions.churn=", "churn"), hg("histedit", "--config", "extensions.histedit=", "help", "histedit"), hg("bisect", "bisect", "--reset"), hg("grep", "grep", "--all", "b"), hg("own", "--config", "extensions.own=/srv/hg/own.py", "own"), hg("archive", "archive", "-t", "tgz", "/tmp/a.tgz"), hg("merge tools", "debugpickmergetool"), hg("gpg", "--config", "extensions.gpg=", "sigs"), hg("remote", "id", "https://127.0.0.1:9/"), hg("color", "--color", "always", "--config", "extensions.color=", "diff", "-c", "1"), hg("convert", "--config", "extensions.convert=", "convert", "/data/repo", "/tmp/conv"), hg("version", "version")]),
  "bind": dict(files={"srv/dns/named.conf": NAMED, "srv/dns/x.zone": ZONE, "srv/dns/rndc.key": "key \"k\" { algorithm hmac-sha256; secret \"c2VjcmV0c2VjcmV0\"; };\n", "srv/dns/rndc.conf": "include \"/srv/dns/rndc.key\";\noptions { default-key \"k\"; default-server 127.0.0.1; default-port 9530; };\n", "srv/dns/update": "server 127.0.0.1 8000\nzone x.test\nupdate add y.x.test 60 A 127.0.0.3\nsend\n", "srv/dns/dlz.conf": "dlz \"x\" { database \"dlopen /none.so\"; };\n", "srv/dns/query": "www.x.test A\n"},
    config=dict(Cmd=["named", "-g", "-c", "/srv/dns/named.conf"]), ready=["dig", "@127.0.0.1", "-p", "8000", "+time=1", "+tries=1", "x.test", "SOA"],
    cases=[dig("a", "www.x.test"), dig("axfr", "axfr", "x.test"), dig("tcp", "+tcp", "txt.x.test", "TXT"), dig("short", "+short", "-x", "127.0.0.1"), dig("yaml", "+yaml", "+nocomments", "nowhere.x.test"), dig("idn", "+idnin", "b\u00fccher.test"), dig("batch", "-f", "/srv/dns/query"), ("delv", "exec", ["delv", "@127.0.0.1", "-p", "8000", "-i", "www.x.test"]), ("host", "exec", ["host", "-p", "8000", "www.x.test", "127.0.0.1"]), ("nslookup", "exec", ["nslookup", "-port=8000", "www.x.test", "127.0.0.1"]), ("nsupdate", "exec", ["nsupdate", "/srv/dns/update"]), ("mdig", "exec", ["mdig", "@127.0.0.1", "-p", "8000", "+noall", "+answer", "www.x.test"]),
      rndc("status"), rndc("reload"), rndc("zonestatus", "x.test"), rndc("flush"), rndc("querylog", "on")] + tools("named-checkconf -z /srv/dns/named.conf", "named-checkconf /srv/dns/dlz.conf", "named-checkzone x.test /srv/dns/x.zone", "named-compilezone -o /tmp/o x.test /srv/dns/x.zone", "dnssec-keygen -K /tmp -a ECDSAP256SHA256 -q x.test", "dnssec-keygen -K /tmp -a ED25519 -q y.test", "dnssec-verify -h", "rndc-confgen -A hmac-sha256", "tsig-keygen own", "ddns-confgen -q", "arpaname 127.0.0.1", "nsec3hash - 1 1 x.test", "named-journalprint /tmp/none", "named-rrchecker -T", "named -V", "dnssec-dsfromkey -h", "named-nzd2nzf /tmp/none")),
  "dancer": dict(files={"srv/app/app.pl": DANCER, "srv/app/views/page.tt": "[% FOREACH x IN list %][% x | format('%02d') %] [% END %]", "srv/app/data/list.txt": "a\nb\n", "srv/app/conf/own.json": "{\"a\": 1}", "srv/app/config.yml": "appname: own\n", "srv/app/public/a.css": "a {}\n", "srv/app/lib/Own/Tool.pm": "package Own::Tool; use Time::Piece; sub run { Time::Piece->strptime('2024-07-01', '%Y-%m-%d')->day } 1;\n", "srv/app/lib/Own/Plugin/First.pm": "package Own::Plugin::First; use Text::ParseWords; sub name { join '|', shellwords('a \"b c\"') } 1;\n"},
    config=dict(Cmd=["perl", "/srv/app/app.pl"], WorkingDir="/srv/app", Env=["DANCER_ENVIRONMENT=production"]), seconds=60, cases=http("/page", "/json", "/session", "/file", "/a.css", "/nowhere", *("/job/" + n for n in "tt dbi xml html mime date french jsonxs csv cipher sha encode sort backquote yaml config own plugin unicode zip tempdir copy bigint http".split()))),
  "fastify": dict(files={"srv/app/index.js": FASTIFY, "srv/app/package.json": '{"name":"f","main":"index.js","dependencies":{"fastify":"4.28.1","joi":"17.13.3","handlebars":"4.7.8","nunjucks":"3.2.4","luxon":"3.4.4","csv-parse":"5.5.6","fast-xml-parser":"4.4.0","lodash":"4.17.21","jsonwebtoken":"9.0.2","bcryptjs":"2.4.3","qs":"6.12.1","mime-types":"2.1.35","semver":"7.6.2","yaml":"2.4.5","i18next":"23.11.5","sanitize-html":"2.13.0","pdfkit":"0.15.0"}}',
      "srv/app/views/page.njk": "{% for x in list %}{{ x }}{% endfor %}", "srv/app/locales/de.json": "{\"hi\": \"hallo\"}", "srv/app/data/list.txt": "a\nb\n", "srv/app/jobs/first.js": "module.exports = () => require('util').inspect(new Map());\n", "srv/app/jobs/second.mjs": "import { createHash } from 'node:crypto';\nexport default () => createHash('md5').update('x').digest('hex');\n", "srv/app/jobs/worker.js": "require('worker_threads').parentPort.postMessage(require('querystring').escape('a b'));\n"},
    build="cd $LAYER/srv/app && npm install --silent --no-audit --no-fund --omit=dev", config=dict(Cmd=["node", "index.js"], WorkingDir="/srv/app"),
    cases=http("/nowhere", *("/job/" + n for n in "joi handlebars nunjucks luxon csv xml lodash jwt bcrypt qs mime semver yaml i18n sanitize pdf own esm spawn tool brotli cipher legacy dns user worker intl undici none".split())) + [("echo", "POST application/json {\"a\": 1}", "/echo"), ("invalid", "POST application/json {\"a\": \"x\"}", "/echo"), ("broken", "POST application/json {", "/echo")]),
  "grape": dict(files={"srv/app/config.ru": GRAPE, "srv/app/views/page.liquid": "{% for x in list %}{{ x }}{% endfor %}", "srv/app/data.txt": "a\nb\n", "srv/app/locales/de.yml": "de:\n  hi: hallo\n", "srv/app/db/001_first.rb": "Sequel.migration { change { create_table(:t) { primary_key :id } } }\n", "srv/app/lib/own.rb": "require 'forwardable'\nmodule Own\n  def self.answer = 'own'\nend\n", "srv/app/lib/late.rb": "require 'delegate'\nmodule Late\n  def self.answer = 'late'\nend\n"},
    config=dict(Cmd=["puma", "-b", "tcp://127.0.0.1:8000", "-t", "1:2", "config.ru"], WorkingDir="/srv/app", Env=["LANG=C.UTF-8", "RACK_ENV=production"]), seconds=60,
    cases=http("/nowhere", "/checked?a=1", "/checked?a=x", "/checked?a=1&d=2024-07-01", "/xml", *("/job/" + n for n in "liquid file sequel migrate nokogiri xslt tz i18n builder multi bigdecimal csv openssl mail https pstore encode matrix yaml time ripper pty io system own auto passwd none".split()))),
  "report": dict(files={"srv/app/app.py": REPORT, "srv/app/views/page.html": "{% for x in list %}{{ x }}{% endfor %}", "srv/app/plugins/__init__.py": "", "srv/app/plugins/first.py": "import fractions\nname = str(fractions.Fraction(1, 2))\n", "srv/app/plugins/second.py": "import difflib\nname = difflib.get_close_matches('a', ['a'])[0]\n"}, config=dict(Cmd=["gunicorn", "-b", "127.0.0.1:8000", "app:app"], WorkingDir="/srv/app"), seconds=60,
    cases=http("/nowhere", *("/job/" + n for n in "pdf flow barcode ttf orm declare dialect sheet chart schema iso image webp draw babel template crypt x509 rrule get yaml markdown pygments diagram convert entry plugin mail ftp shelf codec excel".split())) + [("form", "POST multipart/form-data;boundary=b --b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", "/form")]),
  "clojure": dict(files={"srv/app/app.clj": CLOJURE, "srv/app/data.txt": "a\nb\n", "srv/app/src/own.clj": "(ns own (:require [clojure.data :as d]))\n(defn answer [] (d/diff 1 2))\n"}, config=dict(Cmd=["clojure", "/srv/app/app.clj"], WorkingDir="/srv/app", Env=["JAVA_OPTS=-XX:+UseSerialGC"]), seconds=90,
    cases=http(*("/job/" + n for n in "xml zip walk set edn pprint io sh spec spec2 reflect sha aes tls rsa zone locale charset image log prefs script own sql http jar host none".split()))),
  "graphviz": dict(files={"srv/g/a.dot": DOT, "srv/g/own.gvpr": "BEG_G { print(nNodes($)); }\n"}, server=False, config=dict(Entrypoint=["dot"], WorkingDir="/srv/g"), train=["dot", "-Tsvg", "-o", "/tmp/a.svg", "/srv/g/a.dot"],
    cases=[dot(f, "dot", "-T" + f, "-o", "/tmp/o." + f) for f in ("png", "pdf", "ps", "json", "cmapx", "gif", "jpg", "xdot", "plain", "fig", "vml", "tk")] + [dot("cairo", "dot", "-Tsvg:cairo"), dot("gd", "dot", "-Tpng:gd", "-o", "/tmp/gd.png"), *(dot(k, "dot", "-K" + k, "-Tplain") for k in ("neato", "fdp", "circo", "twopi", "sfdp", "osage", "patchwork")), *(dot(k + " itself", k, "-Tplain") for k in ("neato", "circo", "fdp")), dot("gvpr", "gvpr", "-f", "/srv/g/own.gvpr"), dot("acyclic", "acyclic", "-n"), dot("tred", "tred"), dot("ccomps", "ccomps"), dot("nop", "nop"), dot("unflatten", "unflatten"), dot("gxl", "gv2gxl"), dot("gml", "gv2gml"), dot("mingle", "gc", "-a"), dot("plugins", "dot", "-v", "-Tplain", "-o", "/tmp/v"), dot("sccmap", "sccmap"), dot("bcomps", "bcomps")] + tools("dot -V", "dot -c")),
}
