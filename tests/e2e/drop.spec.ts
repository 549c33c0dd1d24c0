/** Each form that build tools write, dropped on the built page: what it exports is what the headless engine prints. */
import { fileURLToPath } from 'node:url';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { headless } from './headless';
import { dragFromDisk, drop, exportedReport, show, verdict } from './page';

const FORMS = [
  { file: 'tide.legacy.tar', form: 'docker save up to Docker 24' },
  { file: 'tide.docker25.tar', form: 'docker save from Docker 25 on' },
  { file: 'tide.oci-gzip.tar', form: 'OCI archive with gzip layers' },
  { file: 'tide.oci-zstd.tar', form: 'OCI archive with zstd layers' },
  { file: 'tide.skopeo.tar', form: 'docker-archive by skopeo' },
] as const;

const sample = (name: string): string => fileURLToPath(new URL(`../../public/samples/${name}`, import.meta.url));

for (const { file, form } of FORMS) {
  test(`${form}: the page says what the engine says`, async ({ page }) => {
    await page.goto('./');
    await drop(page, fixturePath(file));
    const report = await exportedReport(page);
    expect(report).toEqual(headless('image', fixturePath(file)).output);
    // Known by hand: see tests/fixtures/images/README.md.
    expect(report).toMatchObject({ kind: 'image', totals: { bytes: 90_010, reachableBytes: 51_010, hiddenBytes: 39_000 } });
  });
}

test('the sample image and its Dockerfile, dropped together', async ({ page }) => {
  await page.goto('./');
  await drop(page, sample('sample.tar'), sample('Dockerfile'));
  // The first of several is shown.
  await expect(page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'sample.tar' })).toHaveAttribute('aria-current', 'true');
  const image = (await exportedReport(page)) as { readonly waste: readonly { readonly reason: string }[] };
  expect(image).toEqual(headless('image', sample('sample.tar')).output);
  expect(new Set(image.waste.map(({ reason }) => reason))).toEqual(new Set(['deleted', 'replaced', 'metadata-only', 'identical', 'opaque', 'moved', 'superseded', 'whiteout-payload']));
  await show(page, 'Dockerfile');
  expect(await exportedReport(page)).toEqual(headless('lint', sample('Dockerfile')).output);
});

test('two images at once, each with a report of its own', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.oci-gzip.tar'), fixturePath('tide.legacy.tar'));
  await show(page, 'tide.oci-gzip.tar');
  const first = await exportedReport(page);
  await show(page, 'tide.legacy.tar');
  const second = await exportedReport(page);
  expect(first).toEqual(headless('image', fixturePath('tide.oci-gzip.tar')).output);
  expect(second).toEqual(headless('image', fixturePath('tide.legacy.tar')).output);
});

test('a view that changes under the pointer does not lose the drop', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\n' });
  await expect(page.getByRole('heading', { name: 'Dockerfile', level: 1 })).toBeVisible();
  const letGo = await dragFromDisk(page, fixturePath('tide.legacy.tar'));
  await page.evaluate(() => { location.hash = '#view=start'; });
  await expect(page.getByRole('heading', { name: 'Dockerfile', level: 1 })).toBeHidden();
  await letGo();
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByText('Drop it anywhere')).toBeHidden();
});
