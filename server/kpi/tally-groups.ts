import { type Measure, type MeasureName, measure } from './measures.ts';
import { readsQualityScore } from './scoring-model-version.ts';
import type { Branch, StatementAnswer, StatementRow } from './statement.ts';
import { nothing, readTally, sumOf, type Tally } from './tally.ts';
import type { TallyRequest } from './tally-request.ts';

/** The answer to a request. */
export interface TallyGroups {
  /** The slices that any measure found something in. No accessor: objects with one have a shape each, and are read the slow way. */
  slices(): SliceInfo[];
  /** One measure in one slice (`id` as in `slices`, or the bucket's number); without slices, over all. */
  tally(measure: MeasureName, sliceId?: string | null): Tally;
  /** Whether a measure is cut by the slices; if not, its tally is the same in all of them. */
  isSliced(measure: MeasureName): boolean;
  /** By which version of the scoring rules leads were scored; null where no measure looks at the score. */
  scoringModelVersion: number | null;
  /** One measure over the slices beyond the largest; undefined where it was not asked for. */
  rest(measure: MeasureName): Tally | undefined;
}

export interface SliceInfo {
  /** Internal id of a channel, owner, product or stage; the value itself for other dimensions; null where not borne. */
  id: string | null;
  key: string | null;
  name: string | null;
}

/** What a statement found. */
export interface Tallied {
  branches: readonly Branch[];
  /** Of each branch. */
  groups: readonly GroupsOfBranch[];
  /** Where each measure is, but for rests. Absent: what cannot be found in the question was not asked for. */
  places: ReadonlyMap<MeasureName, Place>;
  scoringModelVersion: number | null;
  /** The workspace's data version that it was found at. */
  version: number;
}

/** By entity, then by slice. */
export type GroupsOfBranch = ReadonlyMap<string | null, ReadonlyMap<string | null, Group>>;

/** What was found of one branch in one group; a row may be one as it is. */
export interface Group extends Pick<StatementRow, 'slice' | 'slice_key' | 'slice_name'> {
  /** JSON as `readTally` reads it, in the order of the branch's measures. */
  tallies: readonly unknown[];
}

interface Place {
  branch: number;
  /** Among the branch's measures. */
  index: number;
  measure: Measure;
}

/** @param branches what the rows speak of */
export function tallied(
  branches: readonly Branch[],
  { rows, scoringModelVersion, version }: Pick<StatementAnswer, 'rows' | 'scoringModelVersion' | 'version'>,
): Tallied {
  const groups = branches.map(() => new Map<string | null, Map<string | null, Group>>());
  for (const row of rows()) {
    const group = groupOf(row, branches[row.branch]!);
    const ofBranch = groups[row.branch]!;
    const known = ofBranch.get(row.entity);
    if (known) known.set(row.slice, group);
    else ofBranch.set(row.entity, new Map([[row.slice, group]]));
  }
  return { branches, groups, places: placesIn(branches), scoringModelVersion, version };
}

const placesOfBranches = new WeakMap<readonly Branch[], Tallied['places']>();

/** Found once for branches that are asked about again and again. */
export function placesIn(branches: readonly Branch[]): Tallied['places'] {
  let places = placesOfBranches.get(branches);
  if (!places) {
    places = new Map(
      branches.flatMap(({ measures, rest }, branch) =>
        rest
          ? []
          : measures.map((name, index): [MeasureName, Place] => [name, { branch, index, measure: measure(name) }]),
      ),
    );
    placesOfBranches.set(branches, places);
  }
  return places;
}

function groupOf(row: StatementRow, { measures, isCompact }: Branch): Group {
  if (isCompact) return row as Group;
  const { slice, slice_key, slice_name, tallies } = row;
  return { slice, slice_key, slice_name, tallies: measures.map((name) => (tallies as Record<string, unknown>)[name]) };
}

