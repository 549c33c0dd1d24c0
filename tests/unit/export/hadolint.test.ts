/** hadolint's formats, as hadolint writes them. */
import { describe, expect, it } from 'vitest';
import { HADOLINT_FORMATS, writeHadolint } from '../../../src/core/export/hadolint';
import { sha1 } from '../../../src/core/export/sha1';
import { dockerfileReport, finding } from '../report/samples';

/** Expected outputs have the shapes that hadolint 2.15.1 printed for findings of these levels; the messages are ours. */
const report = dockerfileReport({
  subject: { name: 'my "D"<&\'.x', bytes: 1 },
  findings: [
    finding({ rule: 'SC2086', source: 'shellcheck', severity: 'info', message: 'Quote "$x" & <y>\té\b', line: 9, column: 3, instructionLine: 7 }),
    finding({ rule: 'DL3008', message: 'Pin versions', line: 3, column: 9, instructionLine: 2 }),
    finding({ rule: 'DL3004', severity: 'error', message: 'No sudo', line: 4, instructionLine: 4 }),
    finding({ rule: 'DL3059', severity: 'style', message: 'Join', line: 5, instructionLine: 5 }),
  ],
});
const broken = dockerfileReport({ findings: [finding({ rule: 'DL1000', severity: 'error', message: 'Unknown\ninstruction', line: 3, column: 4, instructionLine: 1 })] });
const clean = dockerfileReport({ findings: [] });

