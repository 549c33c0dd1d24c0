"""A sixth set: services and tools in ecosystems and with libraries that no set before has (see README.md); written before any result, judged once on frozen checks."""
from apps import http
from fifth import run
from fourth import tools

STARLETTE = r'''
import contextlib, os
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, JSONResponse
from starlette.routing import Route, Mount
from starlette.staticfiles import StaticFiles
JOBS = {}
def job(f): JOBS[f.__name__] = f; return f
@job
def template():
    from jinja2 import Environment, FileSystemLoader
    return Environment(loader=FileSystemLoader("/srv/app/views"), extensions=["jinja2.ext.i18n"]).get_template("page.html").render(list=["a", "b"])
@job
def model():
    from pydantic import BaseModel, AnyUrl
    class A(BaseModel): u: AnyUrl; n: int
    return A(u="http://x.test/", n="3").model_dump_json()
@job
def email():
    from pydantic import BaseModel, EmailStr
    class A(BaseModel): m: EmailStr
    return A(m="a@example.com").model_dump_json()
@job
def schema():
    import jsonschema
    jsonschema.Draft202012Validator({"type": "object", "properties": {"a": {"type": "integer"}}}).validate({"a": 1}); return "valid"
@job
def formats():
    import jsonschema
    return str([e.message for e in jsonschema.Draft7Validator({"format": "date"}, format_checker=jsonschema.FormatChecker()).iter_errors("x")])
@job
def fake():
    from faker import Faker
    Faker.seed(1); return Faker("de_DE").name()
@job
def french():
    from faker import Faker
    Faker.seed(2); return Faker("fr_FR").address()
@job
def phone():
    import phonenumbers
    from phonenumbers import geocoder
    n = phonenumbers.parse("+49 30 123456"); return phonenumbers.format_number(n, phonenumbers.PhoneNumberFormat.NATIONAL) + geocoder.description_for_number(n, "de")
@job
def country():
    import pycountry
    return pycountry.countries.get(alpha_2="DE").name + pycountry.languages.get(alpha_2="de").name
@job
def docx():
    import docx, io
    d = docx.Document(); d.add_heading("x", 1); d.add_paragraph("y", style="List Bullet"); b = io.BytesIO(); d.save(b); return str(len(docx.Document(b).paragraphs))
@job
def xlsx():
    import xlsxwriter, io
    b = io.BytesIO(); w = xlsxwriter.Workbook(b); w.add_worksheet().write(0, 0, 1); w.close(); return str(b.getvalue()[:2])
@job
def rich():
    from rich.console import Console; from rich.table import Table; from rich.syntax import Syntax; import io
    c = Console(file=io.StringIO(), width=40); t = Table("a"); t.add_row("1"); c.print(t, Syntax("x = 1", "python")); return c.file.getvalue()
@job
def arrow():
    import arrow
    return arrow.get("2024-07-01T00:00:00+00:00").to("Europe/Berlin").format("dddd D MMMM YYYY", locale="de")
@job
def humane():
    import arrow
    return arrow.get(0).humanize(arrow.get(7200), locale="fr")
@job
def orm():
    import peewee
    db = peewee.SqliteDatabase(":memory:")
    class T(peewee.Model):
        a = peewee.IntegerField()
        class Meta: database = db
    db.create_tables([T]); T.create(a=4); return str(T.select().count())
@job
def msgpack():
    import msgpack
    return msgpack.packb({"a": 1}).hex()
@job
def orjson():
    import orjson, uuid
    return orjson.dumps({"a": uuid.UUID(int=1)}).decode()
@job
def client():
    import httpx
    try: httpx.get("https://127.0.0.1:9/", timeout=2)
    except httpx.HTTPError as e: return type(e).__name__
@job
def idna():
    import idna
    return idna.encode("b\u00fccher.example").decode()
@job
def signed():
    from itsdangerous import URLSafeSerializer
    return URLSafeSerializer("k").dumps([1])
@job
def pdf():
    import pypdf, io
    w = pypdf.PdfWriter(); w.add_blank_page(100, 100); w.encrypt("x"); b = io.BytesIO(); w.write(b); return str(len(pypdf.PdfReader(b, password="x").pages))
@job
def trio():
    import anyio
    async def f(): await anyio.sleep(0); return "slept"
    return __import__("concurrent.futures").futures.ThreadPoolExecutor().submit(lambda: anyio.run(f, backend="trio")).result()
@job
def cli():
    import typer, io
    from typer.testing import CliRunner
    app = typer.Typer()
    @app.command()
    def main(n: int = 1): typer.echo(n)
    return CliRunner().invoke(app, ["--help"]).output
@job
def tables():
    from tabulate import tabulate
    return tabulate([[1, "\u4e2d"]], tablefmt="grid")
@job
def cron():
    from croniter import croniter
    import datetime
    return str(croniter("0 0 * * MON", datetime.datetime(2024, 1, 1)).get_next(datetime.datetime))
@job
def charset():
    import charset_normalizer
    return str(charset_normalizer.from_bytes("\u00e4\u00f6\u00fc gr\u00fc\u00dfe aus k\u00f6ln".encode("latin-1")).best() is not None)
@job
def ics():
    import icalendar
    return icalendar.Calendar.from_ical("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Berlin:20240701T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").walk("VEVENT")[0]["DTSTART"].dt.isoformat()
@job
def tasks():
    import importlib, pkgutil, tasks
    return ",".join(importlib.import_module("tasks." + m.name).run() for m in pkgutil.iter_modules(tasks.__path__))
@job
def shell():
    import subprocess
    return subprocess.run("ls /srv/app | wc -l", shell=True, capture_output=True, text=True).stdout
@job
def version():
    from importlib.metadata import version
    return version("starlette")
async def run(request):
    f = JOBS.get(request.path_params["name"])
    if f is None: return PlainTextResponse("none", 404)
    from starlette.concurrency import run_in_threadpool
    return PlainTextResponse(str(await run_in_threadpool(f)))
async def form(request):
    async with request.form() as f: return JSONResponse({k: str(v) for k, v in f.items()})
app = Starlette(routes=[Route("/", lambda r: PlainTextResponse("ok")), Route("/job/{name}", run), Route("/form", form, methods=["POST"]), Mount("/static", StaticFiles(directory="/srv/app/static"))])
'''
PIP = "python3.11 -m pip install -q --disable-pip-version-check --no-compile --root-user-action ignore --target $LAYER/usr/local/lib/python3.11/dist-packages "

BUILD = "import sys, os\nfrom mkdocs.commands.build import build\nfrom mkdocs.config import load_config\nc = load_config('/srv/doc/%s.yml' % sys.argv[1], site_dir='/tmp/site')\nbuild(c)\nprint(len(open('/tmp/site/index.html').read()) // 100, sorted(os.listdir('/tmp/site')))\n"
MKDOCS = {"plain": "theme:\n  name: mkdocs\n", "readthedocs": "theme:\n  name: readthedocs\n", "material": "theme:\n  name: material\n", "french": "theme:\n  name: material\n  language: fr\n", "dark": "theme:\n  name: mkdocs\n  color_mode: dark\n", "search": "theme:\n  name: mkdocs\nplugins:\n  - search:\n      lang: [de, en]\n",
  "nosearch": "theme:\n  name: mkdocs\nplugins: []\n", "tables": "theme:\n  name: mkdocs\nmarkdown_extensions: [tables, footnotes, attr_list, def_list, toc, abbr, md_in_html]\n", "code": "theme:\n  name: mkdocs\nmarkdown_extensions: [codehilite, fenced_code]\n", "super": "theme:\n  name: material\nmarkdown_extensions: [pymdownx.superfences, pymdownx.highlight, pymdownx.inlinehilite]\n",
  "emoji": "theme:\n  name: material\nmarkdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n", "tabs": "theme:\n  name: material\nmarkdown_extensions: [pymdownx.tabbed, pymdownx.details, admonition, pymdownx.tasklist]\n",
  "math": "theme:\n  name: material\nmarkdown_extensions: [pymdownx.arithmatex, pymdownx.betterem, pymdownx.caret, pymdownx.keys]\n", "snippets": "theme:\n  name: mkdocs\nmarkdown_extensions: [pymdownx.snippets, pymdownx.smartsymbols, pymdownx.magiclink]\n", "hooks": "theme:\n  name: mkdocs\nhooks: [/srv/doc/hook.py]\n", "tags": "theme:\n  name: material\nplugins: [tags, search]\n", "social": "theme:\n  name: material\nplugins: [meta]\n", "blog": "theme:\n  name: material\nplugins: [blog]\n",
  "own": "theme:\n  name: null\n  custom_dir: /srv/doc/theme\n", "wrong": "theme:\n  name: nowhere\n", "privacy": "theme:\n  name: material\nplugins: [offline]\n"}

