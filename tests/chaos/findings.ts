/** What must be 0 at the end. `bugs`: answers that no protocol of ours allows, and requests that hang. */
export const KINDS = ['lost', 'duplicated', 'corrupt', 'bugs'] as const;
export type Kind = (typeof KINDS)[number];

/** What went wrong, each thing once. */
export class Findings {
  readonly #told = new Map<string, Kind>();

  add(kind: Kind, what: string): void {
    this.#told.set(`${kind}: ${what}`, kind);
  }

  count(kind: Kind): number {
    return [...this.#told.values()].filter((one) => one === kind).length;
  }

  list(): string[] {
    return [...this.#told.keys()];
  }
}
