/** Colours of the picture: which of the theme's group colours a group has, and what it is called. */
import type { Picture, PictureColour } from '../core/picture/picture';

/** Colours that the theme has for groups that are told apart; `--group-0` is for what belongs to none. */
const GROUP_COLOURS = 8;
/** Steps of the colours for layers, from the bottom up. */
export const LAYER_STEPS = 10;

export interface LegendEntry {
  readonly group: number;
  readonly key: string;
  readonly bytes: number;
  /** Class of its rectangles. */
  readonly colour: string;
}

/**
 * By group, the class that gives it its colour. Layers go from deep to light in their order, those in `seen` as far apart as their number
 * allows; of other groups the largest have a colour of their own, and the rest share one. `seen` has the keys of the layers of which the whole
 * image shows something: what is zoomed into does not change their colours.
 */
export function colourClasses(colour: PictureColour, groups: Picture['groups'], seen: ReadonlySet<string>): readonly string[] {
  if (colour === 'waste') return groups.map(() => 'plain');
  if (colour === 'layer') {
    const last = seen.size - 1;
    let below = 0;
    return groups.map(({ key }) => {
      const step = last < 1 ? 0 : Math.round((Math.min(below, last) / last) * (LAYER_STEPS - 1));
      if (seen.has(key)) below += 1;
      return `step-${step}`;
    });
  }
  const ranked = groups.map(({ key, bytes }, index) => ({ index, key, bytes })).filter(({ key, bytes }) => key !== '' && bytes > 0).sort((a, b) => b.bytes - a.bytes);
  const places = new Map(ranked.map(({ index }, place) => [index, place]));
  return groups.map(({ key }, index) => (key === '' ? 'group-0' : `group-${Math.min(GROUP_COLOURS, (places.get(index) ?? GROUP_COLOURS) + 1)}`));
}

/** What the legend lists: groups with bytes, largest first; layers in their order. */
export function legendOf(colour: PictureColour, groups: Picture['groups'], classes: readonly string[]): readonly LegendEntry[] {
  const entries = groups.map(({ key, bytes }, group): LegendEntry => ({ group, key, bytes, colour: classes[group] ?? 'plain' })).filter(({ bytes }) => bytes > 0);
  return colour === 'layer' ? entries : entries.sort((a, b) => b.bytes - a.bytes);
}

/** The rectangle that lies nearest in a direction, seen from another: what an arrow key goes to. Undefined at the edge. */
export function neighbour<Rect extends { readonly x: number; readonly y: number; readonly width: number; readonly height: number }>(rects: readonly Rect[], from: Rect, direction: 'left' | 'right' | 'up' | 'down'): Rect | undefined {
  const sideways = direction === 'left' || direction === 'right';
  const middle = (rect: Rect): readonly [number, number] => [rect.x + rect.width / 2, rect.y + rect.height / 2];
  const [fromX, fromY] = middle(from);
  const gap = (rect: Rect): number => {
    switch (direction) {
      case 'left': return from.x - (rect.x + rect.width);
      case 'right': return rect.x - (from.x + from.width);
      case 'up': return from.y - (rect.y + rect.height);
      case 'down': return rect.y - (from.y + from.height);
    }
  };
  let best: Rect | undefined;
  let least = Infinity;
  for (const rect of rects) {
    const away = gap(rect);
    // Neighbours touch, but for the rounding of their sides.
    if (rect === from || away < -0.5) continue;
    const [x, y] = middle(rect);
    const overlap = sideways ? Math.min(rect.y + rect.height, from.y + from.height) - Math.max(rect.y, from.y) : Math.min(rect.x + rect.width, from.x + from.width) - Math.max(rect.x, from.x);
    const score = Math.max(0, away) + (overlap > 0 ? 0 : 1000) + (sideways ? Math.abs(y - fromY) : Math.abs(x - fromX)) / 4;
    if (score < least) {
      least = score;
      best = rect;
    }
  }
  return best;
}