HAPI = r'''
const Hapi = require('@hapi/hapi');
const jobs = {
  pug: () => require('pug').renderFile('/srv/app/views/page.pug', { list: ['a', 'b'] }),
  ejs: () => require('ejs').renderFile('/srv/app/views/page.ejs', { list: ['a', 'b'] }),
  ajv: () => { const Ajv = require('ajv'); const a = new Ajv(); require('ajv-formats')(a); return String(a.compile({ type: 'string', format: 'email' })('a@b.test')); },
  draft: () => { const Ajv = require('ajv/dist/2020'); return String(new Ajv().compile({ type: 'integer' })(1)); },
  zone: () => require('moment-timezone').tz(0, 'Europe/Berlin').format(),
  german: () => { const m = require('moment'); m.locale('de'); return m.utc(0).format('dddd LL'); },
  markdown: () => require('markdown-it')({ html: true }).render('# x\n\n| a |\n|---|\n| 1 |'),
  prism: () => { const P = require('prismjs'); require('prismjs/components/')(['rust']); return P.highlight('fn main() {}', P.languages.rust, 'rust'); },
  highlight: () => require('highlight.js').highlight('a: 1', { language: 'yaml' }).value,
  bash: () => { const h = require('highlight.js/lib/core'); h.registerLanguage('bash', require('highlight.js/lib/languages/bash')); return h.highlight('echo x', { language: 'bash' }).value; },
  svgo: () => require('svgo').optimize('<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0L10 10"/></g></svg>').data,
  mail: async () => (await require('nodemailer').createTransport({ jsonTransport: true }).sendMail({ from: 'a@b.test', to: 'c@d.test', text: 'x', messageId: '1', date: new Date(0) })).envelope.to[0],
  dom: () => { const { JSDOM } = require('jsdom'); return new JSDOM('<p>x</p>').window.document.querySelector('p').outerHTML; },
  style: () => { const { JSDOM } = require('jsdom'); const w = new JSDOM('<style>p { color: red }</style><p>x</p>').window; return w.getComputedStyle(w.document.querySelector('p')).color; },
  less: async () => (await require('less').render('a { b { width: (1 + 1) * 2px } }')).css,
  sass: () => require('sass').compileString('$a: 1px; b { width: $a * 2 }').css,
  terser: async () => (await require('terser').minify('function f(a) { return a + 1 } f(1)')).code,
  babel: () => require('@babel/core').transformSync('const a = b?.c ?? 1;', { configFile: false, presets: [['@babel/preset-env', { targets: 'ie 11' }]] }).code,
  postcss: async () => (await require('postcss')([require('autoprefixer')({ overrideBrowserslist: ['last 4 versions'] })]).process('a { user-select: none }', { from: undefined })).css.length > 10 ? 'prefixed' : '',
  iconv: () => require('iconv-lite').encode('\u4e2d\u6587', 'gb18030').toString('hex'),
  sjis: () => require('iconv-lite').decode(Buffer.from('82a0', 'hex'), 'shiftjis'),
  phone: () => require('libphonenumber-js').parsePhoneNumber('+493012345').formatNational(),
  math: () => String(require('mathjs').evaluate('sqrt(16) + det([1, 2; 3, 4])')),
  log: () => { const w = require('winston'); w.createLogger({ transports: [new w.transports.File({ filename: '/tmp/x.log' })] }).info('x'); return 'logged'; },
  env: () => JSON.stringify(require('dotenv').config({ path: '/srv/app/own.env' }).parsed),
  uuid: () => require('uuid').v5('x', require('uuid').v5.URL),
  sharp: async () => String((await require('sharp')({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).png().toBuffer()).length > 0),
  resize: async () => { const s = require('sharp'); const m = await s(await s('/srv/app/a.svg').resize(16).webp().toBuffer()).metadata(); return m.format + m.width; },
  inert: async () => { await server.register(require('@hapi/inert')); server.route({ method: 'GET', path: '/file', handler: (q, h) => h.file('/srv/app/a.svg') }); return (await server.inject('/file')).headers['content-type']; },
  cookie: async () => { await server.register(require('@hapi/cookie')); return 'registered'; },
  plugin: async () => { for (const n of require('fs').readdirSync('/srv/app/plugins')) await server.register(require('/srv/app/plugins/' + n)); return (await server.inject('/first')).payload; },
  sort: () => require('child_process').execSync('sort -r /srv/app/list.txt | head -n 1').toString(),
  esm: async () => (await import('/srv/app/own.mjs')).default(),
  tls: () => new Promise((r) => require('https').get('https://127.0.0.1:9', () => r('?')).on('error', (e) => r(e.code))),
  i18n: () => new Intl.NumberFormat('de-DE').format(1234.5),
  wasm: async () => String((await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))) instanceof WebAssembly.Module),
};
let server;
(async () => {
  server = Hapi.server({ host: '127.0.0.1', port: 8000 });
  server.route({ method: 'GET', path: '/', handler: () => 'ok' });
  server.route({ method: 'GET', path: '/job/{name}', handler: async (q, h) => (jobs[q.params.name] ? h.response(await jobs[q.params.name]()).type('text/plain') : h.response('none').code(404)) });
  server.route({ method: 'POST', path: '/echo', handler: (q) => q.payload });
  await server.start();
})();
'''

