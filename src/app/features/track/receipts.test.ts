import { expect, test } from 'vitest';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { KeptReceipt } from '#core/ports.ts';
import { receiptsOf } from './receipts.ts';

const DOSSIER = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const kept = (type: KeptReceipt['type'], at: number, receipt = `${type} ${at}`): KeptReceipt => ({
  command: DOSSIER,
  dossier: DOSSIER,
  type,
  at,
  receipt,
});
const event = (n: number, at: number, type: string) => ({ n, at, what: { type } }) as Dossier['events'][number];
const events = [
  event(1, 100, 'submitted'),
  event(2, 100, 'papersComplete'),
  event(3, 150, 'supplementRequested'),
  event(4, 200, 'supplemented'),
  event(5, 300, 'supplemented'),
  event(6, 350, 'papersReplaced'),
];

test('each receipt stands at the step it is for, also of two of a kind', () => {
  const { ofStep, others } = receiptsOf({ events }, [
    kept('submit', 100),
    kept('supplement', 200),
    kept('supplement', 300),
    kept('replacePapers', 350),
  ]);
  expect([...ofStep].map(([step, { receipt }]) => [step, receipt])).toEqual([
    ['1', 'submit 100'],
    ['4', 'supplement 200'],
    ['5', 'supplement 300'],
    ['6', 'replacePapers 350'],
  ]);
  expect(others).toEqual([]);
});

test('one without a step stays to be seen, an empty one is none', () => {
  const { ofStep, others } = receiptsOf({ events }, [
    kept('rate', 400),
    kept('withdraw', 100),
    kept('submit', 100, ''),
  ]);
  expect(ofStep.size).toBe(0);
  expect(others.map(({ type }) => type)).toEqual(['rate', 'withdraw']);
});
