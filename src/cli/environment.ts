import { existsSync } from 'node:fs';
import { env, loadEnvFile } from 'node:process';

/** The environment, completed by the `.env` file of the working folder. */
export function readEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) loadEnvFile('.env');
  return env;
}

/** The same for commands that place no calls, which also work in production before a carrier is set. */
export function readOfflineEnvironment(): NodeJS.ProcessEnv {
  return { ...readEnvironment(), NODE_ENV: '' };
}