SERVER_XML = '<Server port="-1"><Service name="Catalina"><Connector port="8000" address="127.0.0.1" protocol="HTTP/1.1"/><Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps" unpackWARs="false" autoDeploy="false"/></Engine></Service></Server>\n'
WEB_XML = '''<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
<servlet><servlet-name>default</servlet-name><servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class></servlet>
<servlet><servlet-name>jsp</servlet-name><servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class></servlet>
<servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
<servlet-mapping><servlet-name>jsp</servlet-name><url-pattern>*.jsp</url-pattern></servlet-mapping>
<welcome-file-list><welcome-file>index.jsp</welcome-file></welcome-file-list></web-app>
'''
JSPS = {"index": '"ok"', "sha": 'java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(new byte[0]))', "aes": 'javax.crypto.Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName()', "ec": 'java.security.KeyPairGenerator.getInstance("EC").getAlgorithm()', "zone": 'java.time.Instant.EPOCH.atZone(java.time.ZoneId.of("Asia/Tokyo")).toString()', "locale": 'java.text.NumberFormat.getInstance(java.util.Locale.GERMANY).format(1234.5)', "month": 'java.time.Month.MAY.getDisplayName(java.time.format.TextStyle.FULL, java.util.Locale.FRENCH)',
  "charset": 'new String(new byte[]{(byte)0x82,(byte)0xa0}, "Shift_JIS").codePointAt(0)', "xml": 'javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new java.io.ByteArrayInputStream("<a/>".getBytes())).getDocumentElement().getTagName()', "xslt": 'javax.xml.transform.TransformerFactory.newInstance().newTransformer().getClass().getSimpleName()', "image": 'new java.awt.image.BufferedImage(2, 2, 1).createGraphics().getClass().getSimpleName()', "png": 'String.join(",", java.util.Arrays.stream(javax.imageio.ImageIO.getWriterFormatNames()).sorted().toList())', "font": 'new java.awt.Font("Dialog", 0, 12).getStringBounds("x", new java.awt.font.FontRenderContext(null, false, false)).isEmpty()',
  "process": 'new String(new ProcessBuilder("uname", "-s").start().getInputStream().readAllBytes())', "http": 'java.net.http.HttpClient.newHttpClient().version().toString()', "tls": 'javax.net.ssl.SSLContext.getDefault().getProtocol()', "zip": 'new java.util.zip.ZipFile("/usr/share/tomcat10/lib/catalina.jar").getEntry("META-INF/MANIFEST.MF").getName()', "sql": 'java.sql.DriverManager.drivers().count()', "jmx": 'java.lang.management.ManagementFactory.getRuntimeMXBean().getSpecVersion()', "log": 'java.util.logging.Logger.getLogger("x").getLevel()', "naming": 'new javax.naming.InitialContext().getEnvironment().size()', "dns": 'java.net.InetAddress.getByName("localhost").getHostAddress()', "user": 'System.getProperty("user.name")', "prefs": 'java.util.prefs.Preferences.systemRoot().name()', "compiler": 'javax.tools.ToolProvider.getSystemJavaCompiler() == null', "el": '"${1+1}"', "session": 'session.isNew()', "data": 'java.nio.file.Files.readString(java.nio.file.Path.of("/srv/tomcat/data/list.txt"))', "proxy": 'java.net.ProxySelector.getDefault().getClass().getSimpleName()'}

EXIF = r'''
import struct, zlib, zipfile, wave, os
d = os.environ["LAYER"] + "/srv/x/"
def chunk(k, b): return struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b))
open(d + "a.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Title\0x") + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b""))
open(d + "a.gif", "wb").write(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
open(d + "a.tif", "wb").write(b"II*\0\x08\0\0\0\4\0" + struct.pack("<HHII", 256, 3, 1, 1) + struct.pack("<HHII", 257, 3, 1, 1) + struct.pack("<HHII", 271, 2, 4, int.from_bytes(b"Own\0", "little")) + struct.pack("<HHII", 274, 3, 1, 1) + b"\0\0\0\0")
tif = open(d + "a.tif", "rb").read()
open(d + "a.jpg", "wb").write(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(tif) + 8) + b"Exif\0\0" + tif + b"\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xda\0\x08\1\1\0\0?\0\0\xff\xd9")
with zipfile.ZipFile(d + "a.zip", "w") as z: z.writestr(zipfile.ZipInfo("a.txt"), "x")
with zipfile.ZipFile(d + "a.docx", "w") as z: z.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>"); z.writestr(zipfile.ZipInfo("word/document.xml"), "<w/>"); z.writestr(zipfile.ZipInfo("docProps/core.xml"), "<x xmlns:dc='d'><dc:title>t</dc:title></x>")
with wave.open(d + "a.wav", "wb") as w: w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000); w.writeframes(b"\0\0" * 8)
open(d + "a.bmp", "wb").write(b"BM" + struct.pack("<IIIIiiHHIIiiII", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\0\0\0\0")
open(d + "a.mp4", "wb").write(struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"isom") + struct.pack(">I4s", 8, b"mdat"))
open(d + "a.flac", "wb").write(b"fLaC\x80\0\0\x22" + struct.pack(">HH", 4096, 4096) + b"\0" * 30)
open(d + "a.ttf", "wb").write(b"\0\1\0\0\0\0\0\0\0\0\0\0")
for n in os.listdir(d): os.utime(d + n, (0, 0))
'''
def exif(name, *words): return run(name, "exiftool", *words)

ROUTER = "<?php\n$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);\nchdir('/usr/share/dokuwiki');\nif ($path === '/') { $_SERVER['SCRIPT_NAME'] = '/doku.php'; $_GET['id'] = 'own'; $_REQUEST['id'] = 'own'; require '/usr/share/dokuwiki/doku.php'; return true; }\nreturn false;\n"
WIKI = "====== Own ======\n  * a **b** //c//\n\n^ x ^ y ^\n| 1 | 2 |\n\n<code php>\n<?php echo 1;\n</code>\n\n{{wiki:dokuwiki-128.png}} [[http://x.test|x]] ((note)) :-) FIXME\n\n{{rss>http://127.0.0.1:9/feed 3}}\n"

