import { sql } from 'kysely';
import { type AssignmentPolicy, type AssignmentStrategy, writePolicy } from '../assignment/policy.ts';
import type { Database, Queryable } from '../database/database.ts';
import { writeWorkspace } from '../database/workspace-write.ts';

export const DEFAULT_MAXIMUM_AGE_DAYS = 30;
const MOST_DAYS = 36_500;
/** Of owners, and of teams; a team may have any number. */
export const MOST_NAMES = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** As asked for: what is absent has its default. */
export interface PolicyRequest {
  isActive?: boolean | null | undefined;
  minimumScore?: number | null | undefined;
  strategy: AssignmentStrategy;
  owners?: readonly string[] | null | undefined;
  teams?: readonly string[] | null | undefined;
  maximumAgeDays?: number | null | undefined;
}

/** A policy that cannot be: why. */
export class InvalidAssignmentPolicyError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InvalidAssignmentPolicyError';
    this.code = code;
  }
}

/** Sets the policy of a funnel, for leads that come from now on. @throws InvalidAssignmentPolicyError */
export async function defineAssignmentPolicy(
  database: Database,
  workspaceId: string,
  funnelId: string,
  request: PolicyRequest,
): Promise<void> {
  const policy = checkPolicy(request);
  await writeWorkspace(database, workspaceId, async (write) => {
    await checkNames(write, workspaceId, 'key', policy.owners);
    await checkNames(write, workspaceId, 'team', policy.teams);
    await writePolicy(write, workspaceId, funnelId, policy);
  });
}

function checkPolicy({
  isActive,
  minimumScore,
  strategy,
  owners,
  teams,
  maximumAgeDays,
}: PolicyRequest): AssignmentPolicy {
  const policy: AssignmentPolicy = {
    isActive: isActive ?? true,
    minimumScore: minimumScore ?? null,
    strategy,
    owners: [...new Set(owners)],
    teams: [...new Set(teams)],
    maximumAgeDays: maximumAgeDays ?? DEFAULT_MAXIMUM_AGE_DAYS,
  };
  if (policy.minimumScore !== null && !(policy.minimumScore >= 0 && policy.minimumScore <= 100))
    throw new InvalidAssignmentPolicyError(
      'INVALID_SCORE',
      `minimumScore is ${policy.minimumScore}; give a score from 0 to 100, or null for every lead.`,
    );
  if (!(policy.maximumAgeDays >= 1 && policy.maximumAgeDays <= MOST_DAYS))
    throw new InvalidAssignmentPolicyError(
      'INVALID_DAYS',
      `maximumAgeDays is ${policy.maximumAgeDays}; give a whole number of days from 1 to 36,500, or null for the default.`,
    );
  if (policy.owners.length + policy.teams.length === 0)
    throw new InvalidAssignmentPolicyError('NO_OWNERS', 'Name at least one owner or team who gets leads.');
  if (policy.owners.length > MOST_NAMES || policy.teams.length > MOST_NAMES)
    throw new InvalidAssignmentPolicyError(
      'TOO_MANY_OWNERS',
      `At most ${MOST_NAMES} owners and as many teams are taken; name a team instead of its owners.`,
    );
  return policy;
}

/** A name that nobody bears would quietly get nothing. */
async function checkNames(
  on: Queryable,
  workspaceId: string,
  column: 'key' | 'team',
  names: readonly string[],
): Promise<void> {
  const readable = names.filter((name) => !CONTROL.test(name));
  const rows = await on.query<{ name: string }>(sql`
    select distinct ${sql.ref(column)} as name from owners
    where workspace_id = ${workspaceId} and ${sql.ref(column)} = any(${readable}::text[])`);
  const known = new Set(rows.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const shown = unknown.slice(0, 100);
  throw column === 'key'
    ? new InvalidAssignmentPolicyError(
        'UNKNOWN_OWNER',
        `There is no owner '${shown}'; define them first (defineOwner).`,
      )
    : new InvalidAssignmentPolicyError(
        'UNKNOWN_TEAM',
        `No owner is in a team '${shown}'; put one there first (defineOwner).`,
      );
}
