/**
 * Statements that have been given and are under way while the process does something else. A transaction's connection does them in order,
 * so what is given after one finds it done.
 */
export class GivenStatements {
  private readonly all: Promise<unknown>[] = [];

  add(...statements: readonly Promise<unknown>[]): void {
    for (const statement of statements) {
      this.all.push(ahead(statement));
    }
  }

  async done(): Promise<void> {
    await Promise.all(this.all);
  }

  /** Does what gives and awaits statements beside these. One failure makes all after it fail, so the first in the order given is thrown. */
  async within<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const outcomes = await Promise.allSettled(this.all);
      const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
      throw failed ? failed.reason : error;
    }
  }
}

/** What is asked for before it is awaited: its failure is met there, unless what was given before has failed. */
export function ahead<Result>(asked: Promise<Result>): Promise<Result> {
  asked.catch(() => {});
  return asked;
}

/** Statements that are under way while the process does something else. Whoever awaits the whole later meets their failure. */
export function unawaited(statements: readonly Promise<unknown>[]): Promise<void> {
  return ahead(Promise.all(statements).then(() => {}));
}
