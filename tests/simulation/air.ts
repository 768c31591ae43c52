import type { Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Exchanged, Uploaded } from '#core/ports.ts';
import type { Block } from '#core/sync/state.ts';

/** What one life of a phone has on its way and what it heard last, seen from beside its engine. */
export class Air {
  /** Commands of the request that left last; its answer may still be on its way into the store. */
  carried: readonly Uuid[] = [];
  /** Of each file under way, the bytes that the server holds or the system has been handed: these may still be lost. */
  readonly uploading = new Map<Sha256, number>();
  /** The last answer, to a request or a file, brought nothing. */
  failed = false;
  /** Why the server turned the last request away for good. */
  barred: Block | null = null;

  /** `keeping`: an answer is being kept that came before this one and says what still waits. */
  heard(result: Exchanged | Uploaded, session: string | null, account: string, keeping: boolean): void {
    const refusal = !result.ok && result.failure.code === 'refused' ? result.failure.refusal.code : null;
    // A gap is answered by sending what is missing, and nobody is told of it as a failure.
    this.failed = !result.ok && !keeping && refusal !== 'gap';
    if (refusal === null) return;
    if (session !== account) this.barred = session === null ? 'signedOut' : 'wrongAccount';
    else if (refusal === 'gap' || refusal === 'conflict') this.barred = 'disagreement';
    else if (refusal === 'protocolUnsupported') this.barred = 'outdated';
  }
}
