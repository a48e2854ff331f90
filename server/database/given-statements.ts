/**
 * Statements that have been given and are under way while the process does something else. A transaction's connection does them in order,
 * so what is given after one finds it done.
 */
export class GivenStatements {
  /** One failure makes all after it fail: what counts is the first. */
  failure: unknown;
  private readonly all: Promise<unknown>[] = [];

  add(...statements: readonly Promise<unknown>[]): void {
    for (const statement of statements) {
      statement.catch((error: unknown) => {
        this.failure ??= error;
      });
      this.all.push(statement);
    }
  }

  async done(): Promise<void> {
    await Promise.all(this.all);
  }

  /** Does what gives and awaits statements beside these, and throws what failed first. */
  async within<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.failure ?? error;
    }
  }
}
