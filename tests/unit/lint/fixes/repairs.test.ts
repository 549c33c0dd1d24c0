/** Before and after, for each repair: what a person would have written in the file's own style. */
import { describe, expect, test } from 'vitest';
import { repaired } from './fix';

type Case = readonly [rule: string, what: string, before: string, after: string];

const D = 'FROM debian:12\n';

const CASES: readonly Case[] = [
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
  ['DL3010', 'the rest of the RUN stays', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt && make -C /opt\n', 'ADD a.tar.gz /opt/\nRUN make -C /opt\n'],
  ['DL3010', 'options that rename are left', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt --strip-components=1\n', 'COPY a.tar.gz /tmp/\nRUN tar -xzf /tmp/a.tar.gz -C /opt --strip-components=1\n'],
  ['DL3012', 'the earlier one goes', 'HEALTHCHECK CMD ["/a"]\nHEALTHCHECK NONE\n', 'HEALTHCHECK NONE\n'],
  ['DL3000', 'below the WORKDIR before', 'WORKDIR /srv\nWORKDIR app\n', 'WORKDIR /srv\nWORKDIR /srv/app\n'],
  ['DL3004', 'sudo with a command', 'RUN sudo apt-get update\n', 'RUN apt-get update\n'],
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
  ['PL004', 'the mount stays, the flag goes', 'RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir a\n', 'RUN --mount=type=cache,target=/root/.cache/pip pip install a\n'],
  ['PL004', 'the mount stays, the clean-up goes', 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a && apt-get clean\n', 'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a\n'],
  ['PL005', 'npm', 'RUN npm ci\n', 'RUN npm ci && npm cache clean --force\n'],
  ['PL007', 'micromamba', 'RUN micromamba install -y a\n', 'RUN micromamba install -y a && micromamba clean --all --yes\n'],
  ['PL016', 'gems', 'RUN bundle install\n', 'RUN bundle install && rm -rf "$(gem env gemdir)/cache"\n'],
  ['PL020', 'apk update', 'RUN apk update && \\\n    apk add --no-cache a\n', 'RUN apk add --no-cache a\n'],
  ['PL021', 'update where it is needed', 'RUN apt-get update -qq\nCOPY a /a\nRUN apt-get install -y b\n', 'COPY a /a\nRUN apt-get update -qq && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n'],
  ['PL033', 'the archive', 'RUN curl -o /tmp/a.tgz https://a/a.tgz && tar -xzf /tmp/a.tgz\n', 'RUN curl -o /tmp/a.tgz https://a/a.tgz && tar -xzf /tmp/a.tgz && rm -f /tmp/a.tgz\n'],
  ['PL042', 'COPY --chmod', 'COPY run.sh /\nRUN chmod +x /run.sh\n', 'COPY --chmod=755 run.sh /\n'],
];

describe.each(CASES)('%s: %s', (rule, _what, before, after) => {
  const head = before.startsWith('FROM') ? '' : before.includes('\r\n') ? 'FROM debian:12\r\n' : D;
  test('is repaired like this', async () => expect(await repaired(head + before, rule)).toBe(head + after));
  test('once is enough', async () => expect(await repaired(head + after, rule)).toBe(head + after));
});
