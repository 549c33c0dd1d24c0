"""Languages and servers after the checks were widened on `later.py`: Sphinx, TypeScript, OpenLDAP, an XMPP server in Lua, R, Prolog, Guile, Texinfo. Written before any result, the packages chosen before that of `later.py`."""
from apps import http

def sphinx(name, *words): return (name, "exec", ["sphinx-build", "-q", "-E", *words])
SPHINX = {
  "srv/doc/conf.py": "project = 'x'\n", "srv/doc/index.rst": "X\n=\n\nok\n",
  "srv/code/conf.py": "import sys\nsys.path.insert(0, '/srv/code/src')\nproject = 'c'\nextensions = ['sphinx.ext.autodoc', 'sphinx.ext.napoleon', 'sphinx.ext.viewcode', 'sphinx.ext.doctest', 'sphinx.ext.todo', 'sphinx.ext.mathjax', 'sphinx.ext.ifconfig']\n", "srv/code/index.rst": "C\n=\n\n.. automodule:: own\n   :members:\n\n.. math:: x^2\n\n.. code-block:: rust\n\n   fn main() {}\n", "srv/code/src/own.py": "def f():\n    \"\"\"Returns.\n\n    >>> f()\n    1\n    \"\"\"\n    return 1\n",
  "srv/rtd/conf.py": "project = 'r'\nhtml_theme = 'sphinx_rtd_theme'\nlanguage = 'de'\n", "srv/rtd/index.rst": "R\n=\n\n.. note:: x\n", "srv/myst/conf.py": "project = 'm'\nextensions = ['myst_parser']\n", "srv/myst/index.md": "# M\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "srv/own/conf.py": "project = 'o'\nhtml_theme = 'classic'\ntemplates_path = ['t']\nexclude_patterns = ['t']\nhtml_static_path = ['s']\n", "srv/own/t/layout.html": "{% extends '!layout.html' %}{% block footer %}f{% endblock %}", "srv/own/s/own.css": "a {}", "srv/own/index.rst": "O\n=\n\n.. csv-table:: t\n\n   1, 2\n\n.. versionadded:: 1\n",
}
def tsc(name, *words): return (name, "exec", ["tsc", *words])
TS = {"srv/ts/ok/a.ts": "export const a: number = 1;\n", "srv/ts/ok/tsconfig.json": "{\"compilerOptions\": {\"target\": \"es5\", \"lib\": [\"es5\"], \"types\": [], \"outDir\": \"/tmp/o\"}}", "srv/ts/dom.ts": "const d = document.querySelector('a')?.href; export const m = new Map([[1, d]]);\n", "srv/ts/wrong.ts": "const n: number = 'x';\nexport { n };\n", "srv/ts/view.tsx": "declare namespace JSX { interface IntrinsicElements { p: object } }\ndeclare const React: any;\nexport const v = <p>x</p>;\n", "srv/ts/late.ts": "async function* g() { yield 1n; }\nexport class A { #p = 1; static { void g; } get p() { return this.#p ?? [1].at(-1); } }\n", "srv/ts/plain.js": "/** @type {number} */\nexport const a = 1;\n", "srv/ts/deco.ts": "function d(t: any, k: string) {}\nexport class B { @d x = 1; }\n"}
SLAPD = '''include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix dc=x
rootdn cn=admin,dc=x
rootpw secret
directory /data
'''
H = ["-x", "-H", "ldap://127.0.0.1:8000"]
ADMIN = [*H, "-D", "cn=admin,dc=x", "-w", "secret"]
def ldap(name, tool, *words): return (name, "exec", [tool, *words])
def variant(extra): return SLAPD.replace("moduleload back_mdb\n", "moduleload back_mdb\n" + extra).replace("/data", "/tmp")
PROSODY = '''run_as_root = true
pidfile = "/tmp/prosody.pid"
data_path = "/tmp"
plugin_paths = { "/srv/xmpp/modules" }
modules_enabled = { "http", "http_files", "bosh", "websocket", "own", "disco", "roster", "saslauth", "tls" }
http_ports = { 8000 }
http_interfaces = { "127.0.0.1" }
https_ports = {}
c2s_ports = { 5222 }
s2s_ports = {}
http_default_host = "localhost"
http_paths = { files = "/" }
http_files_dir = "/srv/xmpp/www"
http_dir_listing = true
log = { error = "/tmp/err" }
VirtualHost "localhost"
  authentication = "internal_hashed"
'''
OWN_MODULE = '''module:depends("http")
local jobs = {
  json = function() return require "util.json".encode({ a = 1 }) end,
  hash = function() return require "util.hashes".sha256("x", true) end,
  date = function() return require "util.datetime".datetime(0) end,
  xml = function() return tostring(require "util.stanza".stanza("a"):text("x")) end,
  parse = function() return require "util.xml".parse("<a><b/></a>").name end,
  base = function() return require "util.encodings".base64.encode("x") end,
  idna = function() return require "util.encodings".idna.to_ascii("b\\195\\188cher") end,
  ip = function() return tostring(require "util.ip".new_ip("127.0.0.1")) end,
  jid = function() return (require "util.jid".split("a@b/c")) end,
  template = function() return require "util.template"([[<a>{n}</a>]]).apply({ n = "x" }):get_text() end,
  files = function() return require "lfs".attributes("/srv/xmpp/www/a.svg", "mode") end,
  tls = function() return type(require "ssl".newcontext) end,
  url = function() return require "socket.url".parse("http://h/p").path end,
  mime = function() return (require "mime".b64("x")) end,
  shell = function() local p = io.popen("printf 'b\\na\\n' | sort | head -n 1"); local r = p:read("a"); p:close(); return r end,
  execute = function() return tostring(os.execute("uname -s > /dev/null")) end,
  late = function() return dofile("/srv/xmpp/lib/late.lua")() end,
  pem = function() return tostring(require "util.x509" ~= nil) end,
  scram = function() return tostring(require "util.sasl.scram" ~= nil) end,
  form = function() return tostring(require "util.dataforms".new({}) ~= nil) end,
  queue = function() local q = require "util.queue".new(2); q:push(7); return tostring(q:pop()) end,
  serial = function() return require "util.serialization".serialize({ 1 }) end,
  archive = function() return tostring(require "core.storagemanager".open("localhost", "x") ~= nil) end,
}
module:provides("http", { default_path = "/own", route = { ["GET /*"] = function(e, name) local job = jobs[name]; if not job then return 404 end; local ok, r = pcall(job); return ok and r or 500 end } })
'''
def r(name, text): return (name, "exec", ["Rscript", "-e", text])
PROLOG = ''':- use_module(library(http/thread_httpd)).
:- use_module(library(http/http_dispatch)).
:- http_handler(root(.), top, []).
:- http_handler(root(job), run, [prefix]).
top(_) :- format("Content-type: text/plain~n~nok").
run(Request) :- memberchk(path(P), Request), atom_concat('/job/', N, P), ( clause(job(N, _), _) -> true ; throw(http_reply(not_found(P))) ), job(N, A), format("Content-type: text/plain~n~n~w", [A]).
job(json, A) :- use_module(library(http/json)), with_output_to(string(A), call(json_write_dict, current_output, _{a: 1})).
job(csv, A) :- use_module(library(csv)), call(csv_read_file, '/srv/app/a.csv', [A|_]).
job(sha, A) :- use_module(library(sha)), call(sha_hash, x, H, []), call(hash_atom, H, A).
job(md5, A) :- use_module(library(md5)), call(md5_hash, x, A, []).
job(clp, A) :- use_module(library(clpfd)), call(#=, A, 3 + 4).
job(dcg, A) :- use_module(library(dcg/basics)), atom_codes('42', C), call(phrase, dcg_basics:integer(A), C).
job(date, A) :- format_time(atom(A), '%Y-%m-%d', 0).
job(parse, A) :- parse_time('2024-07-01', A).
job(assoc, A) :- list_to_assoc([a-1], T), get_assoc(a, T, A).
job(sort, A) :- predsort([O, X, Y]>>compare(O, X, Y), [b, a], A).
job(agg, A) :- aggregate_all(count, member(_, [a, b]), A).
job(process, A) :- use_module(library(process)), call(process_create, path(uname), ['-s'], [stdout(pipe(S))]), read_string(S, _, A).
job(shell, A) :- shell('printf x | md5sum > /tmp/m', A).
job(xml, A) :- use_module(library(sgml)), open_string("<a><b>1</b></a>", S), call(load_structure, stream(S), A, [dialect(xml)]).
job(xpath, A) :- use_module(library(xpath)), open_string("<a><b>1</b></a>", S), call(load_html, stream(S), D, []), call(xpath, D, //(b(text)), A).
job(yaml, A) :- use_module(library(yaml)), call(yaml_read, '/srv/app/a.yaml', A).
job(uri, A) :- use_module(library(uri)), call(uri_encoded, path, 'a b', A).
job(pcre, A) :- use_module(library(pcre)), call(re_matchsub, "b+", "abbc", A, []).
job(base, A) :- use_module(library(base64)), call(base64, x, A).
job(unicode, A) :- use_module(library(unicode)), call(unicode_nfkc, 'x', A).
job(crypt, A) :- use_module(library(crypto)), call(crypto_data_hash, x, A, []).
job(random, A) :- use_module(library(random)), call(set_random, seed(1)), call(random_between, 1, 1, A).
job(string, A) :- use_module(library(strings)), call(dedent_lines, "  a", A, []).
job(solve, A) :- use_module(library(solution_sequences)), findall(X, call(limit, 1, member(X, [a, b])), A).
job(own, A) :- use_module('/srv/app/lib/own'), call(own:answer, A).
job(consult, A) :- atom_concat('/srv/app/parts/', second, F), consult(F), call(second, A).
job(https, A) :- use_module(library(http/http_open)), catch(call(http_open, 'https://127.0.0.1:9/', _, []), error(E, _), true), functor(E, A, _).
job(locale, A) :- format(atom(A), '~D', [1234567]).
job(error, A) :- message_to_codes(A).
job(archive, A) :- use_module(library(archive)), catch(call(archive_open, '/srv/app/a.csv', _, []), error(E, _), true), functor(E, A, _).
:- initialization((http_server(http_dispatch, [port('127.0.0.1':8000), workers(2)]), thread_get_message(stop))).
'''
GUILE = '''(use-modules (web server) (web request) (web response) (web uri))
(define jobs (list
  (cons "/match" (lambda () ((@ (ice-9 pretty-print) pretty-print) '(a b)) "printed"))
  (cons "/regex" (lambda () ((@ (ice-9 regex) match:substring) (string-match "b+" "abbc"))))
  (cons "/sxml" (lambda () (with-output-to-string (lambda () ((@ (sxml simple) sxml->xml) '(a (b "1")))))))
  (cons "/xml" (lambda () (object->string ((@ (sxml simple) xml->sxml) "<a><b>1</b></a>"))))
  (cons "/xpath" (lambda () (object->string (((@ (sxml xpath) sxpath) '(// b)) '(a (b "1"))))))
  (cons "/date" (lambda () ((@ (srfi srfi-19) date->string) ((@ (srfi srfi-19) make-date) 0 0 0 0 1 7 2024 0) "~Y-~B")))
  (cons "/list" (lambda () (object->string ((@ (srfi srfi-1) fold) + 0 '(1 2 3)))))
  (cons "/vector" (lambda () (object->string ((@ (srfi srfi-43) vector-map) (lambda (i x) (* x 2)) #(1 2)))))
  (cons "/hash" (lambda () (object->string ((@ (srfi srfi-69) hash-table-ref/default) ((@ (srfi srfi-69) alist->hash-table) '((a . 1))) 'a 0))))
  (cons "/popen" (lambda () (let* ((p ((@ (ice-9 popen) open-input-pipe) "printf 'b\\\\na\\\\n' | sort")) (l ((@ (ice-9 rdelim) read-line) p))) l)))
  (cons "/system" (lambda () (object->string (system* "true"))))
  (cons "/format" (lambda () ((@ (ice-9 format) format) #f "~5,2f~:d" 3.14159 1234)))
  (cons "/file" (lambda () (call-with-input-file "/srv/app/data.txt" (@ (ice-9 textual-ports) get-string-all))))
  (cons "/goops" (lambda () (object->string ((@ (oop goops) class-name) (@ (oop goops) <object>)))))
  (cons "/streams" (lambda () (object->string ((@ (srfi srfi-41) stream->list) 2 ((@ (srfi srfi-41) stream-from) 1)))))
  (cons "/base" (lambda () (object->string ((@ (rnrs bytevectors) string->utf8) "x"))))
  (cons "/rnrs" (lambda () (object->string ((@ (rnrs sorting) list-sort) < '(2 1)))))
  (cons "/locale" (lambda () ((@ (ice-9 i18n) number->locale-string) 1234.5 2)))
  (cons "/getopt" (lambda () (object->string ((@ (ice-9 getopt-long) getopt-long) '("x" "-v") '((v (single-char #\\v)))))))
  (cons "/own" (lambda () (add-to-load-path "/srv/app/lib") ((module-ref (resolve-interface '(own tool)) 'answer))))
  (cons "/load" (lambda () (load "/srv/app/parts/second.scm") "loaded"))
  (cons "/eval" (lambda () (object->string ((@ (ice-9 eval-string) eval-string) "(+ 1 2)"))))
  (cons "/compile" (lambda () (object->string ((@ (system base compile) compile) '(* 6 7)))))
  (cons "/client" (lambda () (catch #t (lambda () ((@ (web client) http-get) "http://127.0.0.1:9/") "?") (lambda (k . a) (symbol->string k)))))
  (cons "/passwd" (lambda () (passwd:dir (getpwnam "www-data"))))
  (cons "/threads" (lambda () (object->string ((@ (ice-9 threads) par-map) 1+ '(1 2)))))
  (cons "/binary" (lambda () (object->string ((@ (ice-9 binary-ports) get-bytevector-n) (open-input-string "ab") 1))))
  (cons "/encode" (lambda () (object->string ((@ (ice-9 iconv) string->bytevector) "\\u00e4" "ISO-8859-15"))))))
(run-server (lambda (request body)
  (let* ((path (uri-path (request-uri request))) (job (assoc path jobs)))
    (cond ((string=? path "/") (values '((content-type . (text/plain))) "ok"))
          (job (catch #t (lambda () (let ((text ((cdr job)))) (values '((content-type . (text/plain))) text))) (lambda (key . rest) (values (build-response #:code 500) "failed"))))
          (else (values (build-response #:code 404) "none")))))
  'http '(#:port 8000))
'''
TEXI = "\\input texinfo\n@setfilename a.info\n@settitle A\n@documentencoding UTF-8\n@node Top\n@top A\n\nok @code{x} @math{x^2}\n\n@menu\n* One::\n@end menu\n\n@node One\n@chapter One\n@cindex entry\n@include part.texi\n@table @samp\n@item a\nb\n@end table\n@example\nline\n@end example\n@printindex cp\n@bye\n"
def texi(name, *words): return (name, "exec", ["makeinfo", *words, "a.texi"])
APPS = {
  "sphinx": dict(files=SPHINX, server=False, config=dict(Entrypoint=["sphinx-build"], WorkingDir="/srv/doc", Env=["SOURCE_DATE_EPOCH=0", "LANG=C.UTF-8"]), train=["sphinx-build", "-q", "/srv/doc", "/tmp/o"],
    cases=[sphinx(b, "-b", b, "/srv/doc", "/tmp/" + b) for b in ("latex", "man", "text", "epub", "texinfo", "gettext", "singlehtml", "json", "xml", "linkcheck")] + [sphinx("code", "/srv/code", "/tmp/code"), sphinx("doctest", "-b", "doctest", "/srv/code", "/tmp/dt"), sphinx("rtd", "/srv/rtd", "/tmp/rtd"), sphinx("myst", "/srv/myst", "/tmp/myst"), sphinx("own", "/srv/own", "/tmp/own"), sphinx("bizstyle", "-D", "html_theme=bizstyle", "/srv/doc", "/tmp/biz"),
      ("apidoc", "exec", ["sphinx-apidoc", "-q", "-o", "/tmp/api", "/srv/code/src"]), ("quickstart", "exec", ["sphinx-quickstart", "-q", "-p", "x", "-a", "y", "-v", "1", "/tmp/q"]), ("version", "exec", ["sphinx-build", "--version"])]),
  "typescript": dict(files=TS, server=False, config=dict(Entrypoint=["tsc"], WorkingDir="/srv/ts"), train=["tsc", "-p", "/srv/ts/ok"],
    cases=[tsc("dom", "--target", "es2020", "--types", "", "--outDir", "/tmp/d", "dom.ts"), tsc("wrong", "--noEmit", "--types", "", "wrong.ts"), tsc("german", "--locale", "de", "--noEmit", "--types", "", "wrong.ts"), tsc("jsx", "--jsx", "react", "--types", "", "--outDir", "/tmp/d", "view.tsx"), tsc("late", "--target", "es2022", "--types", "", "--outDir", "/tmp/d", "late.ts"), tsc("helpers", "--target", "es2015", "--types", "", "--noEmit", "deco.ts", "--experimentalDecorators"), tsc("plain", "--allowJs", "--checkJs", "--types", "", "--noEmit", "plain.js"), tsc("declare", "-d", "--emitDeclarationOnly", "--types", "", "--outDir", "/tmp/d", "late.ts", "--target", "esnext"), tsc("config", "--showConfig", "-p", "ok"), tsc("help", "--help"), tsc("version", "--version"), tsc("build", "--build", "ok", "--force"),
      ("server", "exec", ["sh", "-c", "tsserver < /dev/null | head -c 15"]), ("library", "exec", ["node", "-p", "require('typescript').transpile('let a: 1 = 1')"])]),
  "slapd": dict(files={"srv/ldap/slapd.conf": SLAPD, "srv/ldap/base.ldif": "dn: dc=x\nobjectClass: dcObject\nobjectClass: organization\ndc: x\no: x\n\ndn: cn=a,dc=x\nobjectClass: inetOrgPerson\ncn: a\nsn: a\nmail: a@x\n", "srv/ldap/more.ldif": "dn: cn=b,dc=x\nobjectClass: inetOrgPerson\ncn: b\nsn: b\njpegPhoto: x\n", "srv/ldap/member.conf": variant("moduleload memberof\noverlay memberof\n".replace("overlay memberof\n", "")), "srv/ldap/proxy.conf": variant("moduleload back_ldap\n"), "srv/ldap/policy.conf": variant("moduleload ppolicy\nmoduleload syncprov\n"), "srv/ldap/nis.conf": SLAPD.replace("inetorgperson.schema", "inetorgperson.schema\ninclude /etc/ldap/schema/nis.schema").replace("/data", "/tmp"), "srv/ldap/hash.conf": variant("moduleload pw-sha2\n"), "srv/ldap/monitor.conf": variant("moduleload back_monitor\n")},
    prepare="mkdir -p /data && slapadd -f /srv/ldap/slapd.conf -l /srv/ldap/base.ldif", keep=["data"], config=dict(Cmd=["slapd", "-d", "0", "-f", "/srv/ldap/slapd.conf", "-h", "ldap://127.0.0.1:8000"]), ready=["ldapsearch", *H, "-LLL", "-s", "base", "-b", "dc=x"],
    cases=[ldap("filter", "ldapsearch", *H, "-LLL", "-b", "dc=x", "(mail=a*)", "cn"), ldap("add", "ldapadd", *ADMIN, "-f", "/srv/ldap/more.ldif"), ldap("who", "ldapwhoami", *ADMIN), ldap("compare", "ldapcompare", *H, "cn=a,dc=x", "sn:a"), ldap("delete", "ldapdelete", *ADMIN, "cn=b,dc=x"), ldap("password", "ldappasswd", *ADMIN, "-s", "y", "cn=a,dc=x"), ldap("rename", "ldapmodrdn", *ADMIN, "cn=a,dc=x", "cn=c"), ldap("schema", "ldapsearch", *H, "-LLL", "-s", "base", "-b", "cn=Subschema", "+"), ldap("mechanisms", "ldapsearch", *H, "-LLL", "-s", "base", "-b", "", "supportedSASLMechanisms"), ldap("url", "ldapurl", "-h", "x"), ldap("tls", "ldapsearch", *H, "-ZZ", "-b", "dc=x"),
      ldap("cat", "slapcat", "-f", "/srv/ldap/slapd.conf", "-a", "(dc=x)"), ldap("hash", "slappasswd", "-h", "{MD5}", "-s", "x"), ldap("index", "slapindex", "-f", "/srv/ldap/slapd.conf", "-n", "1"), ldap("dn", "slapdn", "-f", "/srv/ldap/slapd.conf", "cn=a,dc=x"), ldap("acl", "slapacl", "-f", "/srv/ldap/slapd.conf", "-b", "dc=x", "-u")] + [ldap("test " + n, "slaptest", "-u", "-f", "/srv/ldap/%s.conf" % n) for n in ("member", "proxy", "policy", "nis", "hash", "monitor")]),
  "prosody": dict(files={"etc/prosody/prosody.cfg.lua": PROSODY, "srv/xmpp/modules/mod_own.lua": OWN_MODULE, "srv/xmpp/www/index.html": "ok", "srv/xmpp/www/a.svg": "<svg/>", "srv/xmpp/www/d/x.txt": "x", "srv/xmpp/lib/late.lua": "return function() return 'late' end\n"}, config=dict(Cmd=["prosody", "-F"]), seconds=30,
    cases=http("/a.svg", "/d/", "/http-bind", "/nowhere", *("/own/" + n for n in "json hash date xml parse base idna ip jid template files tls url mime shell execute late pem scram form queue serial archive none".split())) + [("check", "exec", ["prosodyctl", "check", "config"]), ("user", "exec", ["prosodyctl", "register", "u", "localhost", "p"]), ("about", "exec", ["sh", "-c", "prosodyctl about | head -n 1"])]),
  "r": dict(files={"srv/r/a.R": "x <- c(1, 2)\ncat(sum(x))\n", "srv/r/a.csv": "a,b\n1,2\n", "srv/r/own.R": "answer <- function() 42\n", "srv/r/doc.Rnw": "\\documentclass{article}\\begin{document}\\Sexpr{1+1}\\end{document}\n"}, server=False, config=dict(Entrypoint=["Rscript"], Cmd=["a.R"], WorkingDir="/srv/r"), train=["Rscript", "a.R"],
    cases=[r("lm", "print(coef(lm(mpg ~ wt, mtcars)))"), r("pdf", "pdf('/tmp/a.pdf'); plot(1:3); invisible(dev.off()); cat(file.size('/tmp/a.pdf') > 1000)"), r("svg", "svg('/tmp/a.svg'); plot(1); invisible(dev.off())"), r("png", "png('/tmp/a.png'); plot(1); invisible(dev.off())"), r("csv", "print(read.csv('a.csv'))"), r("tz", "cat(format(as.POSIXct(0, tz = 'Asia/Tokyo', origin = '1970-01-01'), '%H %Z'))"), r("class", "setClass('A', representation(x = 'numeric')); cat(new('A', x = 1)@x)"), r("parallel", "cat(unlist(parallel::mclapply(1:2, function(i) i^2, mc.cores = 2)))"), r("splines", "cat(dim(splines::bs(1:5)))"), r("grid", "library(grid); print(unit(1, 'cm'))"), r("tools", "cat(tools::toTitleCase('a word'))"), r("compile", "f <- compiler::cmpfun(function(x) x + 1); cat(f(1))"), r("mle", "library(stats4); cat(class(mle)[1])"), r("solve", "print(solve(matrix(c(2, 0, 0, 2), 2)))"), r("iconv", "cat(iconv('\\u00e4', 'UTF-8', 'latin1', toRaw = TRUE)[[1]] == as.raw(0xe4))"), r("regex", "cat(gsub('(a+)', '<\\\\1>', 'baab', perl = TRUE))"), r("system", "cat(system('printf x | tr x y', intern = TRUE))"), r("source", "source('own.R'); cat(answer())"), r("url", "cat(class(try(readLines('https://127.0.0.1:9/'), silent = TRUE)))"), r("utils", "print(head(letters, 2)); str(iris)"), r("help", "cat(length(utils::apropos('^lm$')))"), r("zip", "saveRDS(1, '/tmp/a.rds', compress = 'xz'); cat(readRDS('/tmp/a.rds'))"), r("locale", "Sys.setenv(LANGUAGE = 'de'); cat(tryCatch(log(-1), warning = conditionMessage))"), r("sweave", "setwd('/tmp'); Sweave('/srv/r/doc.Rnw', quiet = TRUE); cat(file.exists('doc.tex'))"), r("fft", "print(Mod(fft(1:4)))"), r("optim", "cat(round(optim(1, function(x) (x - 2)^2, method = 'BFGS')$par, 3))"),
      ("version", "exec", ["R", "--version"]), ("config", "exec", ["R", "CMD", "config", "CC"]), ("batch", "exec", ["R", "CMD", "BATCH", "--no-timing", "a.R", "/tmp/a.Rout"]), ("slave", "exec", ["R", "--slave", "-e", "cat(1)"])]),
  "prolog": dict(files={"srv/app/app.pl": PROLOG, "srv/app/a.csv": "a,b\n1,2\n", "srv/app/a.yaml": "a: 1\n", "srv/app/lib/own.pl": ":- module(own, [answer/1]).\nanswer(42).\n", "srv/app/parts/second.pl": "second(2).\n"}, config=dict(Cmd=["swipl", "/srv/app/app.pl"], WorkingDir="/srv/app"), seconds=60,
    cases=http("/nowhere", *("/job/" + n for n in "json csv sha md5 clp dcg date parse assoc sort agg process shell xml xpath yaml uri pcre base unicode crypt random string solve own consult https locale archive none".split()))),
  "guile": dict(files={"srv/app/app.scm": GUILE, "srv/app/data.txt": "line\n", "srv/app/lib/own/tool.scm": "(define-module (own tool) #:use-module (srfi srfi-26) #:export (answer))\n(define (answer) ((cut string-append <> \"!\") \"own\"))\n", "srv/app/parts/second.scm": "(use-modules (ice-9 match))\n(match '(1 2) ((a b) b))\n"}, config=dict(Cmd=["guile", "--no-auto-compile", "-s", "/srv/app/app.scm"], WorkingDir="/srv/app"), seconds=90,
    cases=http(*("/" + n for n in "match regex sxml xml xpath date list vector hash popen system format file goops streams base rnrs locale getopt own load eval compile client passwd threads binary encode nowhere".split()))),
  "texinfo": dict(files={"srv/doc/a.texi": TEXI, "srv/doc/part.texi": "part\n", "srv/doc/a.pod": "=head1 NAME\n\nx - y\n", "srv/doc/own.init": "set_from_init_file('SHOW_TITLE', 0);\n1;\n"}, server=False, config=dict(Entrypoint=["makeinfo"], WorkingDir="/srv/doc"), train=["makeinfo", "-o", "/tmp/a.info", "a.texi"],
    cases=[texi("html", "--html", "-o", "/tmp/h"), texi("single", "--html", "--no-split", "-o", "-"), texi("plain", "--plaintext"), texi("docbook", "--docbook", "-o", "-"), texi("xml", "--xml", "-o", "-"), texi("latex", "--latex", "-o", "-"), texi("german", "--document-language=de", "--plaintext"), texi("latin", "--html", "--no-split", "-c", "OUTPUT_ENCODING_NAME=ISO-8859-15", "-o", "-"), texi("init", "--init-file", "/srv/doc/own.init", "--html", "--no-split", "-o", "-"), texi("number", "--no-number-sections", "--plaintext"), texi("css", "--html", "--css-ref=x.css", "--no-split", "-o", "-"), texi("tree", "-c", "TEXINFO_OUTPUT_FORMAT=debugtree", "-o", "-"), texi("index", "-c", "TEXINFO_OUTPUT_FORMAT=textcontent", "-o", "-"), texi("pure", "--plaintext", "-c", "TEST=1"), ("pod", "exec", ["pod2texi", "--output=-", "a.pod"]), ("sort", "exec", ["texindex", "--version"]), ("any", "exec", ["texi2any", "--version"]), ("help", "exec", ["makeinfo", "--help"]), ("install", "exec", ["install-info", "--version"]), ("view", "exec", ["info", "--version"])]),
}
