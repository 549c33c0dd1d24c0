/** Who owns a file, on a whole small image. */
import { expect, test } from 'vitest';
import { packLines } from '../../../src/core/bytes/packed-lines';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { indexPackages, indexPackagesInSteps, PACKAGE_LIMITS } from '../../../src/core/packages/package-index';
import { withoutPackageLists } from '../../../src/core/packages/release-lists';
import { analysedOf, made } from '../advice/images';
import { file } from '../image/layers';

test('packages of languages are found in folders whose names are not ASCII', () => {
  const paths = ['srv/käse/node_modules/x/index.js', 'srv/käse/site-packages/y/a.py'];
  const analysed = analysedOf([made(
    'COPY . /srv',
    file('srv/käse/node_modules/x/package.json', '{"version":"1.2.3"}'), file(paths[0]!, 'x'),
    file('srv/käse/site-packages/y-2.0.dist-info/RECORD', 'y/a.py,,\n'), file(paths[1]!, 'y'),
  )]);
  const { packages, owner } = indexPackages(analysed.image, analysed.fs);
  const owners = paths.map((path) => packages[owner[analysed.fs.paths.findPath(encodeUtf8(path))]!]);
  expect(owners).toMatchObject([{ manager: 'npm', name: 'x', version: '1.2.3' }, { manager: 'pip', name: 'y', version: '2.0' }]);
});

test('once indexed, the lists of dpkg can go, of every layer; what else was kept stays', () => {
  const { image, fs } = analysedOf([
    made('ADD base', file('var/lib/dpkg/status', 'Package: a\nStatus: install ok installed\n'), file('var/lib/dpkg/info/a.list', '/.\n/usr/a\n'), file('usr/a', 'x')),
    made('RUN apt', file('var/lib/dpkg/info/a.list', '/.\n/usr/a\n/usr/b\n'), file('usr/b', 'x')),
  ]);
  const keptBytes = (of: typeof image): number[] => of.layers.map(({ kept }) => [...(kept?.values() ?? [])].reduce((sum, { length }) => sum + length, 0));
  const { owner } = indexPackages(image, fs);
  expect(['usr/a', 'usr/b'].map((path) => owner[fs.paths.findPath(encodeUtf8(path))])).toEqual([0, 0]);
  const before = keptBytes(image);
  expect(keptBytes(withoutPackageLists(image, fs))).toEqual([before[0]! - packLines(encodeUtf8('/.\n/usr/a\n')).length, 0]);
  expect(keptBytes(image)).toEqual(before);
});

test('the index is read in short steps, however long one package’s list is', () => {
  const paths = Array.from({ length: 20_000 }, (_, index) => `usr/share/long/folder/of/a/package/file-${index}`);
  const list = `/.\n${paths.map((path) => `/${path}`).join('\n')}\n`;
  const { image, fs } = analysedOf([made('ADD base', file('var/lib/dpkg/status', 'Package: a\nStatus: install ok installed\n'), file('var/lib/dpkg/info/a.list', list), ...paths.map((path) => file(path, 'x')))]);
  const steps = indexPackagesInSteps(image, fs);
  let breaks = 0;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      expect(paths.every((path) => step.value.owner[fs.paths.findPath(encodeUtf8(path))] === 0)).toBe(true);
      break;
    }
    breaks += 1;
  }
  // One for every 512 files of the tree, and one for every 512 lines of the list.
  expect(breaks).toBeGreaterThanOrEqual(2 * 39);
});

test('a list that names one long folder without end is read up to a bound, and the database is named', () => {
  const folder = Array.from({ length: 40 }, () => 'x'.repeat(99)).join('/');
  const database = `P:a\nV:1\nF:usr\nR:real\nF:${folder}\n${'R:f\n'.repeat(80_000)}F:usr\nR:beyond\n`;
  const { image, fs } = analysedOf([made('ADD base', file('lib/apk/db/installed', database), file('usr/real', 'x'), file('usr/beyond', 'x'))]);
  const { packages, owner, unread } = indexPackages(image, fs);
  expect(packages).toHaveLength(1);
  expect(unread).toEqual(['lib/apk/db/installed']);
  expect(['usr/real', 'usr/beyond'].map((path) => owner[fs.paths.findPath(encodeUtf8(path))])).toEqual([0, -1]);
});

test('packages without number are listed up to a bound', () => {
  const database = 'P:a\n\n'.repeat(PACKAGE_LIMITS.packages + 5);
  const { image, fs } = analysedOf([made('ADD base', file('lib/apk/db/installed', database))]);
  const { packages, unread } = indexPackages(image, fs);
  expect(packages).toHaveLength(PACKAGE_LIMITS.packages);
  expect(unread).toEqual(['lib/apk/db/installed']);
});

test.each(['var/lib/rpm/Packages', 'usr/share/rpm/rpmdb.sqlite'])('a database of no known format is named: %s', (path) => {
  const { image, fs } = analysedOf([made('ADD base', file(path, 'what is this'))]);
  expect(indexPackages(image, fs).unread).toEqual([path]);
});

test('an empty database lists nothing, and nothing is amiss', () => {
  const { image, fs } = analysedOf([made('ADD base', file('var/lib/rpm/Packages', ''))]);
  expect(indexPackages(image, fs).unread).toEqual([]);
});

