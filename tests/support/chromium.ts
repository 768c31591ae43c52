import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

const FEATURES_OFF = [
  // Suggestions under an address bar that nobody sees: a page of the browser's own, seconds of processor for every phone.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  // The last list is the one that counts, so what the driver turns off has its place in it too.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join()}`,
];

function usable(path: string | undefined): path is string {
  if (!path || !existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A Chromium to drive: the one named by BANSO_CHROMIUM, Playwright's own, the system's; null when there is none. */
function findChromium(): string | null {
  const named = process.env['BANSO_CHROMIUM'];
  if (named) return usable(named) ? named : null;
  return [chromium.executablePath(), ...SYSTEM].find(usable) ?? null;
}

/** Finds a Chromium or installs one: Debian's package as root, else Playwright's own build. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.log('No Chromium found; installing one for the browser tests…');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', 'chromium');
  }
  if (!findChromium()) run('npx', 'playwright-core', 'install', 'chromium');
  const installed = findChromium();
  if (!installed) throw new Error('The browser tests need Chromium. Install it, or name one in BANSO_CHROMIUM.');
  return installed;
}

/** A browser without a profile on disk; every context is a fresh phone. */
export function launchBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: [...QUIET, ...args] });
}

/** A phone whose storage is on disk, so that it survives being killed and started again. */
export function launchPhone(profile: string, ...args: string[]): Promise<BrowserContext> {
  return launchOn(profile, args, []);
}

/** Such a phone that keeps the page one leaves and wakes it when one goes back, which the driver turns off elsewhere. */
export function launchPhoneThatKeepsPages(profile: string): Promise<BrowserContext> {
  return launchOn(profile, [], ['--disable-back-forward-cache']);
}

function launchOn(profile: string, args: readonly string[], ignored: string[]): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    ignoreDefaultArgs: ignored,
    args: [...QUIET, ...args],
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
}

/** Kills a phone's whole browser as the system does when it wants the memory: no page hears of it. Answers once it is dead. */
export async function killPhone(profile: string): Promise<void> {
  const pid = browserOn(profile);
  process.kill(-pid, 'SIGKILL');
  while (commandLine(pid).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * Stops every process of a phone's browser, as Android does with an app that nobody looks at, and lets it go on. The
 * freeze of DevTools (`Page.setWebLifecycleState`) takes hidden pages alone, and the driver lets none be hidden.
 */
export function freezePhone(profile: string): () => void {
  const pid = browserOn(profile);
  process.kill(-pid, 'SIGSTOP');
  return () => process.kill(-pid, 'SIGCONT');
}

/** The process of the browser on a profile. The driver starts it as the leader of a group, to which all of its own belong. */
function browserOn(profile: string): number {
  const pid = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .find((entry) => {
      const command = commandLine(entry);
      return command.includes(`--user-data-dir=${profile}`) && !command.some((word) => word.startsWith('--type='));
    });
  if (pid === undefined) throw new Error(`No browser runs on ${profile}`);
  return pid;
}

/** The words a process was started with; none for one that is gone. */
function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}
