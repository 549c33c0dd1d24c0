/** Who owns a file, on a whole small image. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { indexPackages } from '../../../src/core/packages/package-index';
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
