import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system of its own for a test, or why there is none here; the reason belongs in the test's title. */
export type VolumeMade = { readonly ok: true; readonly volume: Volume } | { readonly ok: false; readonly why: string };

/** ext4's ioctl "go down" and its flag "without the log": what no fsync has asked for is gone, as when the power goes. */
const CUT = 'my $flag = pack("L", 2); open(my $f, "<", $ARGV[0]) or die "$!"; ioctl($f, 0x8004587D, $flag) or die "$!"';

/** A small ext4 in a file, mounted: it can be full, and its power can be cut. */
export class Volume {
  /** Where it is mounted. */
  readonly folder: string;
  readonly #place: string;
  readonly #image: string;

  private constructor(place: string) {
    this.#place = place;
    this.#image = path.join(place, 'image');
    this.folder = path.join(place, 'volume');
  }

  /** Makes one of so many bytes. Only root may mount, and not everywhere. */
  static make(bytes: number): VolumeMade {
    if (process.getuid?.() !== 0) return { ok: false, why: 'mounting a volume needs root' };
    const volume = new Volume(mkdtempSync(path.join(tmpdir(), 'banso-volume-')));
    try {
      writeFileSync(volume.#image, '');
      truncateSync(volume.#image, bytes);
      mkdirSync(volume.folder);
      run('mkfs.ext4', '-q', '-m', '0', volume.#image);
      volume.#mount();
      // Databases run as another user.
      run('chmod', '755', volume.#place);
      return { ok: true, volume };
    } catch (error) {
      rmSync(volume.#place, { recursive: true, force: true });
      return { ok: false, why: `no volume can be mounted: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** From here on nothing reaches the disk, and what was not flushed before has not. Then kill what runs, and `powerUp`. */
  cutPower(): void {
    run('perl', '-e', CUT, this.folder);
  }

  /** The power is back: the volume as a journalling file system finds it. Nobody may have a file of it open. */
  async powerUp(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        run('umount', this.folder);
        break;
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    this.#mount();
  }

  /** Fills it until so many bytes are left; answers how to make room again. */
  fill(left: number): () => void {
    const filler = path.join(this.folder, 'filler');
    run('fallocate', '-l', String(Math.max(1, this.free() - left)), filler);
    return () => rmSync(filler, { force: true });
  }

  /** Bytes that are left. */
  free(): number {
    return Number(run('df', '--output=avail', '-B1', this.folder).split('\n')[1]);
  }

  /** Gives everything back. */
  destroy(): void {
    if (existsSync(this.folder)) run('umount', '-l', this.folder);
    rmSync(this.#place, { recursive: true, force: true });
  }

  #mount(): void {
    run('mount', '-o', 'loop', this.#image, this.folder);
  }
}

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}
