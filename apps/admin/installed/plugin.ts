/** An installed plugin as the build sees it: what `cunzhi.config.ts` names, and the package that it came in. */

export interface InstalledPlugin {
  readonly id: string;
  readonly version: string;
  /** The platform versions it works with, a semver range. */
  readonly compat: string;
  /** The file of its admin entry. */
  readonly entry: string;
  /** The folder of its package. */
  readonly root: string;
  /** Ours: may hold short paths, and its bytes count against the routes of the shell. */
  readonly isBundled: boolean;
}
