/** Squarified treemap of one level: rows of rectangles whose sides are as equal as they can be made one after the other. */

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Rectangles for `weights`, which are sorted, largest first, and above 0. `total` is what the whole area stands for: where that is more
 * than the sum of the weights, `rest` is the rectangle that is left. Areas are in the unit of `area`.
 */
export function squarify(weights: readonly number[], total: number, area: Area): { readonly placed: readonly Area[]; readonly rest: Area } {
  const placed: Area[] = [];
  const scale = total > 0 ? (area.width * area.height) / total : 0;
  let { x, y, width, height } = area;
  let at = 0;
  while (at < weights.length) {
    const side = Math.min(width, height);
    let count = 0;
    let sum = 0;
    let worst = Infinity;
    while (at + count < weights.length) {
      const next = sum + weights[at + count]! * scale;
      const ratio = worstRatio(weights[at]! * scale, weights[at + count]! * scale, next, side);
      if (count > 0 && ratio > worst) break;
      worst = ratio;
      sum = next;
      count += 1;
    }
    const thickness = side > 0 ? sum / side : 0;
    let offset = 0;
    for (const weight of weights.slice(at, at + count)) {
      const length = thickness > 0 ? (weight * scale) / thickness : 0;
      placed.push(width >= height ? { x, y: y + offset, width: thickness, height: length } : { x: x + offset, y, width: length, height: thickness });
      offset += length;
    }
    if (width >= height) {
      x += thickness;
      width = Math.max(0, width - thickness);
    } else {
      y += thickness;
      height = Math.max(0, height - thickness);
    }
    at += count;
  }
  return { placed, rest: { x, y, width, height } };
}

/** The longest against the shortest side in a row of that sum along `side`, worst rectangle of it: the largest or the smallest. */
function worstRatio(largest: number, smallest: number, sum: number, side: number): number {
  const square = sum * sum;
  const along = side * side;
  return Math.max((along * largest) / square, square / (along * smallest));
}
