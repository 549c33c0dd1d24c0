/** Files that cannot be right: each gets its own message in the page, the one that the headless engine gives. */
import { gunzipSync, zipSync } from 'fflate';
import { fixture, flipped, membersOf, saved, tarOf } from './archives';
import { expect, test } from './fixture';
import { headless } from './headless';
import { drop, exportedReport } from './page';

interface Bad {
  readonly what: string;
  readonly name: string;
  readonly make: () => Uint8Array | Promise<Uint8Array>;
  /** What the message must tell a person. */
  readonly says: RegExp;
}

interface Answer {
  readonly problem?: { readonly kind: string; readonly message: string };
  readonly diagnostics?: readonly { readonly kind: string; readonly message: string }[];
}

const legacy = fixture('tide.legacy.tar');
const docker25 = fixture('tide.docker25.tar');
const ociGzip = fixture('tide.oci-gzip.tar');

/** The legacy archive with another manifest.json, and without the JSON a layer that would tell the image all the same. */
function withManifest(change: (text: string) => string): Promise<Uint8Array> {
  return tarOf(membersOf(legacy).filter(({ name }) => !/\/(json|VERSION)$/.test(name)).map(({ name, content }) => ({ name, content: name === 'manifest.json' ? change(new TextDecoder().decode(content)) : content })));
}

/** The legacy archive with its first layer cut inside a file. */
function withCutLayer(): Promise<Uint8Array> {
  const first = membersOf(legacy).find(({ name }) => name.endsWith('/layer.tar'));
  return tarOf(membersOf(legacy).map(({ name, content }) => ({ name, content: name === first?.name ? content.subarray(0, 20_000) : content })));
}

/** The blob of the first gzip layer that is longer than a few files: its middle is compressed content. */
function gzipLayer(): { readonly offset: number; readonly length: number } {
  const blobs = membersOf(ociGzip).filter(({ content }) => content[0] === 0x1f && gunzipSync(content).length > 20_000);
  const [blob] = blobs;
  if (!blob) throw new Error('The fixture has no gzip layer of that size');
  return { offset: blob.offset, length: blob.content.length };
}

/** Refused as a whole: the page shows the problem, the engine prints it. */
const REFUSED: readonly Bad[] = [
  { what: 'an empty file', name: 'empty.tar', make: () => new Uint8Array(0), says: /empty/i },
  { what: 'a zip', name: 'image.zip', make: () => zipSync({ 'manifest.json': new TextEncoder().encode('[]') }), says: /zip/i },
  { what: 'a manifest.json that is null', name: 'null.tar', make: () => withManifest(() => 'null'), says: /manifest\.json/ },
  {
    what: 'a manifest.json that climbs out with ..', name: 'climbs.tar',
    make: () => withManifest((text) => text.replace(/[0-9a-f]{64}\/layer\.tar/, '../../etc/passwd')), says: /\.\.\/etc\/passwd/,
  },
  {
    what: 'an archive cut before its manifest', name: 'cut.tar', make: () => docker25.subarray(0, Math.floor(docker25.length / 2)), says: /cut|ends|truncated|incomplete/i,
  },
];

/** Read as far as it goes: the figures come with a diagnostic. */
const DIAGNOSED: readonly (Bad & { readonly kind: RegExp })[] = [
  { what: 'a layer that ends inside a file', name: 'cut-layer.tar', make: withCutLayer, kind: /^layer-truncated$/, says: /ends|cut/i },
  {
    what: 'a manifest.json that names a missing layer', name: 'missing.tar',
    make: () => withManifest((text) => text.replace(/[0-9a-f]{64}\/layer\.tar/, 'missing/layer.tar')), kind: /absent|missing/, says: /missing\/layer\.tar|not in the archive/,
  },
  {
    what: 'a gzip layer with a flipped byte', name: 'flipped.tar',
    make: () => flipped(ociGzip, gzipLayer().offset + Math.floor(gzipLayer().length / 2)), kind: /corrupt|damaged/, says: /gzip|damaged|cannot be read|corrupt/i,
  },
  {
    what: 'a layer that does not match its digest', name: 'mismatch.tar',
    make: () => {
      const layer = membersOf(docker25).find(({ content }) => new TextDecoder('latin1').decode(content).includes('app/server.txt'));
      if (!layer) throw new Error('The fixture has no such layer');
      const server = new TextDecoder('latin1').decode(layer.content).indexOf('app 00001');
      return flipped(docker25, layer.offset + server);
    },
    kind: /mismatch/, says: /sha256/,
  },
];

for (const { what, name, make, says } of REFUSED) {
  test(`${what} is refused with a message`, async ({ page }) => {
    const path = saved(name, await make());
    const { status, output } = headless('image', path);
    const { problem } = output as Answer;
    expect(status).toBe(2);
    expect(problem?.message).toMatch(says);
    await page.goto('./');
    await drop(page, path);
    await expect(page.getByText(says).first()).toBeVisible();
    await expect(page.getByText('Problem:').first()).toBeAttached();
  });
}

for (const { what, name, make, kind, says } of DIAGNOSED) {
  test(`${what} is analysed with a diagnostic`, async ({ page }) => {
    const path = saved(name, await make());
    const { status, output } = headless('image', path);
    expect(status).toBe(0);
    const found = (output as Answer).diagnostics?.find((diagnostic) => kind.test(diagnostic.kind));
    expect(found?.message).toMatch(says);
    await page.goto('./');
    await drop(page, path);
    expect(await exportedReport(page)).toEqual(output);
    await expect(page.getByText(found?.message.split(/[`"'“]/)[0] ?? '').first()).toBeVisible();
  });
}

test('a Dockerfile in UTF-16 is refused with the command that converts it', async ({ page }) => {
  const path = saved('Dockerfile', new Uint8Array(Buffer.from('\ufeffFROM debian:12\nRUN apt-get update\n', 'utf16le')));
  const { status, output } = headless('lint', path);
  expect(status).toBe(2);
  expect((output as Answer).problem?.message).toMatch(/UTF-16/);
  await page.goto('./');
  await drop(page, path);
  await expect(page.getByText(/UTF-16/).first()).toBeVisible();
  await expect(page.getByText(/iconv -f UTF-16LE/).first()).toBeVisible();
});
