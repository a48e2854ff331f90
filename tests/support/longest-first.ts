import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take more than a minute, those that mostly wait beside those that mostly compute. Where no run has been timed yet, Vitest
 * begins with the largest files; these are small, and one of them alone would keep one of two workers busy at the end.
 */
const longest = [
  'tests/server/kpi/reference.pglite.test.ts',
  'tests/server/events/chaos.postgres.test.ts',
  'tests/server/events/chaos.pglite.test.ts',
  'tests/server/kpi/reference.postgres.test.ts',
];

/** In the order of Vitest, but for those that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(relative(this.ctx.config.root, moduleId));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
