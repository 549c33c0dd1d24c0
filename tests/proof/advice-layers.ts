/**
 * `node tests/tools/run-typescript.mjs tests/proof/advice-layers.ts DOCKERFILES IMAGE …`: how many data layers are matched to the right line.
 *
 * DOCKERFILES is a folder of `NAME/Dockerfile`; an IMAGE is an archive named `NAME.*`. What is right is known without the matcher: the own
 * data entries of a history, counted from its end, are the COPY, ADD, RUN (and, where the engine made a layer of it, WORKDIR) lines of
 * the image's stage and of those below it, counted from their end; what lies below them is the base image's, and so FROM's.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { matchHistory } from '../../src/core/advice/match/match-history';
import { parseDockerfile } from '../../src/core/dockerfile/parse';
import type { Dockerfile, Instruction } from '../../src/core/dockerfile/model';
import { openImageFile } from '../headless/open-image';

const [folder = '', ...files] = process.argv.slice(2);
/** Dockerfiles whose folder is not called as the images built from them. */
const FOLDERS: Readonly<Record<string, string>> = { multi: 'multi-app', untagged: 'multi-app' };

/** Instructions that make layers, of the stage `target` and those below it; `workdir` says whether WORKDIR made one. */
function writers(dockerfile: Dockerfile, target: number, workdir: boolean): readonly Instruction[] {
  const base = dockerfile.stages[target]?.base;
  const own = dockerfile.instructions.filter(({ stage, kind }) => stage === target && (['RUN', 'COPY', 'ADD'].includes(kind) || (workdir && kind === 'WORKDIR')));
  return [...(base === undefined ? [] : writers(dockerfile, base, workdir)), ...own];
}

let layers = 0;
let right = 0;
for (const file of files) {
  const name = basename(file).replace(/\..*$/, '');
  const dockerfile = parseDockerfile(readFileSync(join(folder, FOLDERS[name] ?? name, 'Dockerfile'), 'utf8'));
  const opened = await openImageFile(file);
  if (!opened.ok) throw new Error(opened.problem.message);
  for (const image of opened.value.archive.images.filter(({ present }) => present)) {
    const match = matchHistory(image, dockerfile);
    const data = image.layers.map(({ historyIndex }) => (historyIndex === undefined ? '' : image.history[historyIndex]!.createdBy));
    const expected = writers(dockerfile, match.target ?? 0, data.some((text) => /^(?:\/bin\/sh -c #\(nop\) )?WORKDIR/.test(text)));
    const from = dockerfile.stages.find(({ index, base }) => base === undefined && index <= (match.target ?? 0) && reaches(dockerfile, match.target ?? 0, index))?.from;
    let good = 0;
    match.layers.forEach(({ instructions }, layer) => {
      const wanted = expected[expected.length - (data.length - layer)] ?? from;
      if (instructions.length === 1 && instructions[0] === wanted) good += 1;
    });
    layers += data.length;
    right += good;
    console.log(`${basename(file).padEnd(36)} ${(image.tags[0] ?? '').padEnd(28)} ${match.builder.padEnd(9)} ${good}/${data.length}`);
  }
  await opened.value.close();
}
console.log(`${right} of ${layers} data layers: ${((100 * right) / layers).toFixed(1)} %`);

function reaches(dockerfile: Dockerfile, from: number, to: number): boolean {
  for (let stage: number | undefined = from; stage !== undefined; stage = dockerfile.stages[stage]?.base) if (stage === to) return true;
  return false;
}
