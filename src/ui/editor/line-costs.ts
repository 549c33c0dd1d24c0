/** A gutter beside the line numbers: what the layer of an instruction weighs, and what the plan saves of it. */
import { RangeSet, StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { gutter, GutterMarker } from '@codemirror/view';
import type { LineCost } from '../../core/advice/line-costs';
import { bytesText } from '../../app/format';

class CostMarker extends GutterMarker {
  readonly cost: LineCost;

  constructor(cost: LineCost) {
    super();
    this.cost = cost;
  }

  override eq(other: CostMarker): boolean {
    return other.cost.layer === this.cost.layer && other.cost.bytes === this.cost.bytes && other.cost.saves === this.cost.saves;
  }

  override toDOM(): HTMLElement {
    const { layer, bytes, saves } = this.cost;
    const cell = document.createElement('span');
    cell.className = 'cost';
    cell.title = `Layer ${layer}: ${bytesText(bytes)} of files.${saves > 0 ? ` The plan saves ${bytesText(saves)} of it.` : ''}`;
    const [weighs, saved] = [document.createElement('span'), document.createElement('span')];
    weighs.textContent = bytesText(bytes);
    saved.className = 'cost-saves';
    saved.textContent = saves > 0 ? `−${bytesText(saves)}` : '';
    cell.append(weighs, saved);
    return cell;
  }
}

export const setCostMarkers = StateEffect.define<RangeSet<GutterMarker>>();

const costMarkers = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update: (value, transaction) => transaction.effects.reduce((set, effect) => (effect.is(setCostMarkers) ? effect.value : set), value.map(transaction.changes)),
});

/** Without costs it has no width. */
export const costGutter: Extension = [costMarkers, gutter({ class: 'cm-costs', markers: (view) => view.state.field(costMarkers) })];

/** Markers for a text; lines that it does not have (any more) are left out. */
export function costRanges(doc: Text, costs: ReadonlyMap<number, LineCost>): RangeSet<GutterMarker> {
  const lines = [...costs].filter(([line]) => line >= 1 && line <= doc.lines).sort(([a], [b]) => a - b);
  return RangeSet.of(lines.map(([line, cost]) => new CostMarker(cost).range(doc.line(line).from)));
}
