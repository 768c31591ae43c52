import { MemoryLedger } from '#tests/support/memory-ledger.ts';
import { ledgerContract, type LedgerUnderTest } from './ledger.contract.ts';
import { ledgerSyncContract } from './ledger-sync.contract.ts';

const inMemory = (): Promise<LedgerUnderTest> => {
  const ledger = new MemoryLedger((unit) => `H38.${unit.slice(-2)}`);
  return Promise.resolve({
    transaction: async (work) => await ledger.transaction(work),
    addAccount: () => Promise.resolve(),
  });
};
ledgerContract('in memory', inMemory);
ledgerSyncContract('in memory', inMemory);
