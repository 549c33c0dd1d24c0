/** Before and after, for each repair: what a person would have written in the file's own style. */
import { describe, expect, test } from 'vitest';
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';
import { repaired } from './fix';

type Case = readonly [rule: string, what: string, before: string, after: string];

const D = 'FROM debian:12\n';

const CASES: readonly Case[] = [
  ['DL3009', 'options of the update, without which it may fail', 'RUN apt-get update -o Acquire::Check-Valid-Until=false --fix-missing\nRUN apt-get install -y a\n', 'RUN apt-get update -o Acquire::Check-Valid-Until=false --fix-missing && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'options that cannot be repeated as they are', 'RUN apt-get update -o Dir::Etc="$X"\nRUN apt-get install -y a\n', 'RUN apt-get update -o Dir::Etc="$X"\nRUN apt-get install -y a\n'],
  ['DL3009', 'on one line', 'RUN apt-get update && apt-get install -y a\n', 'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', '&& at the start of lines', 'RUN apt-get update \\\n  && apt-get install -y \\\n    a\n', 'RUN apt-get update \\\n  && apt-get install -y \\\n    a \\\n  && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', '&& at the end of lines', 'RUN apt-get update && \\\n    apt-get install -y a\n', 'RUN apt-get update && \\\n    apt-get install -y a && \\\n    rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'set -e and semicolons', 'RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y \\\n\t\ta \\\n\t;\n', 'RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y \\\n\t\ta \\\n\t; \\\n\trm -rf /var/lib/apt/lists/*;\n'],
  ['DL3009', 'semicolons without set -e keep the status of the last command', 'RUN apt-get update; apt-get install -y a;\n', 'RUN apt-get update; apt-get install -y a && rm -rf /var/lib/apt/lists/*;\n'],
  ['DL3009', 'a comment behind the command', 'RUN apt-get update && apt-get install -y a # why\n', 'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/* # why\n'],
  ['DL3009', 'comment lines at the end', 'RUN apt-get update && \\\n    apt-get install -y a \\\n# the end\n', 'RUN apt-get update && \\\n    apt-get install -y a && \\\n    rm -rf /var/lib/apt/lists/* \\\n# the end\n'],
  ['DL3009', 'an if at the end', 'RUN apt-get update && if true; then apt-get install -y a; fi\n', 'RUN apt-get update && if true; then apt-get install -y a; fi && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'a group at the end', 'RUN { apt-get update; apt-get install -y a; }\n', 'RUN { apt-get update; apt-get install -y a; } && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'a heredoc with set -e', 'RUN <<EOF\nset -e\napt-get update\napt-get install -y a\nEOF\n', 'RUN <<EOF\nset -e\napt-get update\napt-get install -y a\nrm -rf /var/lib/apt/lists/*\nEOF\n'],
  ['DL3009', 'a heredoc without set -e', 'RUN <<EOF\napt-get update\napt-get install -y a\nEOF\n', 'RUN <<EOF\napt-get update\napt-get install -y a && rm -rf /var/lib/apt/lists/*\nEOF\n'],
  ['DL3009', 'line ends of Windows', 'RUN apt-get update \\\r\n  && apt-get install -y a\r\n', 'RUN apt-get update \\\r\n  && apt-get install -y a \\\r\n  && rm -rf /var/lib/apt/lists/*\r\n'],
  ['DL3009', 'a later RUN lives off the lists', 'RUN apt-get update\nENV A=1\nRUN apt-get install -y a\n', 'ENV A=1\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'several later RUNs', 'RUN apt-get update && apt-get install -y a\nENV A=1\nRUN apt-get install -y b\n', 'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nENV A=1\nRUN apt-get update && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n'],
  ['DL3009', 'nothing can follow exit', 'RUN apt-get update && apt-get install -y a; exit 0\n', 'RUN apt-get update && apt-get install -y a; exit 0\n'],
  ['DL3009', 'nor the background', 'RUN apt-get update &\n', 'RUN apt-get update &\n'],
  ['DL3009', 'nor the exec form', 'RUN ["apt-get", "update"]\n', 'RUN ["apt-get", "update"]\n'],
  ['DL3010', 'copied and unpacked', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt && rm /tmp/a.tar.gz\nUSER app\n', 'ADD a.tar.gz /opt/\nUSER app\n'],
  ['DL3010', 'a later RUN deletes it, and would find nothing', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt\nRUN rm /tmp/a.tar.gz && make\n', 'ADD a.tar.gz /opt/\nRUN make\n'],
  ['DL3010', 'a later RUN deletes more at once', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt\nRUN rm /tmp/a.tar.gz /b\n', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt\nRUN rm /tmp/a.tar.gz /b\n'],
  ['DL3010', 'a pattern that would find nothing', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt\nRUN rm /tmp/*.gz\n', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt\nRUN rm /tmp/*.gz\n'],
  ['DL3010', 'the rest of the RUN stays', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt && make -C /opt\n', 'ADD a.tar.gz /opt/\nRUN make -C /opt\n'],
  ['DL3010', 'options that rename are left', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt --strip-components=1\n', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt --strip-components=1\n'],
  ['PL002', 'a copied file is mounted where it is read', 'COPY a.deb /tmp/\nRUN dpkg -i /tmp/a.deb\nRUN rm /tmp/a.deb\n', 'RUN --mount=type=bind,source=a.deb,target=/tmp/a.deb dpkg -i /tmp/a.deb\n'],
  ['PL002', 'within one RUN', 'COPY a.deb /tmp/a.deb\nRUN dpkg -i /tmp/a.deb && rm -f /tmp/a.deb /tmp/b\n', 'RUN --mount=type=bind,source=a.deb,target=/tmp/a.deb dpkg -i /tmp/a.deb && rm -f /tmp/b\n'],
  ['PL002', 'the content of a directory', 'COPY ./conf/ /tmp/conf\nRUN cp /tmp/conf/a /etc/ && rm -r /tmp/conf\n', 'RUN --mount=type=bind,source=conf,target=/tmp/conf cp /tmp/conf/a /etc/\n'],
  ['PL002', 'out of another stage', 'COPY --from=0 /out/a.tar /\nRUN tar -xf /a.tar\nRUN rm /a.tar\n', 'RUN --mount=type=bind,from=0,source=/out/a.tar,target=/a.tar tar -xf /a.tar\n'],
  ...[
    ['COPY a.sh /a.sh\nRUN chmod +x /a.sh && /a.sh && rm /a.sh\n', 'a mount cannot be written to'],
    ['COPY a /tmp/a\nRUN cat < /tmp/a && rm /tmp/a\n', 'what is not a word of a command is not followed'],
    ['COPY a /tmp/a\nCOPY b /tmp/a\nRUN cat /tmp/a && rm /tmp/a\n', 'another COPY writes there'],
    ['COPY a.deb /tmp/a.deb\nRUN dpkg -i /tmp/*.deb && rm /tmp/a.deb\n', 'a pattern may mean it'],
    ['COPY a /tmp/a\nRUN rm /tmp/a\n', 'nobody reads it: COPY may be wanted for what it is not seen to do'],
    ['COPY --chmod=755 a /tmp/a\nRUN /tmp/a && rm /tmp/a\n', 'a mount has the mode of the context'],
    ['COPY d /tmp/d\nRUN sh /tmp/d/run.sh && rm -r /tmp/d\n', 'programs write beside themselves'],
  ].map(([text, why]): Case => ['PL002', why!, text!, text!]),
  ['DL3012', 'the earlier one goes', 'HEALTHCHECK CMD ["/a"]\nHEALTHCHECK NONE\n', 'HEALTHCHECK NONE\n'],
  ['DL3000', 'below the WORKDIR before', 'WORKDIR /srv\nWORKDIR app\n', 'WORKDIR /srv\nWORKDIR /srv/app\n'],
  ['DL3004', 'sudo with a command', 'RUN sudo apt-get update\n', 'RUN apt-get update\n'],
  ['DL3004', 'words of the grammar would begin to mean something', 'RUN sudo [[ -f a ]]\nRUN sudo if true\n', 'RUN sudo [[ -f a ]]\nRUN sudo if true\n'],
  ['DL3004', 'redirections stay where they are', 'RUN sudo <<< a tee b\nRUN sudo tee b <<< a\n', 'RUN sudo <<< a tee b\nRUN tee b <<< a\n'],
  ['DL3004', 'options of sudo are left', 'RUN sudo -u app make\n', 'RUN sudo -u app make\n'],
  ['DL3014', 'all in one RUN', 'RUN apt-get install a && apt-get install b\n', 'RUN apt-get install -y a && apt-get install -y b\n'],
  ['DL3015', 'behind install', 'RUN apt-get install -y a\n', 'RUN apt-get install --no-install-recommends -y a\n'],
  ['DL3019', 'behind add', 'RUN apk add a\n', 'RUN apk add --no-cache a\n'],
  ['DL3020', 'the keyword only', 'ADD  a.conf   /etc/ \n', 'COPY  a.conf   /etc/ \n'],
  ['DL3020', 'a repository is no file', 'ADD git@github.com:a/b.git /b\n', 'ADD git@github.com:a/b.git /b\n'],
  ['DL3021', 'a slash', 'COPY a b /etc/app\n', 'COPY a b /etc/app/\n'],
  ['DL3025', 'quotes that only keep words together', "CMD nginx -g 'daemon off;'\n", 'CMD ["nginx", "-g", "daemon off;"]\n'],
  ['DL3025', 'what a shell would act on is left', 'CMD echo $HOME\nENTRYPOINT exec app\n', 'CMD echo $HOME\nENTRYPOINT exec app\n'],
  ['DL3027', 'apt-get and apt-cache', 'RUN apt update && apt search a\n', 'RUN apt-get update && apt-cache search a\n'],
  ['DL3030', 'yum', 'RUN yum install a\n', 'RUN yum install -y a\n'],
  ['DL3032', 'yum', 'RUN yum install -y a\n', 'RUN yum install -y a && yum clean all\n'],
  ['DL3034', 'zypper', 'RUN zypper install a\n', 'RUN zypper install -y a\n'],
  ['DL3036', 'zypper', 'RUN zypper install -y a\n', 'RUN zypper install -y a && zypper clean --all\n'],
  ['DL3038', 'dnf', 'RUN dnf install a\n', 'RUN dnf install -y a\n'],
  ['DL3040', 'microdnf', 'RUN microdnf install -y a\n', 'RUN microdnf install -y a && microdnf clean all\n'],
  ['DL3042', 'python -m pip', 'RUN python3 -m pip install a\n', 'RUN python3 -m pip install --no-cache-dir a\n'],
  ['DL3046', 'useradd', 'RUN useradd -u 1234567 a\n', 'RUN useradd -l -u 1234567 a\n'],
  ['DL3047', 'quiet wget, for BusyBox too', 'RUN wget https://a/b\n', 'RUN wget -q https://a/b\n'],
  ['DL3059', 'three in a row, with a comment', 'RUN a\n\n# why\nRUN b\nRUN c\nUSER d\n', 'RUN a \\\n# why\n    && b \\\n    && c\nUSER d\n'],
  ['DL3059', 'a changed directory does not reach the next RUN', 'RUN cd /a\nRUN b\n', 'RUN cd /a\nRUN b\n'],
  ['DL3059', 'alternatives keep to themselves', 'RUN a\nRUN b || true\n', 'RUN a\nRUN b || true\n'],
  ['DL3060', 'yarn', 'RUN yarn install\n', 'RUN yarn install && yarn cache clean\n'],
  ['DL3065', 'the flag', 'FROM --platform=$TARGETPLATFORM alpine:3.20\n', 'FROM alpine:3.20\n'],
  ['DL4000', 'a label', 'MAINTAINER A <a@b.c>\n', 'LABEL org.opencontainers.image.authors="A <a@b.c>"\n'],
  ['DL4003', 'the earlier one goes', 'CMD ["/a"]\n# stays\nCMD ["/b"]\n', '# stays\nCMD ["/b"]\n'],
  ['DL4004', 'the earlier one goes', 'ENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n', 'ENTRYPOINT ["/b"]\n'],
  ['DL4005', 'SHELL', 'RUN rm /bin/sh && ln -s /bin/bash /bin/sh\n', 'SHELL ["/bin/bash", "-c"]\n'],
  ['MultipleInstructionsDisallowed', 'the earlier one goes', 'CMD ["/a"]\nCMD ["/b"]\n', 'CMD ["/b"]\n'],
  ['WorkdirRelativePath', 'a slash', 'WORKDIR app\n', 'WORKDIR /app\n'],
  ['PL001', 'COPY --chown', 'COPY a /srv/a\nRUN chown -R 1000:1000 /srv/a\n', 'COPY --chown=1000:1000 a /srv/a\n'],
  ['PL002', 'one layer', 'RUN curl -o /tmp/a https://a/a\nRUN /tmp/a\nRUN rm /tmp/a\n', 'RUN curl -o /tmp/a https://a/a \\\n    && /tmp/a \\\n    && rm /tmp/a\n'],
  ['PL003', 'moved to where the cache was filled', 'RUN yum install -y a\nENV A=1\nRUN b && yum clean all\n', 'RUN yum install -y a && yum clean all\nENV A=1\nRUN b\n'],
  ...['RUN apt-get update\nRUN apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\n', 'RUN apt-get update\nRUN apt-get install -y a && rm -rf /var/lib/apt/lists/*\n', 'RUN apt-get update\nRUN b && apt-get -qq dist-upgrade\nRUN apt-get clean && rm -rf /var/lib/apt/lists/*\n']
    .map((text): Case => ['PL003', 'not before packages are installed by these lists', text, text]),
  ['PL003', 'where packages are installed in the RUN that fetched the lists', 'RUN apt-get update && apt-get install -y a\nRUN b\nRUN rm -rf /var/lib/apt/lists/*\n', 'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN b\n'],
  ['PL004', 'the mount stays, the flag goes', 'RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir a\n', 'RUN --mount=type=cache,target=/root/.cache/pip pip install a\n'],
  ['PL004', 'the mount stays, the clean-up goes', 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a && apt-get clean\n', 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a\n'],
  ['PL005', 'npm', 'RUN npm ci\n', 'RUN npm ci && npm cache clean --force\n'],
  ['PL007', 'micromamba', 'RUN micromamba install -y a\n', 'RUN micromamba install -y a && micromamba clean --all --yes\n'],
  ['PL012', 'what the container starts with needs the cache', 'RUN go build\nCMD ["go", "run", "."]\n', 'RUN go build\nCMD ["go", "run", "."]\n'],
  ['PL012', 'go of long ago knows no such flag', 'FROM golang:1.8\nRUN go build\n', 'FROM golang:1.8\nRUN go build\n'],
  ['PL016', 'gems', 'RUN bundle install\n', 'RUN bundle install && rm -f "$(gem env gemdir)"/cache/*.gem\n'],
  ['PL020', 'apk update', 'RUN apk update && \\\n    apk add --no-cache a\n', 'RUN apk add --no-cache a\n'],
  ['PL021', 'update where it is needed', 'RUN apt-get update -qq\nCOPY a /a\nRUN apt-get install -y b\n', 'COPY a /a\nRUN apt-get update -qq && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n'],
  ['PL005', 'every RUN that fills the cache', 'RUN npm i -g a\nENV A=1\nRUN npm ci\n', 'RUN npm i -g a && npm cache clean --force\nENV A=1\nRUN npm ci && npm cache clean --force\n'],
  ['PL022', 'nothing else in the RUN', 'RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\nRUN a\n', 'RUN a\n'],
  ['PL022', 'two in a row', 'RUN apt-get update\nRUN apt-get -y upgrade && apt-get -y dist-upgrade\nRUN apt-get install a\n', 'RUN apt-get update\nRUN apt-get install a\n'],
  ['PL022', 'the rest of the RUN stays', 'RUN yum update -y && yum install -y a\n', 'RUN yum install -y a\n'],
  ['PL027', 'the building ends in the same RUN', 'RUN apt-get update && apt-get install -y gcc && pip install a\n', 'RUN apt-get update && apt-get install -y gcc && pip install a \\\n    && apt-get purge -y --auto-remove -o APT::AutoRemove::SuggestsImportant=false gcc\n'],
  ['PL027', 'built in a later RUN', 'RUN apt-get update && apt-get install -y a \\\n    gcc \\\n    b\nCOPY . /c\nRUN make -C /c\n', 'RUN apt-get update && apt-get install -y a \\\n    b\nCOPY . /c\nRUN apt-get update && apt-get install -y --no-install-recommends gcc && make -C /c \\\n    && apt-get purge -y --auto-remove -o APT::AutoRemove::SuggestsImportant=false gcc && apt-get clean && rm -rf /var/lib/apt/lists/*\n'],
  ['PL027', 'what comes with the compiler is called later', 'RUN apt-get install -y gcc\nCOPY . /c\nRUN make -C /c && make -C /c install\nRUN make -C /c/d\nRUN strip /usr/local/bin/c\n', 'RUN apt-get install -y gcc\nCOPY . /c\nRUN make -C /c && make -C /c install\nRUN make -C /c/d\nRUN strip /usr/local/bin/c\n'],
  ['PL027', 'Alpine keeps the library of C++', 'RUN apk add --no-cache g++ && make\n', 'RUN apk add --no-cache g++ && make && apk add --no-cache libstdc++ && apk del g++\n'],
  ['PL027', 'the container compiles', 'RUN apt-get install -y gcc && make\nCMD ["make", "run"]\n', 'RUN apt-get install -y gcc && make\nCMD ["make", "run"]\n'],
  ['PL027', 'built by somebody who may not install', 'RUN apt-get install -y gcc\nUSER app\nRUN make\n', 'RUN apt-get install -y gcc\nUSER app\nRUN make\n'],
  ['PL027', 'the base image has it', 'FROM python:3.12\nRUN apt-get install -y gcc a && pip install b\n', 'FROM python:3.12\nRUN apt-get install -y a && pip install b\n'],
  ['PL034', 'nothing needs the full image', 'FROM python:3.12\nRUN pip install a\n', 'FROM python:3.12-slim\nRUN pip install a\n'],
  ['PL034', 'curl is called', 'FROM python:3.12\nRUN curl -O https://a/a\n', 'FROM python:3.12\nRUN curl -O https://a/a\n'],
  ['PL034', 'gems are compiled', 'FROM ruby:3.3\nRUN bundle install\n', 'FROM ruby:3.3\nRUN bundle install\n'],
  ['PL035', 'npm', 'RUN npm ci\nCMD ["node", "a.js"]\n', 'RUN npm ci --omit=dev\nCMD ["node", "a.js"]\n'],
  ['PL035', 'npm of long ago', 'FROM node:12\nRUN npm install\n', 'FROM node:12\nRUN npm install --only=production\n'],
  ['PL035', 'a build needs them', 'RUN npm ci && npm run build\n', 'RUN npm ci && npm run build\n'],
  ['PL036', 'composer', 'RUN composer install\n', 'RUN composer install --no-dev\n'],
  ['PL037', 'an ENV that holds at run time, too', 'RUN bundle install\n', 'ENV BUNDLE_WITHOUT=development:test\nRUN bundle install\n'],
  ['PL037', 'Rails runs in development', 'RUN bundle install\nCMD ["rails", "server"]\n', 'RUN bundle install\nCMD ["rails", "server"]\n'],
  ['PL033', 'the archive', 'RUN curl -o /tmp/a.tgz https://a/a.tgz && tar -xzf /tmp/a.tgz\n', 'RUN curl -o /tmp/a.tgz https://a/a.tgz && tar -xzf /tmp/a.tgz && rm -f /tmp/a.tgz\n'],
  ['PL033', 'an archive that is named again', 'RUN curl -o /a.tgz https://a/a.tgz && tar -xzf /a.tgz\nCMD sha256sum /a.tgz\n', 'RUN curl -o /a.tgz https://a/a.tgz && tar -xzf /a.tgz\nCMD sha256sum /a.tgz\n'],
  ['PL040', 'a shallow clone', 'RUN git clone https://a/b.git /b\n', 'RUN git clone --depth 1 https://a/b.git /b\n'],
  ['PL040', 'the history is read', 'RUN git clone https://a/b.git /b && cd /b && git checkout v1\n', 'RUN git clone https://a/b.git /b && cd /b && git checkout v1\n'],
  ['PL042', 'COPY --chmod', 'COPY run.sh /\nRUN chmod +x /run.sh\n', 'COPY --chmod=755 run.sh /\n'],
];

describe.each(CASES)('%s: %s', (rule, _what, before, after) => {
  const head = before.startsWith('FROM') ? '' : before.includes('\r\n') ? 'FROM debian:12\r\n' : D;
  test('is repaired like this', async () => expect(await repaired(head + before, rule)).toBe(head + after));
  test('once is enough', async () => expect(await repaired(head + after, rule)).toBe(head + after));
});

describe('a .dockerignore', () => {
  const proposed = async (text: string): Promise<string> => {
    const shell = shellParser;
    return lintDockerfile(text, { shell }).findings.find(({ rule }) => rule === 'PL029')?.fix?.files?.[0]?.text ?? '';
  };
  test('leaves out what the build makes again, and the history', async () => {
    const lines = (await proposed('FROM node:22\nCOPY . /a\nRUN npm ci\n')).split('\n');
    expect(lines).toContain('**/node_modules');
    expect(lines).toContain('**/.git');
    expect(lines).not.toContain('**/venv');
  });
  test('never leaves out what is copied by name, or what the build does not make', async () => {
    const lines = (await proposed('FROM node:22\nCOPY . /a\nCOPY certs/a.pem .env /a/\n')).split('\n');
    for (const line of ['**/*.pem', '**/.env', '**/node_modules']) expect(lines).not.toContain(line);
  });
  test('keeps the history where the build reads it', async () => expect((await proposed('FROM a\nCOPY . /a\nRUN git describe > /v\n')).split('\n')).not.toContain('**/.git'));
});
