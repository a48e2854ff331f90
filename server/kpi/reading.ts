import type { TallyRequest } from './tally-request.ts';

/**
 * What was asked and found in the course of one operation. Its statements have snapshots of their own, and something may be committed between
 * two of them: a total and its parts would then speak of different data.
 */
export class Reading {
  readonly requests: TallyRequest[] = [];
  /** The workspace's data version at which all was found so far; undefined: nothing was. */
  version: number | undefined;
  /** It was found at different versions. */
  isMixed = false;

  asked(requests: readonly TallyRequest[]): void {
    this.requests.push(...requests);
  }

  heard(version: number): void {
    this.isMixed ||= this.version !== undefined && this.version !== version;
    this.version = version;
  }
}
