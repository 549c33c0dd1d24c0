"""Applications of other ecosystems, measured after the checks had settled on those of `unseen.py`; their use cases were written before any result on them."""
from apps import http

AIOHTTP = '''
import io
from aiohttp import web
async def index(r): return web.Response(text="ok")
def xpath():
    from lxml import etree; return etree.fromstring("<a><b>1</b></a>").xpath("string(//b)")
def xslt():
    from lxml import etree
    style = etree.XSLT(etree.XML('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><p/></xsl:template></xsl:stylesheet>')); return str(style(etree.XML("<a/>")))
def html():
    import lxml.html; return lxml.html.fromstring("<p>x<p>y").text_content()
def objectify():
    from lxml import objectify; return str(objectify.fromstring("<a><b>3</b></a>").b + 1)
def fernet():
    from cryptography.fernet import Fernet; f = Fernet(b"A" * 43 + b"="); return f.decrypt(f.encrypt(b"x")).decode()
def x509():
    from cryptography.hazmat.primitives.asymmetric import ec; from cryptography.hazmat.primitives import serialization as s
    k = ec.generate_private_key(ec.SECP256R1()); return k.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode()[:27]
def scrypt():
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt; return Scrypt(salt=b"s", length=8, n=4, r=8, p=1).derive(b"x").hex()
def babel():
    import babel.dates, babel.numbers, datetime; return babel.dates.format_date(datetime.date(2024, 7, 1), locale="de") + babel.numbers.format_currency(5, "JPY", locale="ja_JP")
def orm():
    import sqlalchemy as sa; e = sa.create_engine("sqlite://"); return str(e.connect().execute(sa.text("select 6 * 7")).scalar())
def yml():
    import yaml; return str(yaml.load("a: [1, 2]", Loader=yaml.CSafeLoader))
def rst():
    import docutils.core; return docutils.core.publish_parts("*x*", writer_name="html5")["body"]
def pygments():
    import pygments, pygments.lexers, pygments.formatters; return pygments.highlight("a = 1", pygments.lexers.get_lexer_by_name("rust"), pygments.formatters.get_formatter_by_name("html"))
def markdown():
    import markdown; return markdown.markdown("a | b\\n--|--\\n1 | 2", extensions=["tables", "codehilite"])
def pdf():
    from reportlab.pdfgen import canvas; b = io.BytesIO(); c = canvas.Canvas(b); c.setFont("Courier", 9); c.drawString(9, 9, "x"); c.save(); return b.getvalue()[:5].decode()
def process():
    import psutil; return str(psutil.Process().pid > 0)
def tz():
    import dateutil.tz, datetime; return str(dateutil.tz.gettz("Pacific/Auckland").utcoffset(datetime.datetime(2024, 7, 1)))
def page():
    import jinja2; return jinja2.Environment(loader=jinja2.FileSystemLoader("/srv/app/pages")).get_template("page.html").render(n=3)
def child():
    import subprocess; return subprocess.run(["sort", "-r"], input="a\\nb\\n", capture_output=True, text=True, check=True).stdout
def pool():
    import concurrent.futures as f; return str(list(f.ThreadPoolExecutor(2).map(abs, [-2])))
def tls():
    import ssl; return str(len(ssl.create_default_context().get_ca_certs()) > 10)
def smtp():
    import smtplib
    try: smtplib.SMTP("127.0.0.1", 9)
    except ConnectionRefusedError: return "refused"
def names():
    import pwd, socket; return pwd.getpwnam("www-data").pw_dir + str(socket.getservbyname("https"))
def codec(): return "\\u3042".encode("euc_jp").hex()
def matrix():
    import numpy; return str(numpy.linalg.solve(numpy.eye(2), numpy.array([1.0, 2.0])).tolist())
def plugin():
    import importlib; return importlib.import_module("plugins.second").answer()
def tar():
    import tarfile; b = io.BytesIO(); tarfile.open(fileobj=b, mode="w:xz").close(); return str(len(b.getvalue()) > 9)
JOBS = [xpath, xslt, html, objectify, fernet, x509, scrypt, babel, orm, yml, rst, pygments, markdown, pdf, process, tz, page, child, pool, tls, smtp, names, codec, matrix, plugin, tar]
def handler(job):
    async def answer(r): return web.Response(text=str(job()))
    return answer
app = web.Application()
app.router.add_get("/", index)
for job in JOBS: app.router.add_get("/" + job.__name__, handler(job))
async def upload(r): return web.Response(text=str(len((await r.post())["f"])))
app.router.add_post("/upload", upload)
app.router.add_static("/static", "/srv/app/static")
web.run_app(app, host="127.0.0.1", port=8000, print=None)
'''
PLACK = '''
use strict; use warnings; use utf8;
my %jobs = (
  '/' => sub { 'ok' },
  '/page' => sub { require Template; my $out; Template->new(INCLUDE_PATH => '/srv/app/pages')->process('page.tt', { name => 'x', list => [1, 2] }, \\$out) or die Template->error; $out },
  '/filter' => sub { require Template; my $out; my $t = '[% USE Table([1,2,3,4], rows=2) %][% Table.row(0).join("-") %][% "a b" | uri %]'; Template->new->process(\\$t, {}, \\$out) or die; $out },
  '/db' => sub { require DBI; my $d = DBI->connect('dbi:SQLite:dbname=:memory:', '', '', { RaiseError => 1 }); ($d->selectrow_array('select 6*7'))[0] },
  '/xml' => sub { require XML::LibXML; XML::LibXML->load_xml(string => '<a><b>1</b></a>')->findvalue('//b') },
  '/reader' => sub { require XML::LibXML::Reader; my $r = XML::LibXML::Reader->new(string => '<a/>'); $r->read; $r->name },
  '/date' => sub { require DateTime; DateTime->new(year => 2024, month => 7, locale => 'fr', time_zone => 'Asia/Tokyo')->strftime('%A %z') },
  '/json' => sub { require JSON::XS; JSON::XS->new->canonical->encode({ a => [1] }) },
  '/mail' => sub { require Email::MIME; Email::MIME->create(header_str => [Subject => "\\x{e4}"], body_str => 'x', attributes => { charset => 'UTF-8', encoding => 'quoted-printable' })->header_raw('Subject') },
  '/csv' => sub { require Text::CSV; my $c = Text::CSV->new; $c->parse('a,"b,c"'); ($c->fields)[1] },
  '/markdown' => sub { require Text::Markdown; Text::Markdown::markdown('# a') },
  '/sheet' => sub { require Spreadsheet::WriteExcel; open my $f, '>', \\my $b; my $w = Spreadsheet::WriteExcel->new($f); $w->add_worksheet->write(0, 0, 'x'); $w->close; length($b) > 100 },
  '/manip' => sub { require Date::Manip; Date::Manip::UnixDate('2024-07-01', '%a') },
  '/https' => sub { require LWP::UserAgent; LWP::UserAgent->new(timeout => 2)->get('https://127.0.0.1:9/')->code },
  '/encode' => sub { require Encode; unpack 'H*', Encode::encode('shiftjis', "\\x{3042}") },
  '/posix' => sub { require POSIX; POSIX::setlocale(POSIX::LC_ALL(), 'fr_FR.UTF-8') or die; POSIX::strftime('%B', 0, 0, 0, 1, 6, 124) },
  '/open3' => sub { require IPC::Open3; my $p = IPC::Open3::open3(my $in, my $out, undef, 'tr', 'a-z', 'A-Z'); print $in "abc"; close $in; my $l = <$out>; waitpid $p, 0; $l },
  '/quoted' => sub { my $n = `printf 'a b' | cut -d' ' -f2`; $n },
  '/store' => sub { require Storable; Storable::thaw(Storable::freeze({ a => 7 }))->{a} },
  '/piece' => sub { require Time::Piece; Time::Piece->strptime('2024-07-01', '%Y-%m-%d')->day_of_week },
  '/sha' => sub { require Digest::SHA; Digest::SHA::sha512_hex('x') },
  '/big' => sub { require Math::BigFloat; Math::BigFloat->new('0.1')->bmul(3)->bstr },
  '/unicode' => sub { require charnames; charnames::viacode(0xe4) },
  '/own' => sub { require lib; lib->import('/srv/app/lib'); require Own::Tool; Own::Tool::answer() },
  '/zip' => sub { require Compress::Zlib; length(Compress::Zlib::memGzip('x' x 100)) < 100 ? 'small' : 'large' },
  '/passwd' => sub { (getpwnam('www-data'))[7] },
  '/sort' => sub { require Unicode::Collate; join '', Unicode::Collate->new->sort('b', 'a') },
  '/boom' => sub { die 'boom' },
);
sub { my $job = $jobs{$_[0]{PATH_INFO}} or return [404, ['Content-Type' => 'text/plain'], ['none']]; my $text = $job->(); utf8::encode($text) if utf8::is_utf8($text); [200, ['Content-Type' => 'text/plain'], [$text]] };
'''
TWIG = '''<?php
require_once '/usr/share/php/Twig/autoload.php';
spl_autoload_register(function ($class) { $file = __DIR__ . '/src/' . str_replace('\\\\', '/', $class) . '.php'; if (is_file($file)) require $file; });
$jobs = [
  '/' => fn() => 'ok',
  '/page' => fn() => (new Twig\\Environment(new Twig\\Loader\\FilesystemLoader(__DIR__ . '/pages')))->render('page.html', ['name' => '<x>', 'when' => new DateTime('2024-07-01')]),
  '/sandbox' => fn() => (new Twig\\Environment(new Twig\\Loader\\ArrayLoader(['a' => '{% for i in 1..3 %}{{ loop.index }}{% endfor %}{{ include("b") }}', 'b' => '{{ "x"|upper }}'])))->render('a'),
  '/markdown' => function () { require_once '/usr/share/php/Parsedown/autoload.php'; return (new Parsedown())->text('# a'); },
  '/yaml' => function () { require_once '/usr/share/php/Symfony/Component/Yaml/autoload.php'; return json_encode(Symfony\\Component\\Yaml\\Yaml::parse('a: [1, 2]')); },
  '/table' => function () { require_once '/usr/share/php/Symfony/Component/Console/autoload.php'; $o = new Symfony\\Component\\Console\\Output\\BufferedOutput(); (new Symfony\\Component\\Console\\Helper\\Table($o))->setRows([['a', 'b']])->render(); return $o->fetch(); },
  '/log' => function () { require_once '/usr/share/php/Monolog/autoload.php'; $h = new Monolog\\Handler\\TestHandler(); (new Monolog\\Logger('x', [$h]))->warning('w'); return count($h->getRecords()); },
  '/number' => fn() => (new NumberFormatter('de_DE', NumberFormatter::CURRENCY))->formatCurrency(1234.5, 'EUR'),
  '/collate' => function () { $a = ['z', "\\u{e4}"]; (new Collator('sv_SE'))->sort($a); return implode('', $a); },
  '/mb' => fn() => bin2hex(mb_convert_encoding("\\u{3042}", 'SJIS', 'UTF-8')),
  '/iconv' => fn() => bin2hex(iconv('UTF-8', 'ISO-8859-15', "\\u{20ac}")),
  '/xml' => fn() => simplexml_load_string('<a><b>1</b></a>')->b,
  '/writer' => function () { $w = new XMLWriter(); $w->openMemory(); $w->writeElement('a', 'x'); return $w->outputMemory(); },
  '/pdo' => fn() => (new PDO('sqlite::memory:'))->query('select 6*7')->fetchColumn(),
  '/image' => function () { $i = imagecreatetruecolor(9, 9); ob_start(); imagepng($i); return strlen(ob_get_clean()) > 50; },
  '/font' => function () { $i = imagecreatetruecolor(99, 30); return count(imagettftext($i, 12, 0, 2, 20, 1, '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 'x')); },
  '/own' => fn() => (new Tool\\Answer())->text(),
  '/shell' => fn() => shell_exec("printf 'b\\na\\n' | tac | head -n 1"),
  '/exec' => function () { exec('nproc --all', $lines, $status); return $status; },
  '/zone' => fn() => (new DateTime('2024-07-01', new DateTimeZone('America/Lima')))->format('P'),
  '/seal' => fn() => openssl_decrypt(openssl_encrypt('x', 'aes-128-gcm', 'k', 0, '123456789012', $tag), 'aes-128-gcm', 'k', 0, '123456789012', $tag),
  '/key' => fn() => openssl_pkey_get_details(openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']))['bits'],
  '/session' => function () { session_start(); $_SESSION['a'] = 1; return 'session'; },
  '/https' => fn() => @file_get_contents('https://127.0.0.1:9/') === false ? 'refused' : '?',
  '/locale' => fn() => setlocale(LC_ALL, 'fr_FR.UTF-8'),
  '/phar' => fn() => (new PharData('/tmp/a.tar'))->getPath(),
  '/user' => fn() => posix_getpwnam('www-data')['dir'],
  '/data' => fn() => trim(file_get_contents(__DIR__ . '/data/list.csv')),
];
$job = $jobs[parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)] ?? null;
if ($job === null) { http_response_code(404); echo 'none'; } else echo $job();
'''
JEKYLL = {
  "srv/site/_config.yml": "title: site\nport: 8000\nhost: 127.0.0.1\n", "srv/site/index.html": "ok\n", "srv/site/a.svg": "<svg/>", "srv/site/b.wasm": "x",
  "srv/kram/_config.yml": "title: k\n", "srv/kram/index.md": "---\n---\n# {{ site.title | upcase }}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~~ rust\nfn main() {}\n~~~\n",
  "srv/sass/_config.yml": "title: s\n", "srv/sass/main.scss": "---\n---\n$c: red;\na { b { color: $c; } }\n",
  "srv/data/_config.yml": "title: d\ntimezone: Europe/Lisbon\n", "srv/data/_data/x.csv": "a,b\n1,2\n", "srv/data/_data/y.json": "{\"a\": 1}\n", "srv/data/_data/z.tsv": "a\tb\n1\t2\n", "srv/data/index.html": "---\n---\n{{ site.data.x[0].a }}{{ site.data.z[0].b }}{{ 'now' | date: '%Y' | size }}\n",
  "srv/blog/_config.yml": "title: b\n", "srv/blog/_layouts/post.html": "<h1>{{ page.title }}</h1>{% include foot.html %}{{ content }}", "srv/blog/_includes/foot.html": "foot", "srv/blog/_posts/2024-07-01-a.md": "---\nlayout: post\ntitle: a\n---\n{% highlight python %}\nx = 1\n{% endhighlight %}\n",
  "srv/plug/_config.yml": "title: p\n", "srv/plug/_plugins/own.rb": "require 'ostruct'\nmodule Own\n  def shout(s) = OpenStruct.new(a: s.upcase).a\nend\nLiquid::Template.register_filter(Own)\n", "srv/plug/index.html": "---\n---\n{{ 'x' | shout }}\n",
  "srv/toml/_config.toml": "title = 't'\n", "srv/toml/index.html": "---\n---\n{{ site.title }}\n",
}
HUGO = {
  "srv/site/config.toml": "baseURL = 'http://127.0.0.1:8000/'\n", "srv/site/layouts/index.html": "ok\n", "srv/site/layouts/_default/single.html": "{{ .Content }}", "srv/site/layouts/_default/list.html": "list", "srv/site/content/a.md": "---\ntitle: a\n---\n# a\n", "srv/site/static/x.svg": "<svg/>", "srv/site/static/y.webmanifest": "{}",
  "srv/rst/config.toml": "baseURL = 'http://x/'\n[security.exec]\nallow = ['^rst2html(\\\\.py)?$', '^python3?$', '^(ba)?sh$']\n", "srv/rst/content/a.rst": "---\ntitle: a\n---\n*a*\n", "srv/rst/layouts/_default/single.html": "{{ .Content }}",
  "srv/zone/config.toml": "baseURL = 'http://x/'\ntimeZone = 'Asia/Tokyo'\ndefaultContentLanguage = 'de'\n", "srv/zone/content/a.md": "---\ntitle: a\ndate: 2024-07-01\n---\n```rust\nfn a() {}\n```\n", "srv/zone/layouts/_default/single.html": "{{ .Date.Format \"2006-01-02 MST\" }}{{ .Content }}",
  "srv/sass/config.toml": "baseURL = 'http://x/'\n", "srv/sass/assets/a.scss": "$c: red;\na { b { color: $c } }\n", "srv/sass/layouts/index.html": "{{ with resources.Get \"a.scss\" | toCSS }}{{ .Permalink }}{{ end }}",
  "srv/image/config.toml": "baseURL = 'http://x/'\n", "srv/image/assets/a.svg": "<svg/>", "srv/image/layouts/index.html": "{{ readFile \"data.txt\" }}{{ (resources.Get \"a.svg\" | fingerprint).Permalink }}", "srv/image/data.txt": "data",
  "srv/new/config.toml": "baseURL = 'http://x/'\n", "srv/new/archetypes/default.md": "---\ntitle: '{{ .Name }}'\n---\n",
}
HAPROXY = '''global
  maxconn 50
  lua-load /etc/haproxy/lua/hello.lua
  ca-base /etc/ssl/certs
defaults
  mode http
  timeout connect 2s
  timeout client 5s
  timeout server 5s
  errorfile 503 /etc/haproxy/errors/503.http
  errorfile 403 /etc/haproxy/errors/403.http
resolvers own
  parse-resolv-conf
frontend f
  bind 127.0.0.1:8000
  http-request return status 200 content-type text/plain string ok if { path / }
  http-request return status 200 content-type text/plain file /etc/haproxy/pages/a.txt if { path /file }
  http-request return status 200 content-type text/plain lf-string %[path,map(/etc/haproxy/maps/a.map,none)] if { path_beg /map }
  http-request use-service lua.hello if { path /lua }
  http-request deny if { path /deny }
  http-request return status 200 content-type text/plain lf-string %[date(0),utime(%Y)] if { path /time }
  http-request return status 200 content-type text/plain lf-string %[str(x),sha2(256),hex] if { path /sha }
  default_backend b
backend b
  server s 127.0.0.1:9
'''
ERLANG = '''#!/usr/bin/env escript
%%! -noinput
main(["one" | _]) -> io:format("one~n");
main(_) ->
  {ok, L} = gen_tcp:listen(8000, [binary, {packet, http_bin}, {active, false}, {reuseaddr, true}, {ip, {127, 0, 0, 1}}]), accept(L).
accept(L) -> {ok, S} = gen_tcp:accept(L), spawn(fun() -> receive go -> serve(S) end end) ! go, accept(L).
serve(S) ->
  case gen_tcp:recv(S, 0) of
    {ok, {http_request, _, {abs_path, P}, _}} ->
      {Code, Text} = try {"200 OK", iolist_to_binary(job(binary_to_list(P)))} catch _:_ -> {"500 Error", <<"failed">>} end,
      gen_tcp:send(S, ["HTTP/1.0 ", Code, "\\r\\nContent-Type: text/plain\\r\\nContent-Length: ", integer_to_list(byte_size(Text)), "\\r\\n\\r\\n", Text]);
    _ -> ok
  end, gen_tcp:shutdown(S, write), gen_tcp:close(S).
job("/") -> "ok";
job("/sha") -> binary:encode_hex(crypto:hash(sha256, "x"));
job("/hmac") -> binary:encode_hex(crypto:mac(hmac, sha, "k", "x"));
job("/regex") -> re:replace("abc", "b", "x");
job("/zlib") -> zlib:gunzip(zlib:gzip("x"));
job("/unicode") -> unicode:characters_to_binary(string:uppercase([228]));
job("/calendar") -> io_lib:format("~p", [calendar:day_of_the_week(2024, 7, 1)]);
job("/rfc") -> calendar:system_time_to_rfc3339(0, [{offset, "Z"}]);
job("/base64") -> base64:encode("x");
job("/ets") -> T = ets:new(t, []), ets:insert(T, {a, "7"}), element(2, hd(ets:lookup(T, a)));
job("/dets") -> {ok, T} = dets:open_file(t, [{file, "/tmp/t.dets"}]), dets:insert(T, {a, 1}), dets:close(T), "saved";
job("/queue") -> io_lib:format("~p", [queue:to_list(queue:in(1, queue:new()))]);
job("/rand") -> io_lib:format("~p", [element(1, rand:uniform_s(10, rand:seed_s(exsss, 1)))]);
job("/math") -> io_lib:format("~.2f", [math:sqrt(2)]);
job("/cmd") -> os:cmd("basename /a/b");
job("/port") -> P = open_port({spawn_executable, os:find_executable("rev")}, [binary, {args, ["/srv/app/data.txt"]}]), receive {P, {data, D}} -> D after 2000 -> exit(late) end;
job("/file") -> {ok, B} = file:read_file("/srv/app/data.txt"), B;
job("/consult") -> {ok, [T]} = file:consult("/srv/app/terms.config"), io_lib:format("~p", [T]);
job("/eval") -> {ok, T, _} = erl_scan:string("1 + 2."), {ok, E} = erl_parse:parse_exprs(T), {value, V, _} = erl_eval:exprs(E, []), integer_to_list(V);
job("/zip") -> {ok, {_, B}} = zip:create("a", [{"x", <<"x">>}], [memory]), integer_to_list(length(element(2, zip:unzip(B, [memory]))));
job("/tar") -> ok = erl_tar:create("/tmp/a.tar", ["/srv/app/data.txt"]), "packed";
job("/xml") -> {ok, _} = application:ensure_all_started(xmerl), "started";
job("/host") -> {ok, A} = inet:getaddr("localhost", inet), inet:ntoa(A);
job("/log") -> logger:notice("x"), "logged";
job("/server") -> {ok, P} = gen_event:start(), gen_event:stop(P), "stopped";
job("/uri") -> maps:get(host, uri_string:parse("http://a.example/b"));
job("/digraph") -> G = digraph:new(), digraph:add_vertex(G, a), integer_to_list(digraph:no_vertices(G));
job(_) -> exit(none).
'''
def maria(name, statement): return (name, "exec", ["mariadb", "--socket=/tmp/maria.sock", "-N", "-e", statement])
def jekyll(name): return (name, "exec", ["jekyll", "build", "-q", "-s", "/srv/" + name, "-d", "/tmp/out"])
def hugo(name): return (name, "exec", ["hugo", "--quiet", "-s", "/srv/" + name, "-d", "/tmp/out"])
APPS = {
  "aiohttp": dict(files={"srv/app/main.py": AIOHTTP, "srv/app/pages/page.html": "{% extends 'base.html' %}{% block a %}{{ n }}{% endblock %}", "srv/app/pages/base.html": "<p>{% block a %}{% endblock %}</p>", "srv/app/static/a.webp": "x", "srv/app/plugins/__init__.py": "", "srv/app/plugins/first.py": "def answer(): return 'first'\n", "srv/app/plugins/second.py": "import statistics\ndef answer(): return str(statistics.mean([1, 3]))\n"},
    config=dict(Cmd=["python3", "main.py"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "xpath xslt html objectify fernet x509 scrypt babel orm yml rst pygments markdown pdf process tz page child pool tls smtp names codec matrix plugin tar static/a.webp nowhere".split())) + [("POST /upload", "POST application/x-www-form-urlencoded f=abc", "/upload")]),
  "plack": dict(files={"srv/app/app.psgi": PLACK, "srv/app/pages/page.tt": "[% INCLUDE head.tt %]<p>[% name | html %]</p>[% FOREACH i IN list %][% loop.count %][% END %]\n", "srv/app/pages/head.tt": "<h1>h</h1>", "srv/app/lib/Own/Tool.pm": "package Own::Tool; use List::Util 'sum'; sub answer { sum(1, 2) } 1;\n"},
    config=dict(Cmd=["starman", "--listen", "127.0.0.1:8000", "--workers", "1", "/srv/app/app.psgi"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "page filter db xml reader date json mail csv markdown sheet manip https encode posix open3 quoted store piece sha big unicode own zip passwd sort boom nowhere".split()))),
  "twig": dict(files={"srv/app/index.php": TWIG, "srv/app/pages/page.html": "{% extends 'base.html' %}{% block a %}{{ name }}{{ when|date('D') }}{% endblock %}", "srv/app/pages/base.html": "<p>{% block a %}{% endblock %}</p>", "srv/app/src/Tool/Answer.php": "<?php namespace Tool; class Answer { function text() { return 'answer'; } }\n", "srv/app/data/list.csv": "a,b\n"},
    config=dict(Cmd=["php", "-S", "127.0.0.1:8000", "index.php"], WorkingDir="/srv/app"),
    cases=http(*("/" + n for n in "page sandbox markdown yaml table log number collate mb iconv xml writer pdo image font own shell exec zone seal key session https locale phar user data nowhere".split()))),
  "jekyll": dict(files=JEKYLL, config=dict(Cmd=["jekyll", "serve", "--no-watch", "-s", "/srv/site", "-d", "/tmp/site"], WorkingDir="/srv/site", Env=["LANG=C.UTF-8"]), seconds=90,
    cases=http("/a.svg", "/b.wasm", "/nowhere") + [jekyll(n) for n in "kram sass data blog plug toml".split()] + [("doctor", "exec", ["jekyll", "doctor", "-q", "-s", "/srv/blog"]), ("help", "exec", ["jekyll", "help", "build"]), ("clean", "exec", ["jekyll", "clean", "-q", "-s", "/srv/blog"])]),
  "hugo": dict(files=HUGO, config=dict(Cmd=["hugo", "server", "-p", "8000", "-s", "/srv/site", "--disableLiveReload", "--watch=false"], WorkingDir="/srv/site"), seconds=60,
    cases=http("/a/", "/x.svg", "/y.webmanifest", "/nowhere") + [hugo(n) for n in "rst zone sass image".split()] + [("new", "exec", ["hugo", "new", "b.md", "-s", "/srv/new"]), ("list", "exec", ["hugo", "list", "all", "-s", "/srv/zone"]), ("styles", "exec", ["hugo", "gen", "chromastyles", "--style=monokai"])]),
  "haproxy": dict(files={"etc/haproxy/own.cfg": HAPROXY, "etc/haproxy/lua/hello.lua": "core.register_service('hello', 'http', function(a) a:set_status(200); a:start_response(); a:send(require('string').upper('hello')) end)\n", "etc/haproxy/pages/a.txt": "page", "etc/haproxy/maps/a.map": "/map/x found\n"},
    config=dict(Cmd=["haproxy", "-W", "-db", "-f", "/etc/haproxy/own.cfg"]), cases=http("/file", "/map/x", "/map/y", "/lua", "/deny", "/time", "/sha", "/other") + [("check", "exec", ["haproxy", "-c", "-f", "/etc/haproxy/own.cfg"]), ("debian", "exec", ["haproxy", "-c", "-q", "-f", "/etc/haproxy/haproxy.cfg"])]),
  "mariadb": dict(files={"srv/a.csv": "1,x\n2,y\n"}, prepare="mkdir -p /data && mariadb-install-db --no-defaults --datadir=/data --user=mysql --skip-test-db >/dev/null 2>&1", keep=["data"], seconds=60,
    config=dict(Cmd=["mariadbd", "--no-defaults", "--datadir=/data", "--user=mysql", "--socket=/tmp/maria.sock", "--skip-networking"]), socket="/tmp/maria.sock", training=[["mariadb", "--socket=/tmp/maria.sock", "-N", "-e", "select 1"]],
    cases=[maria("json", "select json_value('{\"a\":7}', '$.a')"), maria("sjis", "select hex(convert(_utf8mb4 0xe38182 using sjis))"), maria("aria", "create temporary table test.t (a int) engine=aria"), maria("engines", "select count(*) > 5 from information_schema.engines"), maria("plugin", "install soname 'auth_ed25519'; uninstall soname 'auth_ed25519'"),
      maria("blackhole", "install soname 'ha_blackhole'; uninstall soname 'ha_blackhole'"), maria("language", "set lc_messages='de_DE'; select 1; show warnings"), maria("regexp", "select 'abc' regexp '^a'"), maria("uuid", "select length(uuid())"), maria("sha", "select sha2('x', 512)"), maria("load", "select length(load_file('/srv/a.csv'))"), maria("week", "set lc_time_names='fr_FR'; select dayname('2024-07-01')"),
      ("dump", "exec", ["mariadb-dump", "--socket=/tmp/maria.sock", "--no-data", "--skip-dump-date", "mysql", "db"]), ("status", "exec", ["mariadb-admin", "--socket=/tmp/maria.sock", "ping"]), ("check", "exec", ["mariadb-check", "--socket=/tmp/maria.sock", "-s", "mysql", "db"]), ("zones", "exec", ["sh", "-c", "mariadb-tzinfo-to-sql /usr/share/zoneinfo/Europe/Rome Rome | wc -l"]),
      ("charset", "exec", ["mariadb", "--socket=/tmp/maria.sock", "--default-character-set=latin2", "-N", "-e", "select 1"]), ("defaults", "exec", ["my_print_defaults", "mysqld"])]),
  "erlang": dict(files={"srv/app/app.escript": ERLANG, "srv/app/data.txt": "line\n", "srv/app/terms.config": "{a, 1}.\n"}, config=dict(Entrypoint=["escript", "/srv/app/app.escript"], WorkingDir="/srv/app"), seconds=60,
    cases=http(*("/" + n for n in "sha hmac regex zlib unicode calendar rfc base64 ets dets queue rand math cmd port file consult eval zip tar xml host log server uri digraph nowhere".split()))),
}
