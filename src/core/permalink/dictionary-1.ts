/**
 * The preset dictionary of links of version 1. FROZEN: one changed character makes every link ever issued unreadable, and a test holds its checksum.
 *
 * Deflate finds what is written here as if it had stood before the payload; what is commonest stands last, where distances are short.
 * A better dictionary becomes `dictionary-2.ts`, for links of a new version.
 */

const messages = 'identical content rewritten|only metadata changed|layer could not be read|report-incomplete|not pinned|missing-library|missing-interpreter|'
  + 'content,mode,owner,mtime,xattrs,link,type|high|medium|low|saves all that can be saved and keeps the base layers shared|';

const media = 'application/vnd.docker.image.rootfs.diff.tar.gzip application/vnd.oci.image.layer.v1.tar+gzip application/vnd.oci.image.layer.v1.tar+zstd '
  + 'application/vnd.oci.image.layer.v1.tar docker-archive docker-oci oci-archive rootfs linux/arm64/v8 linux/arm64 linux/amd64 :latest buildkit.dockerfile.v0 ';

const system = 'usr/share/zoneinfo/Europe/ usr/share/perl5/ usr/lib/x86_64-linux-gnu/perl-base/ usr/lib/aarch64-linux-gnu/ usr/share/bash-completion/completions/ '
  + 'usr/share/i18n/locales/ usr/share/locale/LC_MESSAGES/.mo usr/share/man/man1/.1.gz usr/share/man/man8/.8.gz usr/share/info/.info.gz usr/share/doc-base/ '
  + 'usr/share/doc/copyright usr/share/doc/changelog.Debian.gz usr/share/doc/NEWS.gz usr/share/doc/README.gz usr/share/fonts/truetype/dejavu/DejaVuSans.ttf '
  + 'etc/ssl/certs/ca-certificates.crt etc/ssl/certs/java/cacerts etc/ld.so.cache etc/passwd- etc/shadow- etc/group- etc/gshadow etc/apt/sources.list.d/.list '
  + 'etc/apt/trusted.gpg.d/ etc/alternatives/ etc/init.d/ etc/systemd/system/multi-user.target.wants/ var/lib/pam/ var/lib/systemd/ var/lib/rpm/rpmdb.sqlite '
  + 'var/lib/rpm/Packages var/cache/dnf/ var/cache/yum/x86_64/ lib/apk/db/scripts.tar lib/apk/db/installed var/cache/apk/APKINDEX..tar.gz etc/apk/world '
  + 'var/cache/fontconfig/ var/cache/man/index.db var/cache/ldconfig/aux-cache var/cache/debconf/templates.dat-old var/cache/debconf/config.dat-old '
  + 'var/cache/apt/archives/ _amd64.deb _arm64.deb _all.deb var/cache/apt/pkgcache.bin var/cache/apt/srcpkgcache.bin var/log/apt/eipp.log.xz var/log/apt/term.log '
  + 'var/log/apt/history.log var/log/alternatives.log var/log/bootstrap.log var/log/dpkg.log var/lib/dpkg/triggers/File var/lib/dpkg/info/:amd64.list '
  + 'var/lib/dpkg/info/:amd64.md5sums var/lib/dpkg/info/.postinst var/lib/dpkg/info/.prerm var/lib/dpkg/available var/lib/dpkg/diversions var/lib/dpkg/status-old '
  + 'var/lib/dpkg/status var/lib/apt/extended_states var/lib/apt/lists/security.ubuntu.com_ubuntu_dists_jammy-security_universe_binary-amd64_Packages.lz4 '
  + 'var/lib/apt/lists/archive.ubuntu.com_ubuntu_dists_noble-updates_InRelease var/lib/apt/lists/security.debian.org_debian-security_dists_bookworm-security_main_ '
  + 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm-updates_main_binary-amd64_Packages.lz4 bullseye trixie InRelease ';

