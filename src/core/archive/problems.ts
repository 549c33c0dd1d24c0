/** The problems of a whole file: what it is instead of an image, or what its image lacks, and which command helps. */
import { escapePath, encodeUtf8 } from '../bytes/text';
import type { Problem } from '../problem';
import type { Identity } from './identify';

const SAVE = 'Make the file with `docker save IMAGE -o image.tar` (or `podman save --format oci-archive IMAGE -o image.tar`).';

/** A text of the archive, fit for a message. */
export function quoted(text: string): string {
  const escaped = escapePath(encodeUtf8(text.length > 200 ? `${text.slice(0, 200)}…` : text));
  return `"${escaped}"`;
}

const INSTEAD: Readonly<Record<string, string>> = {
  zip: 'Unpack it first if it holds an image archive; otherwise make one with `docker save IMAGE -o image.tar`.',
  html: 'The download gave a web page, perhaps a log-in form or an error. Look at it in a browser, and download the archive again.',
  dockerfile: 'Drop it as a Dockerfile to have it linted. The image that it builds is saved with `docker build -t IMAGE . && docker save IMAGE -o image.tar`.',
  'dockerfile-utf16': 'Save it as UTF-8: BuildKit cannot read UTF-16 either. The image that it builds is saved with `docker save IMAGE -o image.tar`.',
  'image-config': 'The layers are needed as well: `docker save IMAGE -o image.tar` writes one file with everything.',
  'image-manifest': 'The layers are needed as well: `docker save IMAGE -o image.tar` writes one file with everything.',
  lzma: 'Decompress it first (`xz --format=lzma -d FILE`), then open what that gives.',
  lzip: 'Decompress it first (`lzip -d FILE`), then open what that gives.',
  lz4: 'Decompress it first (`lz4 -d FILE`), then open what that gives.',
  compress: 'Decompress it first (`gzip -d FILE`), then open what that gives.',
  squashfs: 'An image of this kind is not made of layers. If a container image was its source, save that with `docker save IMAGE -o image.tar`.',
};

/** The file is something else. */
export function notAnArchive(name: string, identity: Identity): Problem {
  return {
    kind: `input-${identity.format}`,
    message: identity.format === 'empty' ? `${quoted(name)} is empty: it has 0 bytes.` : `${quoted(name)} is ${identity.description}, not an image archive.`,
    advice: INSTEAD[identity.format] ?? SAVE,
    where: { file: name },
  };
}

/** Problems of archives by kind, with `detail` put into the message. */
export const archiveProblem = {
  empty: (name: string): Problem => problem('archive-empty', `${quoted(name)} is a tar without any entry.`, SAVE, name),
  truncated: (name: string, offset: number): Problem => problem('archive-truncated',
    `${quoted(name)} ends in the middle, at byte ${offset}, before its image could be read.`,
    'Copy or download it again and compare sizes; if it is short at its source, save it anew with `docker save IMAGE -o image.tar`.', name),
  corrupt: (name: string, detail: string): Problem => problem('archive-corrupt', `${quoted(name)} is damaged: ${detail}`,
    'Copy or download it again, or save it anew with `docker save IMAGE -o image.tar`.', name),
  /** What a decompressor or the source itself said; `offset` is how far the tar could be read. */
  unreadable: (name: string, cause: Problem, offset: number): Problem =>
    cause.kind.endsWith('-truncated') ? archiveProblem.truncated(name, offset)
      : cause.kind.endsWith('-corrupt') ? archiveProblem.corrupt(name, cause.message)
        : { ...cause, where: { ...cause.where, file: name } },
  noManifest: (name: string): Problem => problem('manifest-missing',
    `${quoted(name)} holds parts of an image, but neither a manifest.json nor an index.json that says how they belong together.`,
    `${SAVE} If you packed a folder yourself, include all of its files.`, name),
  manifestEmpty: (name: string, what: string): Problem => problem('manifest-empty', `The manifest.json of ${quoted(name)} is ${what}: it lists no image.`, SAVE, name),
  manifestInvalid: (name: string, file: string): Problem => problem('manifest-invalid', `${file} of ${quoted(name)} is not the JSON of an image manifest.`, SAVE, name),
  manifestEscapes: (name: string, path: string): Problem => problem('manifest-path-escapes',
    `The manifest of ${quoted(name)} names ${quoted(path)}, which leads out of the archive.`,
    'No tool writes this by itself. Do not load the file; ask where it comes from.', name),
  layersMissing: (name: string, path: string): Problem => problem('layer-missing',
    `The manifest of ${quoted(name)} names the layer ${quoted(path)}, which is not in the archive, and no other layer of the image is.`, SAVE, name),
  imagesAbsent: (name: string, platforms: readonly string[]): Problem => problem('image-absent',
    `${quoted(name)} names ${platforms.length === 1 ? 'an image' : 'images'} (${platforms.map(quoted).join(', ')}) whose parts are not in the file.`,
    'It is a partial save of an image for several platforms. Pull the platform first (`docker pull --platform linux/amd64 IMAGE`), then save it.', name),
  noImages: (name: string): Problem => problem('no-images', `The index of ${quoted(name)} lists no image.`, SAVE, name),
  indexLoop: (name: string): Problem => problem('index-loop', `The index of ${quoted(name)} leads back to itself and names no image.`, SAVE, name),
};

function problem(kind: string, message: string, advice: string, file: string): Problem {
  return { kind, message, advice, where: { file } };
}
