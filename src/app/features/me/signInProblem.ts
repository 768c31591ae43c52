const PROBLEMS = ['denied', 'expired', 'elsewhere', 'unavailable', 'failed'] as const;

/** Why a sign-in came to nothing, as the server puts it into the address. */
export type SignInProblem = (typeof PROBLEMS)[number];

/** The problem an address names; a code of a newer server is still a failure. */
export function signInProblemOf(code: string | null): SignInProblem | null {
  if (code === null) return null;
  return PROBLEMS.find((problem) => problem === code) ?? 'failed';
}
