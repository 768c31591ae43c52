/** What a transaction has written so far and how to take it back, newest last. */
export class UndoLog {
  private readonly steps: (() => void)[] = [];
  private open = false;

  get underWay(): boolean {
    return this.open;
  }

  begin(): void {
    this.open = true;
  }

  commit(): void {
    this.open = false;
    this.steps.length = 0;
  }

  rollBack(): void {
    this.rollBackTo(0);
    this.open = false;
  }

  /** A point to go back to while the transaction goes on. */
  mark(): number {
    return this.steps.length;
  }

  rollBackTo(mark: number): void {
    while (this.steps.length > mark) this.steps.pop()?.();
  }

  note(step: () => void): void {
    if (this.open) this.steps.push(step);
  }
}

/** A map whose writes can be taken back: cheaper than a copy of everything for each transaction. */
export class UndoableMap<K, V> extends Map<K, V> {
  private readonly log: UndoLog;

  constructor(log: UndoLog) {
    super();
    this.log = log;
  }

  override set(key: K, value: V): this {
    const before = this.get(key);
    const had = before !== undefined || this.has(key);
    this.log.note(() => (had ? super.set(key, before as V) : super.delete(key)));
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    const before = this.get(key);
    if (!super.delete(key)) return false;
    this.log.note(() => super.set(key, before as V));
    return true;
  }
}

/** The same for a set that only grows. */
export class UndoableSet<T> extends Set<T> {
  private readonly log: UndoLog;

  constructor(log: UndoLog) {
    super();
    this.log = log;
  }

  override add(value: T): this {
    if (!this.has(value)) this.log.note(() => super.delete(value));
    return super.add(value);
  }
}
