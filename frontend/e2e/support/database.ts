import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Account } from './account';
import { environment } from './environment';

const PROGRAM = `
import json, os, sys, psycopg
keys = {"host": "SERVER", "port": "PORT", "dbname": "DB", "user": "USER", "password": "PASSWORD"}
with psycopg.connect(**{k: os.environ["POSTGRES_" + v] for k, v in keys.items()}) as connection:
    connection.execute(sys.argv[1], json.loads(sys.argv[2]))
`;

/** Run a statement of SQL, for what would take hours or thousands of requests. */
export async function sql(statement: string, values: Record<string, unknown> = {}): Promise<void> {
  const command = ['-c', PROGRAM, statement, JSON.stringify(values)];
  await promisify(execFile)(environment.python, command, { cwd: environment.root });
}

/** Let the login of an account be old: the API asks for the password before some steps. */
export async function ageLogin({ email }: Account): Promise<void> {
  await sql(
    `UPDATE user_sessions SET proved_at = now() - interval '1 day'
     WHERE user_id = (SELECT id FROM users WHERE email = %(email)s)`,
    { email },
  );
}