MONO = r'''
using System; using System.Collections.Generic; using System.Globalization; using System.IO; using System.Linq; using System.Text;
class Item { public int A { get; set; } }
class App {
  static readonly Dictionary<string, Func<string>> Jobs = new Dictionary<string, Func<string>> {
    { "hello", () => "hello" },
    { "regex", () => System.Text.RegularExpressions.Regex.Replace("a1b2", "[0-9]", "-") },
    { "linq", () => string.Join(",", Enumerable.Range(1, 5).Where(x => x % 2 == 1)) },
    { "xml", () => System.Xml.Linq.XElement.Parse("<a><b>1</b></a>").Element("b").Value },
    { "dom", () => { var d = new System.Xml.XmlDocument(); d.LoadXml("<a b='1'/>"); return d.DocumentElement.GetAttribute("b"); } },
    { "xslt", () => { var t = new System.Xml.Xsl.XslCompiledTransform(); t.Load(System.Xml.XmlReader.Create(new StringReader("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'>x</xsl:template></xsl:stylesheet>"))); return "loaded"; } },
    { "serialise", () => { var w = new StringWriter(); new System.Xml.Serialization.XmlSerializer(typeof(List<int>)).Serialize(w, new List<int> { 1 }); return w.ToString().Length > 9 ? "serialised" : ""; } },
    { "json", () => { var m = new MemoryStream(); new System.Runtime.Serialization.Json.DataContractJsonSerializer(typeof(int[])).WriteObject(m, new[] { 1, 2 }); return Encoding.UTF8.GetString(m.ToArray()); } },
    { "web", () => System.Web.HttpUtility.UrlEncode("a b&c") },
    { "data", () => { var t = new System.Data.DataTable(); t.Columns.Add("a", typeof(int)); t.Rows.Add(3); return t.Compute("SUM(a)", "").ToString(); } },
    { "culture", () => new DateTime(2024, 7, 1).ToString("D", new CultureInfo("de-DE")) },
    { "zone", () => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(new DateTime(2024, 7, 1, 0, 0, 0, DateTimeKind.Utc), "Europe/Berlin").ToString("s") },
    { "local", () => TimeZoneInfo.Local.Id },
    { "sjis", () => BitConverter.ToString(Encoding.GetEncoding("shift_jis").GetBytes("\u3042")) },
    { "latin2", () => BitConverter.ToString(Encoding.GetEncoding("iso-8859-2").GetBytes("\u0159")) },
    { "koi8", () => BitConverter.ToString(Encoding.GetEncoding("koi8-r").GetBytes("\u044f")) },
    { "sha", () => BitConverter.ToString(System.Security.Cryptography.SHA256.Create().ComputeHash(new byte[0])).Substring(0, 8) },
    { "aes", () => System.Security.Cryptography.Aes.Create().KeySize.ToString() },
    { "rsa", () => new System.Security.Cryptography.RSACryptoServiceProvider(512).KeySize.ToString() },
    { "tls", () => { try { new System.Net.WebClient().DownloadString("https://127.0.0.1:9/"); return "?"; } catch (System.Net.WebException e) { return e.Status.ToString(); } } },
    { "dns", () => System.Net.Dns.GetHostAddresses("localhost").Length > 0 ? "found" : "" },
    { "zip", () => { var m = new MemoryStream(); using (var z = new System.IO.Compression.DeflateStream(m, System.IO.Compression.CompressionMode.Compress, true)) z.WriteByte(1); return m.Length.ToString(); } },
    { "process", () => { var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("uname", "-s") { UseShellExecute = false, RedirectStandardOutput = true }); return p.StandardOutput.ReadToEnd(); } },
    { "big", () => System.Numerics.BigInteger.Pow(2, 100).ToString() },
    { "task", () => System.Threading.Tasks.Task.Run(() => "task").Result },
    { "config", () => System.Configuration.ConfigurationManager.AppSettings["own"] ?? "none" },
    { "dynamic", () => { dynamic d = new Item { A = 4 }; return (d.A + 1).ToString(); } },
    { "emit", () => System.Linq.Expressions.Expression.Lambda<Func<int>>(System.Linq.Expressions.Expression.Constant(7)).Compile()().ToString() },
    { "file", () => File.ReadAllLines("/srv/m/list.txt").Length.ToString() },
    { "user", () => Environment.UserName },
    { "plugin", () => System.Reflection.Assembly.LoadFrom("/srv/m/bin/Own.dll").GetTypes()[0].Name },
    { "sleep", () => { System.Threading.Thread.Sleep(1); return System.Diagnostics.Stopwatch.IsHighResolution.ToString(); } },
  };
  static int Main(string[] args) { Console.WriteLine(Jobs[args[0]]()); return 0; }
}
'''
CADDY = ":8000 {\n bind 127.0.0.1\n root * /srv/www\n encode gzip zstd\n handle /t/* {\n  templates\n  file_server\n }\n handle /b/* {\n  file_server browse\n }\n handle /r {\n  redir /x 302\n }\n handle /p/* {\n  reverse_proxy 127.0.0.1:9\n }\n handle /s {\n  respond \"x\"\n }\n handle {\n  file_server\n }\n}\n"
MARKDOWN = "---\ntitle: x\nlang: de\n---\n\n# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```\n\n$x^2$ and [@k]\n\n![p](a.svg)\n"
BIB = "@book{k, author = {A, B}, title = {T}, year = {2024}}\n"
def pandoc(name, *words): return run(name, "pandoc", "a.md", *words)
def tex(*packages, body="x", kind="article"): return "\\documentclass{%s}\n%s\\begin{document}\n%s\n\\end{document}\n" % (kind, "".join("\\usepackage%s\n" % p for p in packages), body)
TEX = {"plain": tex(), "math": tex("{amsmath}", "{amssymb}", body="$\\mathbb{R}$ \\begin{align*}x&=1\\end{align*}"), "german": tex("[ngerman]{babel}", "[T1]{fontenc}", body="\\today\\ \u00e4"), "french": tex("[french]{babel}", body="x"), "graphic": tex("{graphicx}", body="\\includegraphics[width=1cm]{a.pdf}"), "hyper": tex("{hyperref}", body="\\url{http://x.test}"), "geometry": tex("[a5paper]{geometry}"), "color": tex("{xcolor}", body="\\textcolor{red}{x}"), "table": tex("{booktabs}", "{longtable}", body="\\begin{longtable}{ll}\\toprule a&b\\\\\\bottomrule\\end{longtable}"), "listing": tex("{listings}", body="\\begin{lstlisting}[language=Python]\nx = 1\n\\end{lstlisting}"), "times": tex("{mathptmx}", body="x $a$"), "helvet": tex("[scaled]{helvet}", body="\\sffamily x"), "palatino": tex("{mathpazo}"), "courier": tex("{courier}", body="\\texttt{x}"), "micro": tex("{microtype}"), "fancy": tex("{fancyhdr}", body="\\pagestyle{fancy}x"), "book": tex(kind="book", body="\\chapter{A}x"), "letter": tex(kind="letter", body="\\begin{letter}{A}\\opening{B}x\\closing{C}\\end{letter}"), "koma": tex(kind="scrartcl", body="\\section{x}"), "memoir": tex(kind="memoir"), "beamer": tex(kind="beamer", body="\\begin{frame}x\\end{frame}"), "latin": tex("[latin1]{inputenc}", "{textcomp}", body="\\texteuro"), "own": tex("{own}", body="\\own"), "index": tex("{makeidx}", body="\\makeindex x"), "tikz": tex("{tikz}", body="\\tikz \\draw (0,0) -- (1,1);"), "euler": tex("{eucal}", "{eufrak}", body="$\\mathfrak{A}\\mathcal{B}$"), "siunitx": tex("{siunitx}", body="\\SI{1}{m}")}
GEO = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": 1, "s": "a"}, "geometry": {"type": "Point", "coordinates": [13.4, 52.5]}}]}\n'
ASC = "ncols 2\nnrows 2\nxllcorner 13\nyllcorner 52\ncellsize 0.5\n1 2\n3 4\n"
def ogr(name, fmt, *words): return run(name, "ogr2ogr", "-f", fmt, "/tmp/o", "/srv/g/a.geojson", *words)
def raster(name, fmt): return run(name, "gdal_translate", "-q", "-of", fmt, "/srv/g/a.asc", "/tmp/o")
def mq(name, text): return {"srv/mq/%s.conf" % name: text}
UNBOUND = 'server:\n interface: 127.0.0.1@8000\n directory: "/srv/u"\n chroot: ""\n username: ""\n pidfile: ""\n do-daemonize: no\n use-syslog: no\n local-zone: "x.test." static\n local-data: "www.x.test. A 127.0.0.2"\n local-data-ptr: "127.0.0.2 www.x.test"\n%s\nremote-control:\n control-enable: yes\n control-interface: /tmp/u.sock\n control-use-cert: no\n'
def unb(name, more): return {"srv/u/%s.conf" % name: UNBOUND % more}
SSHD = "Port 8000\nListenAddress 127.0.0.1\nHostKey /srv/ssh/host\nAuthorizedKeysFile /srv/ssh/own.pub\nPermitRootLogin yes\nStrictModes no\nUsePAM yes\nPidFile none\nSubsystem sftp /usr/lib/openssh/sftp-server\nPrintMotd no\nAcceptEnv LANG\n"
SSH = ["-q", "-i", "/srv/ssh/own", "-o", "UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no"]
def ssh(name, *words): return run(name, "ssh", "-p", "8000", *SSH, "root@127.0.0.1", *words)
LOGS = {"plain": "", "tcp": 'module(load="imtcp")\ninput(type="imtcp" port="5140")\n', "udp": 'module(load="imudp")\ninput(type="imudp" port="5140")\n', "file": 'module(load="imfile")\ninput(type="imfile" File="/srv/log/a.log" Tag="x")\n', "prog": 'module(load="omprog")\naction(type="omprog" binary="/srv/log/out.sh")\n', "json": 'module(load="mmjsonparse")\naction(type="mmjsonparse")\n', "anon": 'module(load="mmanon")\naction(type="mmanon")\n', "tls": 'global(defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="/etc/ssl/certs/ca-certificates.crt")\nmodule(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")\ninput(type="imtcp" port="5141")\n', "ossl": 'global(defaultNetstreamDriver="ossl")\nmodule(load="imtcp")\ninput(type="imtcp" port="5142")\n', "relp": 'module(load="imrelp")\ninput(type="imrelp" port="5143")\n', "forward": '*.* action(type="omfwd" target="127.0.0.1" port="5140" protocol="tcp")\n', "relay": 'module(load="omrelp")\naction(type="omrelp" target="127.0.0.1" port="5143")\n', "mail": 'module(load="ommail")\naction(type="ommail" server="127.0.0.1" port="25" mailfrom="a@x" mailto="b@x")\n', "stats": 'module(load="impstats")\n', "external": 'module(load="mmexternal")\naction(type="mmexternal" binary="/srv/log/out.sh")\n', "utf8": 'module(load="mmutf8fix")\naction(type="mmutf8fix")\n', "fields": 'module(load="mmfields")\naction(type="mmfields")\n', "uxsock": 'module(load="omuxsock")\n', "klog": 'module(load="imklog")\n', "journal": 'module(load="omjournal")\naction(type="omjournal")\n', "mark": 'module(load="immark")\n', "lookup": 'lookup_table(name="own" file="/srv/log/table.json")\n', "include": 'include(file="/srv/log/more/*.conf")\n', "sequence": 'module(load="mmsequence")\naction(type="mmsequence" mode="random" to="3" var="$!s")\n', "ruleset": 'ruleset(name="own") {\n action(type="omfile" file="/tmp/x")\n}\n', "wrong": 'module(load="nowhere")\n', "parser": 'module(load="pmlastmsg")\n', "pipe": 'module(load="omstdout")\naction(type="omstdout")\n', "template": 'template(name="t" type="string" string="%msg%")\naction(type="omfile" file="/tmp/x" template="t")\n'}