const ownersOf = (layers: Parameters<typeof analysedOf>[0], paths: readonly string[]): { owners: (string | undefined)[]; listed: string[]; unread: readonly string[] } => {
  const { image, fs } = analysedOf(layers);
  const { packages, owner, unread } = indexPackages(image, fs);
  return { owners: paths.map((path) => packages[owner[fs.paths.findPath(encodeUtf8(path))]!]?.name), listed: packages.map(({ manager, name, version }) => `${manager} ${name} ${version}`), unread };
};

test('what dpkg has diverted belongs to the package that lists it under its old name', () => {
  // As `dpkg-divert --package dash --divert /bin/sh.distrib --add /bin/sh` and `dpkg-divert --local … --add /sbin/initctl` write it (1.21.22).
  const diversions = '/bin/sh\n/bin/sh.distrib\ndash\n/sbin/initctl\n/sbin/initctl.real\n:\n/usr/gone\n/usr/gone.distrib\ndash\n';
  const status = ['bash', 'dash', 'upstart'].map((name) => `Package: ${name}\nStatus: install ok installed\n`).join('\n');
  expect(ownersOf([made(
    'ADD base', file('var/lib/dpkg/status', status), file('var/lib/dpkg/diversions', diversions),
    file('var/lib/dpkg/info/bash.list', '/.\n/bin\n/bin/bash\n/bin/sh\n/usr/absent\n'), file('var/lib/dpkg/info/dash.list', '/.\n/bin/sh\n'), file('var/lib/dpkg/info/upstart.list', '/.\n/sbin/initctl\n'),
    ...['bin/bash', 'bin/sh', 'bin/sh.distrib', 'sbin/initctl', 'sbin/initctl.real', 'usr/gone.distrib'].map((path) => file(path, 'x')),
  )], ['bin/bash', 'bin/sh', 'bin/sh.distrib', 'sbin/initctl', 'sbin/initctl.real', 'usr/gone.distrib']).owners).toEqual(['bash', 'dash', 'bash', undefined, 'upstart', undefined]);
});

test('a gem has its compiled extensions, of every version of Ruby', () => {
  const base = 'usr/local/bundle';
  const paths = [`${base}/gems/nokogiri-1.16.0/lib/n.rb`, `${base}/extensions/x86_64-linux/3.1.0/nokogiri-1.16.0/nokogiri.so`, `${base}/extensions/x86_64-linux/3.2.0-static/nokogiri-1.16.0/nokogiri.so`, `${base}/extensions/x86_64-linux/3.1.0/other-1.0/other.so`];
  const { owners, listed } = ownersOf([made(
    'RUN gem', file(`${base}/specifications/nokogiri-1.16.0.gemspec`, 'Gem'), ...paths.map((path) => file(path, 'x')),
    ...paths.slice(1).map((path) => file(path.replace(/[^/]+$/, 'gem.build_complete'), '')),
  )], paths);
  expect(owners).toEqual(['nokogiri', 'nokogiri', 'nokogiri', undefined]);
  expect(listed).toEqual(['gem nokogiri 1.16.0']);
});

test('a distribution of Python without a list has its metadata and the modules that it names', () => {
  const site = 'usr/lib/python3/site-packages';
  const paths = [`${site}/six.py`, `${site}/six-1.16.0-py3.11.egg-info/PKG-INFO`, `${site}/deep/a/b.py`, `${site}/deep-2.0.dist-info/METADATA`, `${site}/debian/x.py`, `${site}/listed.py`];
  const { owners, listed } = ownersOf([made(
    'RUN python setup.py install',
    file('var/lib/dpkg/status', 'Package: python3-debian\nStatus: install ok installed\n'),
    file('var/lib/dpkg/info/python3-debian.list', `/.\n/${site}/debian/x.py\n/${site}/debian-1.0.dist-info/METADATA\n`), file(`${site}/debian-1.0.dist-info/METADATA`, 'Name: debian\n'), file(`${site}/debian/x.py`, 'x'),
    file(`${site}/six-1.16.0-py3.11.egg-info/PKG-INFO`, 'Name: six\n'), file(`${site}/six-1.16.0-py3.11.egg-info/top_level.txt`, 'six\n'), file(`${site}/six.py`, 'x'),
    file(`${site}/deep-2.0.dist-info/METADATA`, 'Name: deep\nRequires-Dist: six\n'), file(`${site}/deep-2.0.dist-info/top_level.txt`, 'deep\n../../../etc\n'), file(`${site}/deep/a/b.py`, 'x'),
    file(`${site}/listed-3.0.dist-info/METADATA`, 'Name: listed\n'), file(`${site}/listed-3.0.dist-info/RECORD`, 'listed.py,,\n'), file(`${site}/listed.py`, 'x'),
  )], paths);
  expect(owners).toEqual(['six', 'six', 'deep', 'deep', 'python3-debian', 'listed']);
  expect(listed.toSorted()).toEqual(['dpkg python3-debian ', 'pip deep 2.0', 'pip listed 3.0', 'pip six 1.16.0']);
});

test('what SQLite has not yet put into the database of rpm is named', () => {
  const log = 'var/lib/rpm/rpmdb.sqlite-wal';
  expect(ownersOf([made('ADD base', file(log, 'x'))], []).unread).toEqual([log]);
  expect(ownersOf([made('ADD base', file(log, ''))], []).unread).toEqual([]);
});