/** The answer to a request that shares its groups with the statement. */
export function groupsOf(request: TallyRequest, { branches, groups, places, ...found }: Tallied): TallyGroups {
  const { measures, narrowing } = request;
  const groupsIn = (branch: number) =>
    groups[branch]!.get(narrowing && branches[branch]!.byEntity ? narrowing.id : null);
  const tallyAt = ({ branch, index, measure }: Place, sliceId: string | null) => {
    const group = groupsIn(branch)?.get(branches[branch]!.bySlice ? sliceId : null);
    return readTally(measure, group?.tallies[index]);
  };
  return {
    slices() {
      const own = new Set<number>();
      for (const name of measures) {
        const branch = places.get(name)?.branch;
        if (branch !== undefined && branches[branch]!.bySlice) own.add(branch);
      }
      const known = new Set<string | null>();
      const infos: SliceInfo[] = [];
      for (const branch of own)
        groupsIn(branch)?.forEach((group, id) => {
          if (known.has(id)) return;
          known.add(id);
          infos.push(sliceInfo(group, request));
        });
      return infos;
    },
    tally(name, sliceId = null) {
      const place = places.get(name);
      return place ? tallyAt(place, sliceId) : nothing;
    },
    isSliced(name) {
      const place = places.get(name);
      return !place || branches[place.branch]!.bySlice;
    },
    scoringModelVersion: modelVersionFor(request, found),
    rest(name) {
      const key = JSON.stringify(request.rest);
      const branch = branches.findIndex(
        ({ rest, measures }) => rest && JSON.stringify(rest) === key && measures.includes(name),
      );
      if (branch < 0) return undefined;
      return tallyAt({ branch, index: branches[branch]!.measures.indexOf(name), measure: measure(name) }, null);
    },
  };
}

/** The answer to a request for sums of the statement's groups: over all slices, and over all entities or stage by stage. */
export function sumsOf(request: TallyRequest, { groups, places, ...found }: Tallied): TallyGroups {
  const { narrowing, slices, measures } = request;
  const groupsWith = (name: MeasureName): GroupsOfBranch => groups[places.get(name)?.branch ?? -1] ?? new Map();
  const sums = new Map<ReadonlyMap<string | null, Group>, unknown[]>();
  /** Of an entity's slices, of what is asked, where the branch has it; added up once. */
  const sumsIn = (ofEntity: ReadonlyMap<string | null, Group>, branch: number): readonly unknown[] => {
    let known = sums.get(ofEntity);
    if (!known) {
      const own = new Set<number>();
      for (const name of measures) {
        const place = places.get(name);
        if (place?.branch === branch) own.add(place.index);
      }
      known = addUpSlices(ofEntity, [...own]);
      sums.set(ofEntity, known);
    }
    return known;
  };
  return {
    slices() {
      const ids = slices ? measures.flatMap((name) => [...groupsWith(name).keys()]) : [];
      return [...new Set(ids)].map((id) => sliceInfo({ slice: id, slice_key: null, slice_name: null }, request));
    },
    tally(name, sliceId = null) {
      const ofBranch = groupsWith(name);
      const entity = slices ? sliceId : narrowing?.id;
      const parts = entity === undefined ? [...ofBranch.values()] : [ofBranch.get(entity)];
      const { branch, index } = places.get(name) ?? { branch: -1, index: -1 };
      let sum: unknown;
      for (const part of parts) if (part) sum = sumOf(sum, sumsIn(part, branch)[index]);
      return readTally(measure(name), sum);
    },
    isSliced: () => slices !== null,
    scoringModelVersion: modelVersionFor(request, found),
    rest: () => undefined,
  };
}

/** @param indices of measures that add up: the others of a branch, durations for one, do not */
function addUpSlices(slices: ReadonlyMap<string | null, Group>, indices: readonly number[]): unknown[] {
  const sums: unknown[] = [];
  slices.forEach(({ tallies }) => {
    for (const index of indices) sums[index] = sumOf(sums[index], tallies[index]);
  });
  return sums;
}

function modelVersionFor({ measures }: TallyRequest, { scoringModelVersion }: Pick<Tallied, 'scoringModelVersion'>) {
  return readsQualityScore(measures) ? scoringModelVersion : null;
}

function sliceInfo(
  { slice, slice_key, slice_name }: Pick<StatementRow, 'slice' | 'slice_key' | 'slice_name'>,
  { funnel, slices }: TallyRequest,
): SliceInfo {
  const byStage = slices !== null && 'by' in slices && slices.by === 'STAGE';
  const key = byStage ? funnel.stages.find(({ id }) => id === slice)!.key : (slice_key ?? slice);
  return { id: slice, key, name: slice_name };
}
