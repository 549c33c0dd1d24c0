/** Where a base image ends: by what builders note, by the form of the history, by its times. */
import { expect, it } from 'vitest';
import { findBase } from '../../../src/core/image/base-image';
import { archiveOf, file, layerTar, openImage, type Item } from '../squash/images';

const three: readonly (readonly Item[])[] = [[file('a')], [file('b')], [file('c')]];

function imageWith(layers: readonly (readonly Item[])[], history: readonly object[]) {
  return archiveOf(layers.map(layerTar), history).then(openImage);
}

/** History entries: `-` in front of those without a layer, the comment behind `##`. */
const steps = (...commands: readonly string[]): { created: string }[] => commands.map((text) => {
  const [created_by = '', comment] = text.split(' ## ');
  return { created_by: created_by.replace(/^-/, ''), created: '2024-01-01T00:00:00Z', ...(comment === undefined ? {} : { comment }), ...(text.startsWith('-') ? { empty_layer: true } : {}) };
});

const baseOf = async (...commands: readonly string[]) => findBase((await imageWith(three, steps(...commands))).analysed);

it('is named by buildah', async () => {
  expect(await baseOf('RUN a', 'RUN b ## FROM quay.io/x:1', 'RUN c ## FROM 0123456789ab')).toMatchObject({ layers: 1, confidence: 'certain', name: 'quay.io/x:1' });
});

it('ends among the entries that have no layer too', async () => {
  expect(await baseOf('ADD file:1 in / ', '-CMD ["bash"]', '-ENV A=b ## FROM quay.io/x:1', 'RUN b', 'RUN c')).toMatchObject({ layers: 1, entries: 2 });
  expect(await baseOf('/bin/sh -c #(nop) ADD file:1234 in / ', '-/bin/sh -c #(nop)  CMD ["bash"]', '-ENV A=b', 'RUN b', 'COPY c /')).toMatchObject({ layers: 1, entries: 2 });
});

it('ends where a distribution\'s CMD is followed by layers', async () => {
  expect(await baseOf('/bin/sh -c #(nop) ADD file:1234 in / ', '-/bin/sh -c #(nop)  CMD ["bash"]', 'RUN b', 'COPY c /')).toMatchObject({ layers: 1, confidence: 'likely' });
  expect(await baseOf('# debian.sh --arch \'amd64\' out/ \'bookworm\'', '-CMD ["bash"]', 'RUN b', 'RUN c')).toMatchObject({ layers: 1, confidence: 'likely' });
});

it('ends at the last CMD that is followed by a later build', async () => {
  const history = steps('/bin/sh -c #(nop) ADD file:1 in / ', '-CMD ["bash"]', 'RUN b', '-CMD ["python3"]', 'RUN c', '-CMD ["app"]');
  history.slice(4).forEach((entry) => {
    entry.created = '2024-02-01T00:00:00Z';
  });
  expect(findBase((await imageWith(three, history)).analysed)).toMatchObject({ layers: 2, confidence: 'likely', reason: expect.stringContaining('31 days later') as string });
});

it('is guessed from a pause alone', async () => {
  const history = steps('RUN a', 'RUN b', 'RUN c');
  history[2]!.created = '2024-01-02T00:00:00Z';
  expect(findBase((await imageWith(three, history)).analysed)).toMatchObject({ layers: 2, confidence: 'guess' });
});

it('is none where nothing points to one', async () => {
  expect(await baseOf('RUN a', 'RUN b', 'RUN c')).toBeUndefined();
  expect(await baseOf('COPY a /', '-CMD ["x"]')).toBeUndefined();
});

it('is guessed from the last CMD that layers follow where times tell nothing, and not within one build', async () => {
  const commands = ['RUN a', '-CMD ["python3"]', 'RUN b', 'RUN c', '-CMD ["app"]'];
  expect(await baseOf(...commands)).toBeUndefined();
  const history = steps(...commands);
  history.forEach((entry) => {
    entry.created = '1970-01-01T00:00:00Z';
  });
  expect(findBase((await imageWith(three, history)).analysed)).toMatchObject({ layers: 1, confidence: 'guess', reason: expect.stringContaining('times tell nothing') as string });
});