const languages = 'target/release/deps/ target/debug/ root/.cargo/registry/src/index.crates.io- root/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/lib/rustlib/ '
  + 'go/pkg/mod/cache/download/github.com/ go/pkg/mod/golang.org/x/ root/.cache/go-build/ usr/local/go/pkg/tool/linux_amd64/ usr/local/go/src/ usr/local/go/test/ '
  + 'root/.m2/repository/org/apache/maven/ .jar .pom.sha1 root/.gradle/caches/modules-2/files-2.1/ usr/lib/jvm/java-17-openjdk-amd64/lib/modules '
  + 'opt/java/openjdk/lib/src.zip usr/local/bundle/cache/.gem usr/local/bundle/gems/ usr/local/lib/ruby/gems/3.2.0/gems/ vendor/bundle/ usr/share/php/ vendor/composer/ '
  + 'var/www/html/ usr/src/app/ home/node/ .git/objects/pack/.pack .git/index .npm/_cacache/content-v2/sha512/ .npm/_cacache/index-v5/ .npm/_logs/ usr/local/share/.cache/yarn/v6/ '
  + 'app/node_modules/.cache/ app/.next/cache/webpack/ app/dist/static/js/.chunk.js.map app/node_modules/typescript/lib/ app/node_modules/@types/ app/node_modules/@babel/ '
  + 'usr/local/lib/node_modules/npm/node_modules/ node_modules/.bin/ /package.json /README.md /LICENSE /CHANGELOG.md /index.d.ts /index.js.map /lib/index.js /dist/ '
  + 'opt/conda/pkgs/ opt/conda/lib/python3.11/site-packages/ root/.cache/pip/http-v2/ root/.cache/pip/wheels/ root/.local/share/ tmp/pip-build- '
  + 'usr/lib/python3/dist-packages/ usr/lib/python3.11/__pycache__/ usr/local/lib/python3.12/test/ usr/local/lib/python3.12/site-packages/pip/_vendor/ '
  + 'usr/local/lib/python3.11/site-packages/torch/lib/libtorch_cuda.so usr/local/lib/python3.11/site-packages/nvidia/cudnn/lib/ scipy/ pandas/ numpy/ .dist-info/RECORD .dist-info/METADATA '
  + '/__init__.py /tests/ /__pycache__/__init__.cpython-311.pyc .cpython-312.pyc .cpython-311-x86_64-linux-gnu.so usr/local/bin/ usr/local/include/ usr/local/share/ '
  + 'usr/libexec/gcc/x86_64-linux-gnu/12/cc1plus usr/lib/gcc/x86_64-linux-gnu/12/ usr/include/c++/12/ usr/include/x86_64-linux-gnu/ usr/lib/x86_64-linux-gnu/lib .so.1 .so .a ';

const dockerfile = '# syntax=docker/dockerfile:1\n# Install dependencies\nFROM alpine:3 AS build\nFROM ubuntu:22.04\nFROM debian:bookworm-slim\nFROM golang:1.22-alpine AS builder\nFROM node:20-alpine AS build\n'
  + 'FROM python:3.12-slim\nFROM scratch\nMAINTAINER \nARG TARGETARCH\nARG VERSION=latest\nENV DEBIAN_FRONTEND=noninteractive\nENV LANG=C.UTF-8\nENV LC_ALL en_US.UTF-8\n'
  + 'ENV PYTHONUNBUFFERED=1\nENV PYTHONDONTWRITEBYTECODE=1\nENV NODE_ENV=production\nENV JAVA_HOME /usr/lib/jvm/\nENV GOPATH /go\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n'
  + 'LABEL maintainer="\nLABEL org.opencontainers.image.source="https://github.com/\nSTOPSIGNAL SIGTERM\nHEALTHCHECK --interval=30s --timeout=3s CMD curl -f http://localhost:8080/ || exit 1\n'
  + 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nVOLUME ["/data"]\nEXPOSE 80 443 3000 8000 8080\nUSER nobody\nUSER root\nUSER node\nWORKDIR /usr/src/app\nWORKDIR /app\n'
  + 'COPY package.json package-lock.json yarn.lock ./\nCOPY requirements.txt .\nCOPY go.mod go.sum ./\nCOPY --chown=node:node . .\nCOPY --from=builder /app/dist /usr/share/nginx/html\n'
  + 'COPY docker-entrypoint.sh /usr/local/bin/\nCOPY . /app\nCOPY . .\nADD https://\nADD . /\nENTRYPOINT ["docker-entrypoint.sh"]\nENTRYPOINT ["tini", "--"]\nCMD ["node", "index.js"]\nCMD ["python", "app.py"]\nCMD ["npm", "start"]\nCMD ["bash"]\n'
  + 'RUN --mount=type=cache,target=/root/.cache/pip,sharing=locked RUN npm ci --omit=dev && npm cache clean --force RUN npm install && npm run build RUN yarn install --frozen-lockfile '
  + 'RUN pip install --no-cache-dir --upgrade pip setuptools wheel RUN pip install --no-cache-dir -r requirements.txt RUN CGO_ENABLED=0 GOOS=linux go build -o /go/bin/ RUN mvn package -DskipTests '
  + 'RUN bundle install RUN composer install --no-dev RUN useradd --create-home --shell /bin/bash app RUN addgroup --system app && adduser --system --ingroup app app RUN chmod +x RUN chown -R app:app /app ';