APPS = {
  "starlette": dict(files={"srv/app/app.py": STARLETTE, "srv/app/views/page.html": "{% for x in list %}{{ x }}{% endfor %}", "srv/app/static/a.css": "a {}\n", "srv/app/tasks/__init__.py": "", "srv/app/tasks/first.py": "import statistics\ndef run(): return str(statistics.mean([1, 2]))\n", "srv/app/tasks/second.py": "import calendar\ndef run(): return calendar.month(2024, 7)[:5]\n"},
    build=PIP + "starlette==0.37.2 uvicorn==0.30.1 pydantic==2.7.4 email-validator==2.1.1 jinja2==3.1.4 jsonschema==4.22.0 faker==25.8.0 phonenumbers==8.13.39 pycountry==24.6.1 python-docx==1.1.2 xlsxwriter==3.2.0 rich==13.7.1 arrow==1.3.0 peewee==3.17.5 msgpack==1.0.8 orjson==3.10.5 httpx==0.27.0 itsdangerous==2.2.0 pypdf==4.2.0 trio==0.25.1 typer==0.12.3 tabulate==0.9.0 croniter==2.0.5 charset-normalizer==3.3.2 icalendar==5.0.12 python-multipart==0.0.9", config=dict(Cmd=["python3", "-m", "uvicorn", "--host", "127.0.0.1", "--port", "8000", "app:app"], WorkingDir="/srv/app"), seconds=60,
    cases=http("/static/a.css", "/nowhere", *("/job/" + n for n in "template model email schema formats fake french phone country docx xlsx rich arrow humane orm msgpack orjson client idna signed pdf trio cli tables cron charset ics tasks shell version none".split())) + [("form", "POST multipart/form-data;boundary=b --b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n", "/form")]),
  "mkdocs": dict(files={"srv/doc/build.py": BUILD, "srv/doc/hook.py": "def on_page_markdown(markdown, **_):\n    import textwrap\n    return textwrap.dedent(markdown)\n", "srv/doc/docs/index.md": "---\ntags: [a]\n---\n# A :smile:\n\n```python\nx = 1\n```\n\n| a |\n|---|\n| 1 |\n\n- [ ] b\n", "srv/doc/theme/main.html": "<p>{{ page.content }}</p>", **{"srv/doc/%s.yml" % n: "site_name: x\nsite_url: http://x.test/\ndocs_dir: /srv/doc/docs\n" + t for n, t in MKDOCS.items()}}, server=False,
    build=PIP + "mkdocs==1.6.0 mkdocs-material==9.5.27 pymdown-extensions==10.8.1", config=dict(Cmd=["python3", "/srv/doc/build.py", "plain"], WorkingDir="/srv/doc", Env=["SOURCE_DATE_EPOCH=0", "LANG=C.UTF-8"]), train=["python3", "/srv/doc/build.py", "plain"], cases=[run(n, "python3", "/srv/doc/build.py", n) for n in MKDOCS if n != "plain"] + [run("new", "python3", "-m", "mkdocs", "new", "/tmp/n"), run("deps", "python3", "-m", "mkdocs", "get-deps", "-f", "/srv/doc/material.yml"), run("help", "python3", "-m", "mkdocs", "--help")]),
  "hapi": dict(files={"srv/app/index.js": HAPI, "srv/app/package.json": '{"name":"h","main":"index.js","dependencies":{"@hapi/hapi":"21.3.10","@hapi/inert":"7.1.0","@hapi/cookie":"12.0.1","pug":"3.0.3","ejs":"3.1.10","ajv":"8.16.0","ajv-formats":"3.0.1","moment":"2.30.1","moment-timezone":"0.5.45","markdown-it":"14.1.0","prismjs":"1.29.0","highlight.js":"11.9.0","svgo":"3.3.2","nodemailer":"6.9.14","jsdom":"22.1.0","less":"4.2.0","sass":"1.77.6","terser":"5.31.1","@babel/core":"7.24.7","@babel/preset-env":"7.24.7","postcss":"8.4.38","autoprefixer":"10.4.19","iconv-lite":"0.6.3","libphonenumber-js":"1.11.4","mathjs":"13.0.0","winston":"3.13.0","dotenv":"16.4.5","uuid":"10.0.0","sharp":"0.33.4"}}',
      "srv/app/views/page.pug": "extends layout\nblock body\n  each x in list\n    p= x\n", "srv/app/views/layout.pug": "html\n  block body\n", "srv/app/views/page.ejs": "<% for (const x of list) { %><%= x %><% } %><%- include('part') %>", "srv/app/views/part.ejs": "part", "srv/app/own.env": "A=1\n", "srv/app/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"8\" height=\"8\"/></svg>", "srv/app/list.txt": "a\nb\n", "srv/app/own.mjs": "import { format } from 'node:util';\nexport default () => format('%s', 'own');\n", "srv/app/plugins/first.js": "exports.plugin = { name: 'first', register: (s) => s.route({ method: 'GET', path: '/first', handler: () => require('querystring').escape('a b') }) };\n"},
    build="cd $LAYER/srv/app && npm install --silent --no-audit --no-fund --omit=dev", config=dict(Cmd=["node", "index.js"], WorkingDir="/srv/app"), seconds=60,
    cases=http("/nowhere", *("/job/" + n for n in "pug ejs ajv draft zone german markdown prism highlight bash svgo mail dom style less sass terser babel postcss iconv sjis phone math log env uuid sharp resize inert cookie plugin sort esm tls i18n wasm none".split())) + [("echo", "POST application/json {\"a\": 1}", "/echo"), ("broken", "POST application/json {", "/echo"), ("form", "POST application/x-www-form-urlencoded a=1", "/echo")]),
  "tomcat": dict(files={"srv/tomcat/conf/server.xml": SERVER_XML, "srv/tomcat/webapps/ROOT/WEB-INF/web.xml": WEB_XML, "srv/tomcat/webapps/ROOT/a.css": "a {}\n", "srv/tomcat/data/list.txt": "a\n", "srv/tomcat/temp/.keep": "", "srv/tomcat/work/.keep": "", "srv/tomcat/logs/.keep": "", **{"srv/tomcat/webapps/ROOT/%s.jsp" % n: "<%%@ page contentType=\"text/plain\" %%><%%= %s %%>" % t for n, t in JSPS.items()}},
    config=dict(Cmd=["/usr/share/tomcat10/bin/catalina.sh", "run"], WorkingDir="/srv/tomcat", Env=["CATALINA_HOME=/usr/share/tomcat10", "CATALINA_BASE=/srv/tomcat", "JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64", "JAVA_OPTS=-XX:+UseSerialGC -Djava.awt.headless=true"]), seconds=120, cases=http("/a.css", "/nowhere", *("/%s.jsp" % n for n in JSPS if n != "index"))),
  "exiftool": dict(files={"srv/x/a.xmp": "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='x'/></rdf:RDF></x:xmpmeta>\n", "srv/x/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"><title>x</title></svg>\n", "srv/x/a.html": "<html><head><title>x</title></head></html>\n", "srv/x/a.pdf": "%PDF-1.4\n1 0 obj\n<</Title (x)>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Info 1 0 R /Size 2>>\nstartxref\n43\n%%EOF\n", "srv/x/a.ps": "%!PS-Adobe-3.0\n%%Title: x\n", "srv/x/a.json": "{\"a\": 1}\n", "srv/x/a.csv": "a,b\n1,2\n", "srv/x/a.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:x\nEND:VCARD\n", "srv/x/a.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "srv/x/a.rtf": "{\\rtf1 {\\info{\\title x}}}\n", "srv/x/a.plist": "<?xml version=\"1.0\"?><!DOCTYPE plist><plist version=\"1.0\"><dict><key>a</key><string>x</string></dict></plist>\n", "srv/x/track.gpx": "<gpx><trk><trkseg><trkpt lat='1' lon='2'><time>2024-07-01T00:00:00Z</time></trkpt></trkseg></trk></gpx>\n", "srv/x/own.config": "%Image::ExifTool::UserDefined = ('Image::ExifTool::Composite' => { Own => { Require => 'FileName', ValueConv => '\"own $val[0]\"' } });\n1;\n", "srv/x/a.fmt": "$filename $imagewidth\n", "srv/x/make.py": EXIF}, server=False, build="python3 $LAYER/srv/x/make.py && rm $LAYER/srv/x/make.py", config=dict(Entrypoint=["exiftool"], WorkingDir="/srv/x"), train=["exiftool", "-s", "-G", "--File:all", "a.png"],
    cases=[exif(n, "-s", "-G", "--File:all", "a." + n) for n in "jpg gif tif bmp wav mp4 zip docx flac ttf pdf ps svg html xmp json csv vcf ics rtf plist".split()] + [exif("program", "-s", "--File:all", "/usr/bin/perl"), exif("write", "-o", "/tmp/o.jpg", "-Artist=x", "a.jpg"), exif("xmp to", "-o", "-", "-XMP:Title=y", "a.xmp"), exif("german", "-lang", "de", "--File:all", "a.jpg"), exif("json out", "-j", "--File:all", "a.png"), exif("xml out", "-X", "--File:all", "a.png"), exif("csv out", "-csv", "-ImageWidth", "a.png"), exif("html dump", "-htmlDump", "a.gif"), exif("date", "-d", "%Y", "-s", "-CreateDate", "a.jpg"), exif("geotag", "-geotag", "track.gpx", "-o", "/tmp/g.jpg", "-Geotime=2024:07:01 00:00:00+00:00", "a.jpg"), exif("own", "-config", "own.config", "-Own", "a.png"), exif("print", "-p", "a.fmt", "a.png"), exif("list", "-listx", "-XMP:XMP-dc:all"), exif("args", "-args", "-s", "a.png", "-ImageSize"), exif("formats", "-listf"), exif("charset", "-charset", "exif=cp1251", "-s", "-Make", "a.jpg"), exif("validate", "-validate", "-s", "-Warning", "a.jpg"), exif("version", "-ver")]),
  "dokuwiki": dict(files={"srv/w/router.php": ROUTER, "var/lib/dokuwiki/data/pages/own.txt": WIKI, "var/lib/dokuwiki/data/pages/own/sub.txt": "x\n"}, build="chmod -R a+rwX $LAYER/var/lib/dokuwiki", config=dict(Cmd=["php", "-S", "127.0.0.1:8000", "-t", "/usr/share/dokuwiki", "/srv/w/router.php"], WorkingDir="/srv/w"), seconds=60,
    cases=http("/doku.php?id=nowhere", "/doku.php?id=own&do=index", "/doku.php?id=own&do=recent", "/doku.php?id=own&do=search&q=own", "/doku.php?id=own&do=export_xhtml", "/doku.php?id=own&do=export_raw", "/doku.php?id=own&do=export_code&codeblock=0", "/doku.php?id=own&do=login", "/doku.php?id=own&do=register", "/doku.php?id=own&do=admin", "/doku.php?id=own&do=edit", "/doku.php?id=own&do=revisions", "/doku.php?id=own&do=backlink", "/doku.php?id=own&do=media", "/doku.php?id=own&do=profile", "/doku.php?id=own&do=resendpwd", "/feed.php", "/feed.php?mode=list&type=atom1", "/lib/exe/css.php", "/lib/exe/js.php", "/lib/exe/ajax.php?call=linkwiz&q=own", "/lib/exe/opensearch.php", "/lib/exe/manifest.php", "/lib/exe/fetch.php?media=wiki:dokuwiki-128.png", "/lib/exe/detail.php?media=wiki:dokuwiki-128.png", "/lib/exe/mediamanager.php?ns=wiki", "/lib/exe/taskrunner.php?id=own", "/lib/exe/xmlrpc.php", "/lib/tpl/dokuwiki/images/logo.png", "/lib/images/smileys/smile.svg", "/install.php")),
  "caddy": dict(files={"srv/www/index.html": "ok", "srv/caddy/Caddyfile": CADDY, "srv/www/t/a.html": "{{ include \"/t/part.html\" }}{{ markdown \"# x\" }}{{ now | date \"2006\" | len }}", "srv/www/t/part.html": "part", "srv/www/b/a.txt": "a", "srv/www/a.css": "a{}", "srv/www/a.svg": "<svg/>", "srv/www/a.webmanifest": "{}", "srv/www/a.m4a": "x", "srv/www/a.odt": "x"}, config=dict(Cmd=["caddy", "run", "--config", "/srv/caddy/Caddyfile", "--adapter", "caddyfile"], Env=["XDG_DATA_HOME=/tmp", "XDG_CONFIG_HOME=/tmp"]),
    cases=http("/t/a.html", "/b/", "/r", "/p/x", "/s", "/a.css", "/a.svg", "/a.webmanifest", "/a.m4a", "/a.odt", "/nowhere") + tools("caddy version", "caddy adapt --config /srv/caddy/Caddyfile", "caddy validate --config /srv/caddy/Caddyfile", "caddy fmt /srv/caddy/Caddyfile", "caddy list-modules", "caddy hash-password --plaintext x --algorithm none", "caddy trust", "caddy environ --help")),
  "mono": dict(files={"srv/m/App.cs": MONO, "srv/m/Own.cs": "public class Own { }\n", "srv/m/list.txt": "a\nb\n", "srv/m/app.config": "<configuration><appSettings><add key=\"own\" value=\"x\"/></appSettings></configuration>\n"}, server=False, prepare="cd /srv/m && mkdir bin && mcs -out:bin/App.exe -r:System.Core,System.Xml,System.Xml.Linq,System.Runtime.Serialization,System.Web,System.Data,System.Numerics,System.Configuration,Microsoft.CSharp App.cs && mcs -target:library -out:bin/Own.dll Own.cs && cp app.config bin/App.exe.config", keep=["srv"], config=dict(Cmd=["mono", "/srv/m/bin/App.exe", "hello"]), train=["mono", "/srv/m/bin/App.exe", "hello"],
    cases=[run(n, "mono", "/srv/m/bin/App.exe", n) for n in "regex linq xml dom xslt serialise json web data culture zone local sjis latin2 koi8 sha aes rsa tls dns zip process big task config dynamic emit file user plugin sleep".split()] + [run("version", "mono", "--version"), run("optimised", "mono", "-O=all", "/srv/m/bin/App.exe", "linq"), run("debug", "mono", "--debug", "/srv/m/bin/App.exe", "hello")]),
  "pandoc": dict(files={"srv/p/a.md": MARKDOWN, "srv/p/a.bib": BIB, "srv/p/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "srv/p/own.lua": "function Str(e) return pandoc.Str(string.upper(e.text)) end\n", "srv/p/own.template": "$title$ $body$", "srv/p/a.rst": "A\n=\n\n* x\n", "srv/p/a.html": "<h1>A</h1><p>x</p>", "srv/p/a.csv": "a,b\n1,2\n", "srv/p/filter.sh": "#!/bin/sh\nsed 's/\"A\"/\"B\"/'\n"}, server=False, config=dict(Entrypoint=["pandoc"], WorkingDir="/srv/p", Env=["SOURCE_DATE_EPOCH=0", "LANG=C.UTF-8"]), train=["pandoc", "a.md", "-t", "plain"],
    cases=[pandoc(n, "-s", "-t", n) for n in "html latex man rst org revealjs beamer slidy docbook jats context texinfo asciidoc typst ms opml tei rtf dzslides icml".split() if n != "typst"] + [pandoc(n, "-o", "/tmp/o." + n) for n in "docx odt epub pptx fb2 pdf".split()] + [pandoc("cite", "--citeproc", "--bibliography", "a.bib", "-t", "plain"), pandoc("lua", "--lua-filter", "own.lua", "-t", "plain"), pandoc("template", "--template", "own.template", "-t", "plain"), pandoc("filter", "--filter", "/srv/p/filter.sh", "-t", "plain"), pandoc("contained", "--self-contained", "-t", "html"), pandoc("math", "--mathml", "-t", "html"), pandoc("style", "--highlight-style", "tango", "-s", "-t", "html"), pandoc("toc", "--toc", "-N", "-s", "-t", "html"), run("from rst", "pandoc", "-f", "rst", "a.rst"), run("from html", "pandoc", "-f", "html", "-t", "markdown", "a.html"), run("from csv", "pandoc", "-f", "csv", "a.csv"), run("languages", "pandoc", "--list-highlight-languages"), run("data file", "pandoc", "--print-default-data-file", "reference.docx"), run("default", "pandoc", "-D", "latex"), run("styles", "pandoc", "--print-highlight-style", "kate"), run("version", "pandoc", "--version")]),
  "tex": dict(files={"srv/t/own.sty": "\\ProvidesPackage{own}\n\\RequirePackage{ifthen}\n\\newcommand{\\own}{own}\n", "srv/t/a.pdf": "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n", "srv/t/a.bib": BIB, "srv/t/a.aux": "\\relax\n\\citation{k}\n\\bibstyle{plain}\n\\bibdata{a}\n", "srv/t/a.idx": "\\indexentry{x}{1}\n", "srv/t/p.tex": "x\\bye\n", **{"srv/t/%s.tex" % n: t for n, t in TEX.items()}}, server=False, config=dict(Entrypoint=["pdflatex"], WorkingDir="/srv/t", Env=["SOURCE_DATE_EPOCH=0", "FORCE_SOURCE_DATE=1"]), train=["pdflatex", "-interaction=batchmode", "-output-directory", "/tmp", "plain.tex"],
    cases=[run(n, "pdflatex", "-interaction=batchmode", "-halt-on-error", "-output-directory", "/tmp", n + ".tex") for n in TEX if n != "plain"] + [run("dvi", "latex", "-interaction=batchmode", "-output-directory", "/tmp", "plain.tex"), run("tex", "tex", "-interaction=batchmode", "-output-directory", "/tmp", "p.tex"), run("pdftex", "pdftex", "-interaction=batchmode", "-output-directory", "/tmp", "p.tex"), run("bibtex", "bibtex", "a"), run("index", "makeindex", "-o", "/tmp/a.ind", "-t", "/tmp/a.ilg", "a.idx"), run("which", "kpsewhich", "article.cls"), run("font", "kpsewhich", "cmr10.tfm"), run("make font", "mktextfm", "cmr17"), run("lua", "luatex", "--version"), run("etex", "etex", "-interaction=batchmode", "-output-directory", "/tmp", "p.tex")]),
  "gdal": dict(files={"srv/g/a.geojson": GEO, "srv/g/a.asc": ASC, "srv/g/a.csv": "lon,lat,n\n13.4,52.5,1\n", "srv/g/a.vrt": "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/srv/g/a.csv</SrcDataSource><GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4326</LayerSRS><GeometryField encoding=\"PointFromColumns\" x=\"lon\" y=\"lat\"/></OGRVRTLayer></OGRVRTDataSource>\n", "srv/g/colours": "1 0 0 0\n4 255 255 255\n"}, server=False, config=dict(Entrypoint=["ogrinfo"], WorkingDir="/srv/g"), train=["ogrinfo", "-al", "-q", "a.geojson"],
    cases=[ogr("shape", "ESRI Shapefile"), ogr("kml", "KML"), ogr("gml", "GML"), ogr("gpkg", "GPKG"), ogr("csv", "CSV"), ogr("gpx", "GPX", "-nlt", "POINT"), ogr("dxf", "DXF"), ogr("sqlite", "SQLite"), ogr("spatial", "SQLite", "-dsco", "SPATIALITE=YES"), ogr("flat", "FlatGeobuf"), ogr("utm", "GeoJSON", "-t_srs", "EPSG:32633"), ogr("german", "GeoJSON", "-t_srs", "EPSG:31468"), ogr("sql", "GeoJSON", "-dialect", "SQLITE", "-sql", "select n from a"), ogr("pdf", "PDF"), ogr("mapinfo", "MapInfo File"), ogr("ods", "ODS"), ogr("xlsx", "XLSX"), ogr("geojsonseq", "GeoJSONSeq"), raster("tiff", "GTiff"), raster("png", "PNG"), raster("jpeg", "JPEG"), raster("webp", "WEBP"), raster("netcdf", "netCDF"), raster("hfa", "HFA"), raster("grib", "GRIB"), run("vrt", "ogrinfo", "-al", "-q", "a.vrt"), run("info", "gdalinfo", "a.asc"), run("json", "gdalinfo", "-json", "-stats", "a.asc"), run("warp", "gdalwarp", "-q", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:3857", "a.asc", "/tmp/w.tif"), run("hill", "gdaldem", "hillshade", "-q", "a.asc", "/tmp/h.tif"), run("contour", "gdal_contour", "-q", "-i", "1", "a.asc", "/tmp/c.shp"), run("raster", "gdal_rasterize", "-q", "-burn", "1", "-ts", "4", "4", "a.geojson", "/tmp/r.tif"), run("srs", "gdalsrsinfo", "EPSG:4326"), run("proj", "projinfo", "EPSG:25833"), run("cs2cs", "cs2cs", "EPSG:4326", "EPSG:3857", "/srv/g/none"), run("transform", "gdaltransform", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:3857", "-output_xy"), run("formats", "ogrinfo", "--formats"), run("location", "gdallocationinfo", "-valonly", "a.asc", "0", "0"), run("tindex", "gdaltindex", "/tmp/i.shp", "a.asc"), run("grid", "gdal_grid", "-q", "-zfield", "n", "-outsize", "2", "2", "a.geojson", "/tmp/g.tif"), run("version", "gdalinfo", "--version")]),
  "mosquitto": dict(files={**mq("own", "listener 8000 127.0.0.1\nallow_anonymous true\npersistence false\nuser root\n"), "srv/mq/ctl.json": "{}\n", "srv/mq/run.sh": "#!/bin/sh\nmosquitto_sub -h 127.0.0.1 -p 8000 -t a -C 1 -W 5 > /tmp/got &\nsleep 1\nmosquitto_pub -h 127.0.0.1 -p 8000 -t a -m hello\nwait\ncat /tmp/got\n"}, config=dict(Cmd=["mosquitto", "-c", "/srv/mq/own.conf"]), ready=["mosquitto_pub", "-h", "127.0.0.1", "-p", "8000", "-t", "a", "-m", "x"],
    cases=[run("script", "/srv/mq/run.sh")] + tools("mosquitto_pub -h 127.0.0.1 -p 8000 -t a -r -m kept", "mosquitto_sub -h 127.0.0.1 -p 8000 -t a -C 1 -W 3", "mosquitto_sub -h 127.0.0.1 -p 8000 -V 5 -t b -W 1", "mosquitto_sub -h localhost -p 8000 -t a -W 1", "mosquitto_rr -h 127.0.0.1 -p 8000 -t a -e b -m x -W 1", "mosquitto_passwd -c -b /tmp/pw u p", "mosquitto_passwd -H sha512 -c -b /tmp/pw2 u p", "mosquitto_ctrl -h 127.0.0.1 -p 8000 dynsec listClients", "mosquitto_ctrl dynsec init /tmp/dynsec.json u p", "mosquitto_pub -h 127.0.0.1 -p 8000 -t a -f /srv/mq/ctl.json", "mosquitto_pub --cafile /etc/ssl/certs/ca-certificates.crt -h 127.0.0.1 -p 8000 -t a -m x", "mosquitto_pub --capath /etc/ssl/certs -h 127.0.0.1 -p 9 -t a -m x", "mosquitto_sub --help", "mosquitto -h", "mosquitto_pub --psk 00 --psk-identity x -h 127.0.0.1 -p 8000 -t a -m x")),
  "unbound": dict(files={**unb("own", ""), **unb("valid", ' auto-trust-anchor-file: "/usr/share/dns/root.key"\n root-hints: "/usr/share/dns/root.hints"'), **unb("tls", ' tls-cert-bundle: "/etc/ssl/certs/ca-certificates.crt"'), **unb("python", ' module-config: "python iterator"'), **unb("include", ' include: "/etc/unbound/unbound.conf.d/*.conf"'), **unb("user", ' username: "unbound"'), "srv/u/list": "www.x.test\n"}, config=dict(Cmd=["unbound", "-d", "-p", "-c", "/srv/u/own.conf"]), ready=["dig", "@127.0.0.1", "-p", "8000", "+time=1", "+tries=1", "www.x.test"],
    cases=[run("reverse", "dig", "@127.0.0.1", "-p", "8000", "+short", "-x", "127.0.0.2"), run("nothing", "dig", "@127.0.0.1", "-p", "8000", "+short", "no.x.test"), run("tcp", "dig", "@127.0.0.1", "-p", "8000", "+tcp", "+short", "www.x.test"), run("idn", "dig", "@127.0.0.1", "-p", "8000", "+idnin", "+short", "b\u00fccher.x.test")] + [run("check " + n, "unbound-checkconf", "/srv/u/%s.conf" % n) for n in "own valid tls python include user".split()] + [run("control " + n, "unbound-control", "-c", "/srv/u/own.conf", *n.split()) for n in ("list_local_zones", "dump_cache", "reload", "flush x.test", "get_option verbosity", "local_data a.x.test A 127.0.0.3")] + tools("unbound-host -C /srv/u/own.conf www.x.test", "unbound-anchor -l", "unbound-checkconf -o port /srv/u/own.conf", "unbound-checkconf /etc/unbound/unbound.conf", "unbound -V", "unbound-control-setup -d /tmp", "host -p 8000 www.x.test 127.0.0.1", "nslookup -port=8000 www.x.test 127.0.0.1", "delv @127.0.0.1 -p 8000 www.x.test")),
  "sshd": dict(files={"srv/ssh/sshd.conf": SSHD, "srv/ssh/a.txt": "x\n", "srv/ssh/batch": "ls /srv/ssh/a.txt\nget /srv/ssh/a.txt /tmp/got\n", "run/sshd/.keep": ""}, prepare="ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/host && ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/own", keep=["srv"], config=dict(Cmd=["/usr/sbin/sshd", "-D", "-f", "/srv/ssh/sshd.conf"]), ready=["ssh", "-p", "8000", *SSH, "root@127.0.0.1", "true"],
    cases=[ssh("ls", "ls /srv/ssh/a.txt"), ssh("whoami", "whoami"), ssh("pipe", "cat /srv/ssh/a.txt | wc -c"), ssh("locale", "LANG=de_DE.UTF-8 date -u -d @0 +%A"), ssh("tty", "-t", "tty || true"), ssh("environment", "echo $HOME $SHELL"), ssh("login", "-tt", "exit"), run("sftp", "sftp", "-P", "8000", *SSH, "-b", "/srv/ssh/batch", "root@127.0.0.1"), run("scp", "scp", "-P", "8000", *SSH, "root@127.0.0.1:/srv/ssh/a.txt", "/tmp/x"), run("old scp", "scp", "-O", "-P", "8000", *SSH, "root@127.0.0.1:/srv/ssh/a.txt", "/tmp/x"), run("rsync", "rsync", "-e", "ssh -p 8000 " + " ".join(SSH), "root@127.0.0.1:/srv/ssh/a.txt", "/tmp/y"), run("scan", "ssh-keyscan", "-p", "8000", "-t", "ed25519", "127.0.0.1"), run("rsa", "ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "/tmp/k"), run("print", "ssh-keygen", "-l", "-f", "/srv/ssh/own.pub"), run("agent", "ssh-agent", "ssh-add", "/srv/ssh/own"), run("test", "/usr/sbin/sshd", "-T", "-f", "/srv/ssh/sshd.conf"), run("config", "ssh", "-G", "x.test"), run("ciphers", "ssh", "-Q", "cipher"), run("pkcs11", "ssh-keygen", "-D", "/none.so"), run("sk", "ssh-keygen", "-q", "-t", "ed25519-sk", "-N", "", "-f", "/tmp/sk"), run("default", "/usr/sbin/sshd", "-T"), run("copy id", "ssh-copy-id", "-h"), run("version", "ssh", "-V")]),
  "rsyslog": dict(files={**{"srv/log/%s.conf" % n: t + "*.* /tmp/all.log\n" for n, t in LOGS.items()}, "srv/log/a.log": "x\n", "srv/log/table.json": '{"nomatch": "x", "table": [{"index": "a", "value": "b"}]}', "srv/log/more/a.conf": 'module(load="mmrm1stspace")\naction(type="mmrm1stspace")\n', "srv/log/out.sh": "#!/bin/sh\ncat > /tmp/out\n"}, server=False, config=dict(Cmd=["rsyslogd", "-n", "-f", "/srv/log/plain.conf"]), train=["rsyslogd", "-N1", "-f", "/srv/log/plain.conf"], cases=[run(n, "rsyslogd", "-N1", "-f", "/srv/log/%s.conf" % n) for n in LOGS if n != "plain"] + [run("default", "rsyslogd", "-N1"), run("version", "rsyslogd", "-v")]),
}
