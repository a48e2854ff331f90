import { type MeasureName, measure } from './measures.ts';
import { readsQualityScore } from './scoring-model-version.ts';
import type { Branch, StatementRow } from './statement.ts';
import { nothing, readTally, sumOf, type Tally } from './tally.ts';
import type { TallyRequest } from './tally-request.ts';

/** The answer to a request. */
export interface TallyGroups {
  /** The slices that any measure found something in. */
  slices: SliceInfo[];
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
  /** Of each branch, by entity, then by slice. */
  groups: readonly ReadonlyMap<string | null, ReadonlyMap<string | null, StatementRow>>[];
  /** The branch of each measure, but for rests. Absent: what cannot be found in the question was not asked for. */
  branchOf: ReadonlyMap<MeasureName, number>;
  scoringModelVersion: number | null;
}

export function tallied(
  branches: readonly Branch[],
  rows: readonly StatementRow[],
  scoringModelVersion: number | null,
): Tallied {
  const groups = branches.map(() => new Map<string | null, Map<string | null, StatementRow>>());
  for (const row of rows) {
    const ofBranch = groups[row.branch]!;
    const known = ofBranch.get(row.entity);
    if (known) known.set(row.slice, row);
    else ofBranch.set(row.entity, new Map([[row.slice, row]]));
  }
  const branchOf = new Map<MeasureName, number>();
  for (const [index, { measures, rest }] of branches.entries())
    if (!rest) for (const name of measures) branchOf.set(name, index);
  return { branches, groups, branchOf, scoringModelVersion };
}

/** The answer to a request that shares its groups with the statement. */
export function groupsOf(request: TallyRequest, { branches, groups, branchOf, ...found }: Tallied): TallyGroups {
  const { measures, narrowing } = request;
  const rowsOf = (index: number) => groups[index]!.get(narrowing && branches[index]!.byEntity ? narrowing.id : null);
  const tallyOf = (name: MeasureName, index: number | undefined, sliceId: string | null) =>
    index === undefined
      ? nothing
      : readTally(measure(name), rowsOf(index)?.get(branches[index]!.bySlice ? sliceId : null)?.tallies[name]);
  const indicesOf = (names: readonly MeasureName[]) => new Set(names.flatMap((name) => branchOf.get(name) ?? []));
  return {
    get slices() {
      const own = [...indicesOf(measures)].filter((index) => branches[index]!.bySlice);
      const rows = own.flatMap((index) => [...(rowsOf(index)?.values() ?? [])]);
      return [...new Map(rows.map((row) => [row.slice, sliceInfo(row, request)])).values()];
    },
    tally: (name, sliceId = null) => tallyOf(name, branchOf.get(name), sliceId),
    isSliced: (name) => [...indicesOf([name])].every((index) => branches[index]!.bySlice),
    scoringModelVersion: modelVersionFor(request, found),
    rest(name) {
      const key = JSON.stringify(request.rest);
      const index = branches.findIndex(
        ({ rest, measures }) => rest && JSON.stringify(rest) === key && measures.includes(name),
      );
      return index < 0 ? undefined : tallyOf(name, index, null);
    },
  };
}

/** The answer to a request for sums of the statement's groups: over all slices, and over all entities or stage by stage. */
export function sumsOf(request: TallyRequest, { groups, branchOf, ...found }: Tallied): TallyGroups {
  const { narrowing, slices, measures } = request;
  const rowsOf = (name: MeasureName): Tallied['groups'][number] => groups[branchOf.get(name) ?? -1] ?? new Map();
  return {
    get slices() {
      const ids = slices ? measures.flatMap((name) => [...rowsOf(name).keys()]) : [];
      return [...new Set(ids)].map((id) => sliceInfo({ slice: id, slice_key: null, slice_name: null }, request));
    },
    tally(name, sliceId = null) {
      const ofBranch = rowsOf(name);
      const entity = slices ? sliceId : narrowing?.id;
      const parts = entity === undefined ? [...ofBranch.values()] : [ofBranch.get(entity)];
      const jsons = parts.flatMap((rows) => [...(rows?.values() ?? [])].map(({ tallies }) => tallies[name]));
      return readTally(measure(name), sumOf(jsons));
    },
    isSliced: () => slices !== null,
    scoringModelVersion: modelVersionFor(request, found),
    rest: () => undefined,
  };
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
