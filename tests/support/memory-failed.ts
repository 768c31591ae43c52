import type { StoreFailure } from '#core/ports.ts';

/** Undoes the transaction it is thrown in and becomes the answer. */
export class Failed extends Error {
  readonly failure: StoreFailure;
  constructor(failure: StoreFailure) {
    super(failure.code);
    this.failure = failure;
  }
}