describe('hadolint formats', () => {
  it('tty', () => {
    expect(writeHadolint(report, 'tty')).toBe('my "D"<&\'.x:2 DL3008 warning: Pin versions\nmy "D"<&\'.x:4 DL3004 error: No sudo\nmy "D"<&\'.x:5 DL3059 style: Join\nmy "D"<&\'.x:7 SC2086 info: Quote "$x" & <y>\té\b\n');
    expect(writeHadolint(broken, 'tty')).toBe('Dockerfile:3:4 Unknown instruction\n');
  });

  it('gnu', () => {
    expect(writeHadolint(report, 'gnu').split('\n')[0]).toBe('hadolint:my "D"<&\'.x:2: DL3008 warning: Pin versions');
    expect(writeHadolint(broken, 'gnu')).toBe('hadolint:Dockerfile:3:4: Unknown instruction\n');
  });

  it('json', () => {
    expect(writeHadolint(report, 'json')).toContain('[{"code":"DL3008","column":1,"file":"my \\"D\\"<&\'.x","level":"warning","line":2,"message":"Pin versions"},');
    expect(writeHadolint(report, 'json')).toContain('"message":"Quote \\"$x\\" & <y>\\té\\u0008"}]');
    expect(writeHadolint(broken, 'json')).toContain('"column":4,"file":"Dockerfile","level":"error","line":3');
  });

  it('checkstyle', () => {
    expect(writeHadolint(report, 'checkstyle')).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><checkstyle version="4\.3"><file name="my &quot;D&quot;&lt;&amp;'\.x"><error column="1" line="2" message="Pin versions" severity="warning" source="DL3008"\/>/);
    expect(writeHadolint(report, 'checkstyle')).toContain('message="Quote &quot;$x&quot; &amp; &lt;y>\té\uFFFD" severity="info"');
    expect(writeHadolint(broken, 'checkstyle')).toContain('severity="error"/></file>');
    expect(writeHadolint(clean, 'checkstyle')).toBe('<?xml version="1.0" encoding="UTF-8"?><checkstyle version="4.3"><file name="Dockerfile"/></checkstyle>');
  });

  it('codeclimate, its issues ended by NUL', () => {
    const issues = writeHadolint(report, 'codeclimate').split('\u0000');
    expect(issues.pop()).toBe('');
    expect(issues[0]).toBe('{"categories":["Bug Risk"],"check_name":"DL3008","description":"Pin versions","location":{"lines":{"begin":2,"end":2},"path":"my \\"D\\"<&\'.x"},"severity":"major","type":"issue"}');
    expect(issues.map((issue) => (JSON.parse(issue) as { severity: string }).severity)).toEqual(['major', 'blocker', 'minor', 'info']);
    expect(writeHadolint(broken, 'codeclimate')).toContain('"location":{"path":"Dockerfile","positions":{"begin":{"column":4,"line":3},"end":{"column":4,"line":3}}}');
  });

  it('gitlab_codeclimate, with the fingerprint that hadolint gives the same issue', () => {
    const [issue] = JSON.parse(writeHadolint(dockerfileReport({ findings: [finding({ rule: 'DL3000', severity: 'error', message: 'x', instructionLine: 6 })] }), 'gitlab_codeclimate')) as { fingerprint: string }[];
    expect(issue!.fingerprint).toBe(sha1('{"categories":["Bug Risk"],"check_name":"DL3000","description":"x","location":{"lines":{"begin":6,"end":6},"path":"Dockerfile"},"severity":"blocker","type":"issue"}'));
    expect(Object.keys(issue!)).toEqual(['categories', 'check_name', 'description', 'fingerprint', 'location', 'severity', 'type']);
  });

  it('codacy, its issues side by side', () => {
    expect(writeHadolint(report, 'codacy')).toMatch(/^\{"filename":"my \\"D\\"<&'\.x","line":2,"message":"Pin versions","patternId":"DL3008"\}\{"filename"/);
  });

  it('sonarqube', () => {
    const { issues } = JSON.parse(writeHadolint(report, 'sonarqube')) as { issues: { severity: string; type: string }[] };
    expect(issues.map(({ severity, type }) => [severity, type])).toEqual([['MAJOR', 'CODE_SMELL'], ['CRITICAL', 'BUG'], ['INFO', 'CODE_SMELL'], ['MINOR', 'CODE_SMELL']]);
    expect(writeHadolint(broken, 'sonarqube')).toContain('"textRange":{"endColumn":4,"endLine":3,"startColumn":4,"startLine":3}},"ruleId":"DL1000","severity":"BLOCKER","type":"BUG"}');
    expect(writeHadolint(report, 'sonarqube')).toContain('"textRange":{"endColumn":1,"endLine":2,"startColumn":0,"startLine":2}');
  });

  it('sarif', () => {
    const text = writeHadolint(report, 'sarif');
    expect(text).toMatch(/^\{"\$schema":"http:\/\/json\.schemastore\.org\/sarif-2\.1\.0","runs":\[\{"defaultSourceLanguage":"dockerfile","results":\[\{"level":"warning",/);
    expect(text).toContain('"region":{"endColumn":1,"endLine":7,"sourceLanguage":"sh","startColumn":1,"startLine":7}');
  });

  it('junit', () => {
    expect(writeHadolint(report, 'junit')).toContain('<testcase id="hadolint.rule.SC2086" time="0.001"><failure id="SC2086" message="Quote &quot;$x&quot; &amp; &lt;y>');
    expect(writeHadolint(broken, 'junit')).toContain('<testsuite errors="1" failures="1"');
    expect(writeHadolint(clean, 'junit')).toContain('<testsuite errors="0" failures="0" id="hadolint" name="Plimsoll 0.1.0" time="0.001"/>');
  });

  it('say nothing of a clean file in the way of each', () => {
    const outputs = Object.fromEntries(HADOLINT_FORMATS.map((format) => [format, writeHadolint(clean, format)]));
    expect(outputs).toMatchObject({ tty: '', json: '[]', codeclimate: '', gitlab_codeclimate: '[]', gnu: '', codacy: '', sonarqube: '{"issues":[]}' });
  });
});

describe('SHA-1', () => {
  it.each([['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'], ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'], ['a'.repeat(1000), '291e9a6c66994949b57ba5e650361e98fc36b1ba']])('of %j', (text, digest) => {
    expect(sha1(text)).toBe(digest);
  });
});
