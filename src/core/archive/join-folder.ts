/** An image that was opened as a folder, as if its files lay end to end in one. */
import type { ImageDescriptor, LayerDescriptor } from '../image/image';
import type { OpenedArchive } from './open';

/** Moves what `openFolder` says of layers to where they lie in the files' joined bytes; `starts` are the beginnings of its files. */
export function joinFolder(opened: OpenedArchive, starts: readonly number[]): OpenedArchive {
  const { archive } = opened;
  const images = archive.images.map((image): ImageDescriptor => ({ ...image, layers: image.layers.map((layer) => placeInJoined(layer, starts)) }));
  return { ...opened, archive: { ...archive, images } };
}

/** One layer; one that lies in no file stays as it is. */
export function placeInJoined<Layer extends LayerDescriptor>(layer: Layer, starts: readonly number[]): Layer {
  const { location } = layer;
  const start = location?.file === undefined ? undefined : starts[location.file];
  return location === undefined || start === undefined ? layer : { ...layer, location: { member: location.member, offset: start + location.offset, size: location.size } };
}
