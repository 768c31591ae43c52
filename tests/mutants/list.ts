import { readFileSync } from 'node:fs';
import { ENGINE_MUTANTS } from './engine-list.ts';
import type { Mutant } from './mutant.ts';
import { PHONE_MUTANTS } from './phone-list.ts';
import { SCREEN_MUTANTS } from './screen-list.ts';
import { SERVER_MUTANTS } from './server-list.ts';
import { STORE_MUTANTS } from './store-list.ts';

/** Mistakes somebody could make. What would change nothing anybody can notice is not among them. */
export const MUTANTS: readonly Mutant[] = [
  ...ENGINE_MUTANTS,
  ...SERVER_MUTANTS,
  ...PHONE_MUTANTS,
  ...SCREEN_MUTANTS,
  ...STORE_MUTANTS,
];

/** In how many places a bug could be planted: one, or nobody knows which bug it is. */
export function placesOf({ file, find }: Mutant): number {
  return readFileSync(file, 'utf8').split(find).length - 1;
}
