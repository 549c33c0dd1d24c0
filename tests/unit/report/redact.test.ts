/** What is masked before a report travels, by default and on request, and what is not. */
import { describe, expect, it } from 'vitest';
import { redactReport, shallowPath } from '../../../src/core/report/redact';
import { isSecretName, maskCommand, maskPair, maskText } from '../../../src/core/report/secrets';
import { dockerfileReport, everyReport, imageReport } from './samples';

describe('names of variables', () => {
  it.each(['PASSWORD', 'DB_PASS', 'MYSQL_ROOT_PASSWORD', 'api_key', 'APIKEY', 'AWS_SECRET_ACCESS_KEY', 'NPM_TOKEN', 'token', 'SSH_KEY', 'KEY',
    'SENTRY_DSN', 'DATABASE_CONNECTION_STRING', 'GITHUB_TOKEN_1', 'SECRETS', 'BASIC_AUTH', 'AUTH_TOKEN', 'COOKIE_SALT', 'CREDENTIALS'])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['PATH', 'GPG_KEY', 'NODE_GPG_KEYS', 'AUTHOR', 'KEYBOARD', 'COMPASS', 'PASSENGER_VERSION', 'TOKENIZERS_PARALLELISM', 'MONKEY', 'PUBLIC_KEY',
    'POSTGRES_PASSWORD_FILE', 'VERSION', 'HOME', 'LANG'])('%s is not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('commands', () => {
  it.each([
    ['|2 TOKEN=abc VERSION=1.0 /bin/sh -c make', '|2 TOKEN=*** VERSION=*** /bin/sh -c make'],
    ['|1 MSG=two words A=b /bin/bash -o pipefail -c make', '|1 MSG=*** /bin/bash -o pipefail -c make'],
    ['RUN |1 A=b /bin/sh -c make # buildkit', 'RUN |1 A=*** /bin/sh -c make # buildkit'],
    ['|1 A=b no shell here', '|1 A=***'],
    ['/bin/sh -c #(nop)  ENV API_TOKEN=abc LANG=C', '/bin/sh -c #(nop)  ENV API_TOKEN=*** LANG=C'],
    ['ENV DB_PASSWORD hunter2 with blanks', 'ENV DB_PASSWORD ***'],
    ['ARG NPM_TOKEN="a b c"', 'ARG NPM_TOKEN="***"'],
    ['RUN export SECRET=\'x y\' && make', 'RUN export SECRET=\'***\' && make'],
    ['RUN curl -u me:pw https://x.org', 'RUN curl -u me:*** https://x.org'],
    ['RUN curl -H "Authorization: Bearer abc.def" https://x.org', 'RUN curl -H "Authorization: Bearer ***" https://x.org'],
    ['RUN login --password hunter2 --user me', 'RUN login --password *** --user me'],
    ['RUN login --password=hunter2', 'RUN login --password=***'],
    ['RUN git clone https://user:pa@ss@github.com/x/y.git', 'RUN git clone https://***@github.com/x/y.git'],
    ['RUN pip install -i https://tok3n@pypi.example.org/simple x', 'RUN pip install -i https://***@pypi.example.org/simple x'],
    ['RUN wget "https://x.org/f?version=2&access_token=abc&b=1"', 'RUN wget "https://x.org/f?version=2&access_token=***&b=1"'],
    ['RUN npm config set //registry.npmjs.org/:_authToken=abcdef', 'RUN npm config set //registry.npmjs.org/:_authToken=***'],
    ['RUN echo ghp_abcdefghijklmnopqrstuvwxyz012345 > f', 'RUN echo *** > f'],
  ])('%s', (command, masked) => {
    expect(maskCommand(command).text).toBe(masked);
    expect(maskCommand(command).count).toBeGreaterThan(0);
    expect(maskCommand(maskCommand(command).text).text, 'masking twice changes nothing').toBe(masked);
  });

  it.each([
    'RUN apt-get update && apt-get install -y curl=7.88.1',
    'RUN --mount=type=secret,id=token cat /run/secrets/token',
    'RUN export PASSWORD=$PASSWORD && login --password-stdin < f',
    'RUN useradd -u 1000 app && chown 1000:1000 /x',
    'ENV PATH=/usr/local/bin:$PATH LANG=C.UTF-8',
    'COPY --chown=app:app https://example.org/a@b /x',
    'RUN docker run -u 1000:1000 x',
  ])('leaves %s alone', (command) => {
    expect(maskCommand(command)).toEqual({ text: command, count: 0 });
  });

  it('takes linear time on hostile text', () => {
    for (const hostile of ['A=' .repeat(50_000), '://'.repeat(50_000), '-----BEGIN PRIVATE KEY-----'.repeat(5000), '"'.repeat(100_000), 'authorization:'.repeat(10_000), '|9999 ' + 'a= '.repeat(50_000), '--password '.repeat(20_000)]) {
      expect(maskCommand(hostile).text.length).toBeGreaterThan(0);
    }
  });
});

describe('pairs and texts', () => {
  it('keeps the name of a masked pair', () => {
    expect(maskPair('DB_PASSWORD=a=b')).toEqual({ text: 'DB_PASSWORD=***', count: 1 });
    expect(maskPair('DATABASE_URL=postgres://u:p@db/x').text).toBe('DATABASE_URL=postgres://***@db/x');
    expect(maskPair('EMPTY_TOKEN=')).toEqual({ text: 'EMPTY_TOKEN=', count: 0 });
  });

  it('finds a JSON web token wherever it stands', () => {
    expect(maskText('x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def y').text).toBe('x *** y');
  });
});

describe('a report', () => {
  it('loses its secrets by default and says how many', () => {
    const { report, masked } = redactReport(imageReport());
    const text = JSON.stringify(report);
    expect(text).not.toMatch(/s3cr3t|hunter2|VERSION=1\.2/);
    expect(report.layers[1]!.command).toBe(report.history[2]!.createdBy);
    expect(masked).toBe(3);
  });

  it('keeps them when asked to', () => {
    expect(redactReport(imageReport(), { secrets: false })).toEqual({ report: imageReport(), masked: 0 });
  });

  it('hides deep paths everywhere', () => {
    const { report } = redactReport(imageReport(), { deepPaths: true });
    expect(JSON.stringify(report)).not.toMatch(/Packages\.lz4|aux-cache/);
    expect(report.waste[0]!.path).toBe('var/lib/…');
    expect(shallowPath('etc/passwd')).toBe('etc/passwd');
  });

  it('hides tags, registry, digests and the file\'s name', () => {
    const { report } = redactReport(imageReport(), { names: true });
    expect(JSON.stringify(report)).not.toMatch(/registry\.example|app\.tar|sha256:/);
  });

  it('masks the source of a Dockerfile', () => {
    const { report } = redactReport(dockerfileReport({ dockerfile: 'FROM x\nARG TOKEN=abc\nENV PASSWORD hunter2\nRUN make\n' }));
    expect(report.dockerfile).toBe('FROM x\nARG TOKEN=***\nENV PASSWORD ***\nRUN make\n');
  });

  it('of any kind stays a report', () => {
    for (const report of everyReport()) {
      expect(redactReport(report, { deepPaths: true, names: true }).report.kind).toBe(report.kind);
    }
  });
});

describe('the plan of advice', () => {
  it('does not travel: it quotes paths, commands and repairs', () => {
    const plan = { steps: [{ title: 'https://user:pass@example.org' }] };
    for (const report of [imageReport(), dockerfileReport()]) {
      expect(JSON.stringify(redactReport({ ...report, advice: plan } as never).report)).not.toContain('pass@example');
    }
  });
});
