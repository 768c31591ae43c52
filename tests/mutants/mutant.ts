/** One mistake planted on purpose: in `file`, the only occurrence of `find` becomes `replace`. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Few months are unlucky enough to meet it: the suites of its part are asked first. */
  readonly rare: boolean;
};

type Patches = Readonly<Record<string, readonly [find: string, replace: string]>>;

export const in_ = (file: string, patches: Patches): Mutant[] =>
  Object.entries(patches).map(([name, [find, replace]]) => ({ name, file, find, replace, rare: RARE.has(name) }));

/** The names of those. */
export const RARE: ReadonlySet<string> = new Set([
  'machine: what waits in the store is a disagreement all the same',
  'machine: what is to be sent again waits for a poll',
  'machine: a server that is older waits for an update of the app',
  'machine: a server that is older is asked with all that waits',
  'machine: what was not sent to an older server waits for the next',
  'behind: whoever is behind, the app is',
  'behind: a server that contradicts itself is older',
  'serve: a phone without epochs does not hear that the server went back',
  'v1: a phone ahead of its server is told what is new',
  'v1: a phone stands still at a gap',
  'drafts: one that no server reads is told',
  "machine: another person's session is asked on",
  'uploads: what the system took is a contact',
  'uploads: nothing waits for the next contact',
  'uploads: a refused file comes first again',
  'plan: a known event breaks the history',
  'plan: bytes go before a backup has them',
  'record: bytes go with the backup of their command',
  'record: papers go by what an earlier epoch told',
  'record: papers that the server lacks again go',
  'record: a paper that no dossier here names is not offered',
  'record: an updated phone has nothing acknowledged',
  'record: a new epoch goes on from the old cursor',
  'record: what is thrown away takes unseen words along',
  'record: what is thrown away while it is told is not told of',
  'drafts: a choice stands against what came meanwhile',
  'drafts: answers in another order are something written',
  'drafts: what was told before the server went back is not told again',
  'drafts: what was told before the server went back keeps its number',
  'drafts: a submitted draft is a draft again',
  'serve: the surroundings set a command aside',
  'serve: who lost a race is set aside',
  'serve: a submitted draft goes on',
  'serve: a draft that came late is one again',
  'outbox: lost pages are forgotten',
  'lost here: a photo that does not open is waited for from another phone',
  'editor: what was just typed waits for its timer when the page is hidden',
  'editor: what was just typed waits for its timer when the page is put away',
  'rot: a command that never left is said to be sent',
  'rot: what does not open was never sent',
]);
