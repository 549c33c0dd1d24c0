/** Files that programs open by name at run time, without any trace of it in what the linker wrote: one row of the table a family. */
import type { Language } from '../facts/file-facts';

export interface RuntimeFamily {
  readonly id: string;
  readonly title: string;
  /** A kept path of this form says that the family may be asked for. */
  readonly trigger: RegExp;
  /** Its members among removed paths. */
  readonly members: RegExp;
  /** Why anybody needs it. */
  readonly why: string;
  /** The application's own sources say that they use it. */
  readonly mention?: RegExp;
  /** The members that such a mention makes sure of; all when absent. */
  readonly sure?: RegExp;
  /** Without one of these missing, a mention makes nothing sure: the rest is a choice between several. */
  readonly heart?: RegExp;
  /** The application is written in it: `sure` is reached sooner or later. */
  readonly language?: Language;
  /** Variables of the image's environment that ask for it. */
  readonly variables?: readonly string[];
}

const LIBC = /(?:^|\/)libc\.so\.6$|(?:^|\/)libc-2[\d.]+\.so$/;
/** Any C library: musl reads fewer files, but these too. */
const ANY_LIBC = new RegExp(`${LIBC.source}|(?:^|\\/)ld-musl-\\w+\\.so\\.1$`);

/** Paths are Latin-1 without a leading slash. Facts from the manuals named in `why`; order is that of the rows. */
export const RUNTIME_FAMILIES: readonly RuntimeFamily[] = [
  {
    id: 'name-service', title: 'Name service (users, hosts, services)', trigger: ANY_LIBC,
    members: /(?:^|\/)libnss_\w+(?:\.so\.2|-[\d.]+\.so)$|(?:^|\/)libresolv[\w.-]*\.so[\d.]*$|^etc\/(?:nsswitch\.conf|host\.conf|gai\.conf|services|protocols|networks|rpc|netconfig)$/,
    why: 'glibc opens them when a user, host or service is looked up (nsswitch.conf(5))',
    mention: /\b(?:getpw(?:nam|uid)|getgr(?:nam|gid)|getservby\w+|gethostby\w+|getaddrinfo|getprotobyname|expanduser|os\.getlogin)\b/, sure: /libnss_(?:files|dns)|nsswitch/,
  },
  { id: 'accounts', title: 'User and group names', trigger: ANY_LIBC, members: /^etc\/(?:passwd|group|subuid|subgid)$/, why: 'names of users and groups come from them', mention: /\b(?:getpw(?:nam|uid)|getgr(?:nam|gid)|expanduser|chown|getpass|whoami|os\.getlogin|userInfo|homedir)\b|\bpwd\./ },
  { id: 'character-sets', title: 'Character sets of iconv', trigger: LIBC, members: /(?:^|\/)gconv\/|(?:^|\/)gconv-modules/, why: 'glibc opens them when iconv(3) is asked for a character set', mention: /\biconv\w*\s*\(|\bIconv\b|\biconv\s+-/ },
  {
    id: 'locales', title: 'Locales', trigger: LIBC, members: /^usr\/lib\/locale\/|^usr\/share\/i18n\/|^etc\/(?:default\/locale|locale\.conf|locale\.gen|locale\.alias)$|^usr\/share\/locale\/locale\.alias$/,
    why: 'setlocale(3) opens them', mention: /\bsetlocale\s*\(|\b[a-z]{2}_[A-Z]{2}\.(?:UTF-?8|utf8|ISO[\w-]+)\b|\bPOSIX::setlocale\b|\buse\s+locale\b|\blc_(?:all|collate|ctype|monetary)\b/i, sure: /^usr\/lib\/locale\/(?!C\.)/, variables: ['LC_ALL', 'LANG', 'LC_CTYPE'],
  },
  { id: 'translations', title: 'Translations', trigger: /(?:^|\/)locale-archive$|(?:^|\/)usr\/lib\/locale\/[a-z]{2}_|\/gettext\.py$/, members: /^usr\/share\/locale\/.*\.mo$/, why: 'gettext(3) opens them', mention: /\b(?:bindtextdomain|gettext|dgettext|ngettext)\s*\(/ },
  {
    id: 'time-zones', title: 'Time zones', trigger: ANY_LIBC, members: /^usr\/share\/zoneinfo\/(?!right\/|posix\/)|^etc\/(?:localtime|timezone)$/,
    why: 'tzset(3) and every language’s time library open them', mention: /\b(?:zoneinfo|ZoneInfo|pytz|DateTimeZone|date_default_timezone_set|TZInfo|ZoneId|tzset|timezone\s*\()|['"](?:Europe|America|Asia|Africa|Australia|Pacific|Atlantic)\/\w+['"]|\bTZ=/, variables: ['TZ'],
  },
  {
    id: 'certificates', title: 'Certificate authorities', trigger: /(?:^|\/)lib(?:ssl|gnutls|nss3|mbedtls|curl)[\w.-]*\.so|\/_ssl\.[\w-]*\.?so$|(?:^|\/)(?:openssl|node|curl|wget|git)$/,
    members: /^etc\/ssl\/(?!private)|^etc\/pki\/|^etc\/ca-certificates|^usr\/(?:local\/)?share\/(?:ca-certificates|pki)\/|^usr\/lib\/ssl\/|^usr\/local\/ssl\/|\/certifi\/cacert\.pem$/,
    why: 'whoever speaks TLS checks certificates against them', mention: /\bhttps:\/\/|\bssl\.|create_default_context|\bimport\s+(?:requests|urllib3|httpx|aiohttp|ssl)\b|OpenSSL|ssl_connect|\btls\.|CURLOPT|LWP::|Net::HTTP|ca-certificates/i,
    sure: /^etc\/ssl\/certs\/ca-certificates\.crt$|^etc\/ssl\/(?:openssl\.cnf|cert\.pem)$|^usr\/lib\/ssl\/(?:certs|cert\.pem|openssl\.cnf)$|^etc\/pki\/(?:tls\/certs\/ca-bundle\.crt|ca-trust\/extracted\/pem)|\/certifi\/cacert\.pem$/,
    heart: /^etc\/ssl\/certs\/ca-certificates\.crt$|^etc\/pki\/.*ca-bundle/, variables: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  },
  { id: 'openssl', title: 'OpenSSL configuration, engines and providers', trigger: /(?:^|\/)libcrypto[\w.-]*\.so/, members: /(?:^|\/)(?:ossl-modules|engines-[\d.]+)\/|(?:^|\/)openssl[\w.-]*\.cnf$|^usr\/lib\/ssl\//, why: 'libcrypto opens them by name (config(5), provider(7))', mention: /\blegacy\b.*provider|OSSL_PROVIDER|\b(?:MD4|RC4|Blowfish|DES-CBC)\b/i },
  { id: 'pam', title: 'PAM modules', trigger: /(?:^|\/)libpam\.so/, members: /(?:^|\/)security\/pam_\w+\.so$|^etc\/pam\.|^etc\/pam\.d\/|^etc\/security\/|(?:^|\/)unix_chkpwd$|^usr\/share\/pam|^etc\/(?:shadow|login\.defs|environment)$/, why: 'libpam opens them by name (pam.conf(5))' },
  { id: 'sasl', title: 'SASL mechanisms', trigger: /(?:^|\/)libsasl2\.so/, members: /(?:^|\/)sasl2\//, why: 'libsasl2 opens them by name' },
  { id: 'terminals', title: 'Terminal descriptions', trigger: /(?:^|\/)lib(?:tinfo|ncursesw?)\.so/, members: /(?:^|\/)terminfo\//, why: 'ncurses opens the one that TERM names (terminfo(5))', mention: /\bcurses\b|\btput\b|\bsetupterm\b/ },
  { id: 'magic', title: 'File type database', trigger: /(?:^|\/)libmagic\.so/, members: /(?:^|\/)magic(?:\.mgc|\.mime)?$|^usr\/share\/(?:misc|file)\/magic/, why: 'libmagic opens it (magic(5))' },
  { id: 'sudo', title: 'sudo’s plug-ins and rules', trigger: /(?:^|\/)bin\/sudo$/, members: /(?:^|\/)libexec\/sudo\/|(?:^|\/)lib\/sudo\/|^etc\/sudoers|^etc\/sudo/, why: 'sudo opens them by name' },
  { id: 'mime-types', title: 'MIME types', trigger: /(?:^|\/)mimetypes\.py$|(?:^|\/)lib(?:gio-2\.0|shared-mime)[\w.-]*\.so|\/(?:nginx|httpd|apache2|lighttpd)$|\/webrick\//, members: /^etc\/(?:mime\.types|nginx\/mime\.types|apache2\/mime\.types)$|^usr\/share\/mime\//, why: 'types of files are looked up there', mention: /\bmimetypes\b|\bguess_type\b|send_file\b|\bMIME::/ },
  { id: 'fonts', title: 'Fonts and their configuration', trigger: /(?:^|\/)lib(?:fontconfig|freetype|pango\w*|gd|cairo|jvm|awt)[\w.-]*\.so/, members: /^etc\/fonts\/|^usr\/(?:local\/)?share\/(?:fonts|fontconfig|ghostscript\/fonts)\/|^var\/cache\/fontconfig\//, why: 'fontconfig looks them up (fonts.conf(5))', mention: /\b(?:truetype|ImageFont|FontConfig|fontconfig|java\.awt|createFont|imagettf\w+)\b/ },
  { id: 'java', title: 'Rest of the Java runtime', trigger: /(?:^|\/)libjvm\.so$/, members: /(?:^|\/)(?:jvm|jre|jdk|java(?!script))[\w.-]*\/.*|^etc\/java[\w.-]*\/|^usr\/share\/java\/|^etc\/ssl\/certs\/java\//, why: 'the JVM opens its libraries, security and time zone data when a class asks for them', language: 'java' },
  { id: 'dotnet', title: 'Rest of the .NET runtime', trigger: /(?:^|\/)(?:dotnet|lib(?:coreclr|hostfxr)\.so)$/, members: /(?:^|\/)dotnet\/(?:host|shared|store)\//, why: 'assemblies are loaded when code asks for them' },
  { id: 'perl', title: 'Perl’s standard library', trigger: /(?:^|\/)bin\/perl[\d.]*$/, members: /^(?:usr\/)?(?:local\/)?(?:lib|share)\/(?:[\w-]+-linux-gnu\w*\/)?perl[\w-]*\/(?:.*\.(?:pm|pl|ph|al|so|ix|bundle)$|.*unicore\/)/, why: 'modules are loaded when code asks for them', language: 'perl', sure: /\/perl(?:-base)?\/|\/perl5\/\d/ },
  { id: 'ruby', title: 'Ruby’s standard library', trigger: /(?:^|\/)bin\/ruby[\d.]*$/, members: /(?:^|\/)lib\/(?:[\w-]+-linux-gnu\w*\/)?ruby\/(?!gems\/[^/]+\/(?:doc|cache)\/).*\.(?:rb|so|gemspec|pem|json)$|gem\.build_complete$|^usr\/share\/rubygems-integration\/|^usr\/share\/ruby/, why: 'features are loaded when code asks for them', language: 'ruby', sure: /\/lib\/(?:[\w-]+-linux-gnu\w*\/)?ruby\/\d[\d.]*\// },
  { id: 'python', title: 'Python’s standard library', trigger: /(?:^|\/)bin\/python3[\d.]*$/, members: /(?:^|\/)lib(?:64)?\/python3[\d.]*\/(?!(?:site|dist)-packages\/|test\/|tests\/|idlelib\/|turtledemo\/|ensurepip\/|lib2to3\/|tkinter\/|config-|pydoc_data\/).*\.(?:py|so|txt|cfg|json)$|^etc\/python3[\d.]*\//, why: 'modules are loaded when code asks for them', language: 'python' },
  { id: 'php', title: 'PHP’s extensions and data', trigger: /(?:^|\/)bin\/php[\d.]*$|(?:^|\/)php-fpm[\d.]*$|\/libphp[\d.]*\.so$/, members: /(?:^|\/)lib\/php\/.*\.so$|^etc\/php\/|^usr\/local\/etc\/php|^usr\/share\/php\/|^usr\/share\/php[\d.]*-\w+\//, why: 'extensions are named in ini files and by dl()' },
  { id: 'node', title: 'Node’s own packages', trigger: /(?:^|\/)bin\/node(?:js)?$/, members: /^usr\/share\/nodejs\/(?:acorn|undici|cjs-module-lexer|corepack)[\w-]*\/|^usr\/share\/node_modules\//, why: 'Debian’s node keeps parts of itself outside its program' },
  { id: 'postgresql', title: 'PostgreSQL’s programs, extensions and data', trigger: /(?:^|\/)bin\/postgres$/, members: /(?:^|\/)(?:share|lib)\/postgresql(?:\/|-common\/)|^etc\/postgresql|^usr\/local\/(?:share|lib)\/postgresql\//, why: 'the server opens extensions, time zone sets and dictionaries when a statement asks for them' },
  { id: 'git', title: 'git’s commands and templates', trigger: /(?:^|\/)bin\/git$/, members: /(?:^|\/)(?:lib|libexec)\/git-core\/|^usr\/share\/git-core\/|^usr\/share\/perl5\/Git/, why: 'git starts its commands from there' },
  { id: 'nginx', title: 'nginx’s modules and configuration', trigger: /(?:^|\/)s?bin\/nginx$/, members: /^etc\/nginx\/|^usr\/(?:lib|share)\/nginx\/|^var\/lib\/nginx/, why: 'its configuration includes them' },
  { id: 'apache', title: 'Apache’s modules and configuration', trigger: /(?:^|\/)(?:apache2|httpd)$/, members: /(?:^|\/)(?:apache2|httpd)\/(?:modules|icons|error)\/|^etc\/(?:apache2|httpd)\/|^usr\/local\/apache2\//, why: 'its configuration includes them' },
  { id: 'lighttpd', title: 'lighttpd’s modules and configuration', trigger: /(?:^|\/)s?bin\/lighttpd$/, members: /^usr\/lib\/(?:[\w-]+\/)?lighttpd\/|^etc\/lighttpd\/|^usr\/share\/lighttpd\//, why: 'its configuration names modules, and runs scripts' },
  { id: 'imagemagick', title: 'ImageMagick’s coders and settings', trigger: /(?:^|\/)libMagickCore[\w.-]*\.so/, members: /(?:^|\/)ImageMagick[\w.-]*\//, why: 'each format is a plug-in' },
  { id: 'pixbuf', title: 'GdkPixbuf loaders', trigger: /(?:^|\/)libgdk_pixbuf[\w.-]*\.so/, members: /(?:^|\/)gdk-pixbuf-2\.0\//, why: 'each format is a plug-in' },
  { id: 'gtk', title: 'GTK’s modules and themes', trigger: /(?:^|\/)libgtk-[\w.-]*\.so/, members: /(?:^|\/)gtk-[\d.]+\/|^usr\/share\/(?:themes|glib-2\.0\/schemas)\//, why: 'input methods, themes and settings are opened by name' },
  { id: 'glib', title: 'GIO modules and settings', trigger: /(?:^|\/)libgio-2\.0\.so/, members: /(?:^|\/)gio\/modules\/|^usr\/share\/glib-2\.0\/schemas\//, why: 'TLS, proxies and settings are plug-ins' },
  { id: 'qt', title: 'Qt’s plug-ins', trigger: /(?:^|\/)libQt[56]Core\.so/, members: /(?:^|\/)qt[56]?\/(?:plugins|qml|resources|translations)\//, why: 'the platform plug-in is opened at the start, others on demand' },
  { id: 'gstreamer', title: 'GStreamer’s plug-ins', trigger: /(?:^|\/)libgstreamer-1\.0\.so/, members: /(?:^|\/)gstreamer-?1\.0\//, why: 'every element is a plug-in' },
  { id: 'kerberos', title: 'Kerberos plug-ins and configuration', trigger: /(?:^|\/)libkrb5\.so/, members: /(?:^|\/)krb5\/plugins\/|^etc\/krb5\.conf|^etc\/gss\//, why: 'libkrb5 opens them by name' },
  { id: 'p11-kit', title: 'PKCS #11 modules', trigger: /(?:^|\/)libp11-kit\.so/, members: /(?:^|\/)pkcs11\/|^usr\/share\/p11-kit\/|^etc\/pkcs11\//, why: 'trust modules are opened by name' },
  { id: 'icu', title: 'ICU data', trigger: /(?:^|\/)(?:dotnet|libicuuc[\w.-]*|libcoreclr\.so)$/, members: /(?:^|\/)libicu(?:data|uc|i18n)[\w.-]*\.so|\/icudt\w+\.dat$/, why: 'cultures and collation need it; .NET opens it by name' },
  { id: 'x11', title: 'X11 locales and keyboards', trigger: /(?:^|\/)libX11\.so/, members: /^usr\/share\/X11\/(?:locale|xkb)\//, why: 'Xlib opens them by name' },
  { id: 'xml-catalogs', title: 'XML catalogues', trigger: /(?:^|\/)libxml2\.so/, members: /^etc\/xml\/|^usr\/share\/xml\/(?:schema|entities)/, why: 'entities are looked up there' },
  { id: 'dictionaries', title: 'Dictionaries', trigger: /(?:^|\/)lib(?:hunspell|aspell|enchant)[\w.-]*\.so/, members: /^usr\/share\/(?:hunspell|myspell|dict)\/|(?:^|\/)aspell\//, why: 'they are opened by language' },
  { id: 'tesseract', title: 'Tesseract’s languages', trigger: /(?:^|\/)libtesseract\.so/, members: /\/tessdata\//, why: 'they are opened by language' },
  { id: 'ghostscript', title: 'Ghostscript’s resources', trigger: /(?:^|\/)libgs\.so/, members: /(?:^|\/)ghostscript\//, why: 'the interpreter reads its own start-up files' },
  { id: 'graphviz', title: 'Graphviz’s plug-ins', trigger: /(?:^|\/)libgvc\.so/, members: /(?:^|\/)graphviz\//, why: 'layouts and formats are plug-ins' },
  { id: 'tcl', title: 'Tcl and Tk scripts', trigger: /(?:^|\/)lib(?:tcl|tk)[\d.]+\.so/, members: /(?:^|\/)(?:tcltk|tcl|tk)[\d.]*\//, why: 'the interpreter reads its library' },
  { id: 'lua', title: 'Lua modules', trigger: /(?:^|\/)bin\/lua[\w.]*$|(?:^|\/)liblua[\w.-]*\.so/, members: /^usr\/(?:local\/)?(?:share|lib(?:\/[\w-]+)?)\/lua\//, why: 'require opens them' },
  { id: 'gawk', title: 'awk’s libraries', trigger: /(?:^|\/)bin\/gawk$/, members: /(?:^|\/)(?:gawk|awk)\//, why: 'extensions are opened by name' },
  { id: 'shells', title: 'Start-up files of shells', trigger: /(?:^|\/)bin\/(?:ba|da|z|k)?sh$/, members: /^etc\/(?:profile|bash\.bashrc|inputrc|profile\.d\/.*|environment|shells)$/, why: 'login and interactive shells read them' },
  { id: 'loader', title: 'Settings of the dynamic loader', trigger: ANY_LIBC, members: /^etc\/ld\.so\.(?:conf|cache|preload)|^etc\/ld\.so\.conf\.d\/|^etc\/ld-musl-\w+\.path$/, why: 'the loader finds libraries outside the default folders by them' },
  { id: 'ssh', title: 'SSH configuration', trigger: /(?:^|\/)s?bin\/sshd?$/, members: /^etc\/ssh\/|(?:^|\/)openssh\//, why: 'ssh reads it and starts helpers' },
  { id: 'gnupg', title: 'GnuPG’s helpers', trigger: /(?:^|\/)bin\/gpg$/, members: /(?:^|\/)gnupg\d?\/|(?:^|\/)bin\/(?:gpg-agent|gpgconf|keyboxd)$/, why: 'gpg starts them' },
  { id: 'compilers', title: 'Headers and archives of compilers', trigger: /(?:^|\/)(?:cc1(?:plus|obj)?|collect2|bin\/(?:tcc|clang(?:-\d+)?|swig[\d.]*|gnatmake[\w.-]*|gfortran[\w.-]*|ocamlopt[\w.]*|ghc[\d.-]*|rustc|fpc|valac|cobc|[\w-]*gcc(?:-\d+)?|[\w-]*g\+\+(?:-\d+)?))$|(?:^|\/)libclang[\w.-]*\.so/, members: /^usr\/(?:local\/)?include\/|^usr\/(?:local\/)?lib\/(?!debug\/|python|perl|ruby).*(?:\.(?:a|o|h|la|pc|spec)|\/lib[\w+.-]+\.so)$|(?:^|\/)(?:cc1(?:plus)?|collect2|lto1|lto-wrapper|[\w-]*-?ld(?:\.\w+)?|[\w-]*-?as)$/, why: 'sources include them, and programs are linked with them' },
  { id: 'manuals', title: 'Manual pages', trigger: /(?:^|\/)bin\/(?:man|mandb|mandoc|apropos|whatis)$/, members: /^usr\/(?:local\/)?(?:share\/)?man\/|^var\/cache\/man\/|^etc\/(?:manpath\.config|man_db\.conf)$/, why: 'it shows them' },
  { id: 'info-pages', title: 'Info pages', trigger: /(?:^|\/)bin\/info$/, members: /^usr\/(?:local\/)?share\/info\//, why: 'it shows them' },
  { id: 'zsh', title: 'Functions of zsh', trigger: /(?:^|\/)bin\/zsh[\d.-]*$/, members: /^usr\/(?:local\/)?share\/zsh\/|^usr\/lib\/(?:[\w-]+\/)?zsh\/|^etc\/zsh\//, why: 'modules and functions are loaded when a script names them (zshmodules(1))' },
  { id: 'fish', title: 'Functions of fish', trigger: /(?:^|\/)bin\/fish$/, members: /^usr\/(?:local\/)?share\/fish\/|^etc\/fish\//, why: 'functions are loaded when a script names them' },
  { id: 'completions', title: 'Completions of shells', trigger: /^usr\/share\/bash-completion\/bash_completion$/, members: /^usr\/share\/bash-completion\/|^etc\/bash_completion/, why: 'they are loaded by the name of the command' },
  { id: 'scheduled', title: 'Scheduled commands', trigger: /(?:^|\/)s?bin\/(?:cron|crond|anacron|run-parts|fcron)$/, members: /^etc\/(?:cron|anacron)[\w.-]*(?:$|\/)|^var\/spool\/(?:cron|anacron)\//, why: 'they are read when their time comes' },
  { id: 'rotation', title: 'Rules of logrotate', trigger: /(?:^|\/)s?bin\/logrotate$/, members: /^etc\/logrotate\./, why: 'they name the logs' },
  { id: 'curl', title: 'Public suffix list', trigger: /(?:^|\/)libpsl\.so/, members: /^usr\/share\/publicsuffix\//, why: 'cookies are checked against it' },
];

const ANY_MEMBER = new RegExp(RUNTIME_FAMILIES.map(({ members }) => members.source).join('|'));

/** Whether a path is some family's own. */
export function isOfFamily(path: string): boolean {
  return ANY_MEMBER.test(path);
}