const shell = 'cmake --build gpg --batch --keyserver keyserver.ubuntu.com --recv-keys gpg --batch --verify export GNUPGHOME="$(mktemp -d)"; | sha256sum -c - '
  + 'wget -qO- https://github.com/ /releases/download/v tar -xzf /tmp/ --strip-components=1 -C /usr/local .tar.gz curl -fsSL https:// curl -sSL https:// | tar xz | bash - | apt-key add - unzip -q '
  + './configure --prefix=/usr/local && make -j"$(nproc)" && make install && ldconfig && cd / && git clone --depth 1 --branch sed -i \'s/ mkdir -p ln -s chmod 755 echo "deb '
  + 'yum install -y && yum clean all && rm -rf /var/cache/yum dnf install -y --setopt=install_weak_deps=False && dnf clean all microdnf '
  + 'apk add --no-cache --virtual .build-deps gcc musl-dev linux-headers && apk del .build-deps apk add --no-cache --update bash curl git openssl tzdata '
  + 'apt-get install -y software-properties-common build-essential pkg-config libssl-dev libffi-dev zlib1g-dev python3 python3-pip python3-dev gnupg locales sudo vim nano less procps xz-utils unzip wget git curl ca-certificates '
  + 'apt-get autoremove -y && apt-get clean && apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false && rm -rf /tmp/* /var/tmp/* '
  + 'set -eux; apt-get update; apt-get install -y --no-install-recommends ; rm -rf /var/lib/apt/lists/* ; \\\n  && \\\n    && apt-get update && apt-get install -y --no-install-recommends && rm -rf /var/lib/apt/lists/*';

const history = '/bin/sh -c #(nop) ADD file: in / /bin/sh -c #(nop)  LABEL /bin/sh -c #(nop)  MAINTAINER /bin/sh -c #(nop)  VOLUME [/data] /bin/sh -c #(nop)  USER /bin/sh -c #(nop)  ENV '
  + '/bin/sh -c #(nop)  EXPOSE 80/tcp /bin/sh -c #(nop) WORKDIR / /bin/sh -c #(nop) COPY dir: in / /bin/sh -c #(nop)  ENTRYPOINT ["docker-entrypoint.sh"] /bin/sh -c #(nop)  CMD ["/bin/sh"] '
  + 'ARG RELEASE ARG LAUNCHPAD_BUILD_ARCH LABEL org.opencontainers.image.version= CMD ["bash"] ENV PATH= ENTRYPOINT [""] EXPOSE map[80/tcp:{}] WORKDIR / COPY /app /app # buildkit ADD rootfs.tar.xz / # buildkit '
  + 'RUN |1 /bin/sh -c /bin/sh -c set -eux; RUN /bin/sh -c apt-get update # buildkit RUN /bin/sh -c pip install # buildkit RUN /bin/sh -c npm ci # buildkit RUN /bin/sh -c chown -R # buildkit RUN /bin/sh -c rm -rf # buildkit RUN /bin/sh -c ';

const tuples = '"DL3003","DL3007","DL3013","DL3018","DL3042","DL3047","DL3025","DL4006","DL3059","DL3015","DL3009","DL3008","SC2086","SC2046","SC2164","JSONArgsRecommended","PL1001",'
  + '[0,1,2],[1,2],[2,3],[3,4],[4,5],[1],[2],[3],[4],[5],[6],[7],[8],[],null,false,true,1,1,1,1,0,0,0,0],["0","1","2","3","4",["';

export const DICTIONARY_1 = messages + media + languages + system + dockerfile + shell + history + tuples;
