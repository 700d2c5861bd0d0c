/** Settings from the environment, read once at start; a wrong value is one plain sentence. */
import { join, resolve } from 'node:path';
import { SetupError } from '@cunzhi/plugin';

export interface Settings {
  readonly port: number;
  /** The folder for the embedded database, files and secrets. */
  readonly dataFolder: string;
  /** A PostgreSQL 15 or newer; undefined means the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly logLevel: string;
  /** Proxies whose word about the client's address is believed: addresses or networks with commas between. */
  readonly trustedProxies?: string | undefined;
  /** Where the signed roots of the audit log go: best a folder of another machine. Undefined means `roots` in the data folder. */
  readonly rootsFolder?: string | undefined;
  /** The file of the key that all sensitive values depend on. Undefined means `sensitive-key` in the data folder. */
  readonly keyFile?: string | undefined;
}

/** @throws SetupError when a value cannot be used. */
export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const port = Number(env['PORT'] ?? 4000);
  const problems: string[] = [];
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push(`PORT is "${env['PORT']}"; it must be a whole number from 0 to 65535.`);
  }
  const databaseUrl = env['DATABASE_URL'] || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push('DATABASE_URL must begin with postgres://, for example postgres://user:password@host:5432/cunzhi.');
  }
  if (Object.keys(env).some((name) => name.startsWith('BETTER_AUTH_TELEMETRY'))) {
    problems.push('BETTER_AUTH_TELEMETRY is set: it would send data to a foreign host. Unset it.');
  }
  if (env['BETTER_AUTH_SECRETS'] !== undefined) {
    problems.push(
      'BETTER_AUTH_SECRETS is set: it would sign cookies instead of the secret in the data folder. Unset it.',
    );
  }
  if (problems.length > 0) throw new SetupError(problems);
  return {
    port,
    databaseUrl,
    dataFolder: env['CUNZHI_DATA'] ? resolve(env['CUNZHI_DATA']) : join(root, '.data'),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    trustedProxies: env['TRUSTED_PROXIES'],
    rootsFolder: env['CUNZHI_ROOTS'] ? resolve(env['CUNZHI_ROOTS']) : undefined,
    keyFile: env['CUNZHI_KEY'] ? resolve(env['CUNZHI_KEY']) : undefined,
  };
}
