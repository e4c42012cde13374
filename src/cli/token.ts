import { Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../clock';
import { createToken, listTokens, revokeToken } from '../services/access/api-tokens';
import { print } from './terminal';
import { operator, withDatabase } from './with-database';

const context = { clock: systemClock };

/** `faultline token create`, `token list` and `token revoke`. */
export function tokenCommand(): Command {
  const command = new Command('token').description('look after the tokens of the API');
  command
    .command('create')
    .description('make a token; it is shown once and never again')
    .requiredOption('--name <name>', 'who or what will use it')
    .requiredOption('--role <role>', 'admin, or a role of people.csv: desk, cs_supervisor, monitoring, team_leader …')
    .action(create);
  command.command('list').description('list the tokens: who, role, last use').action(list);
  command
    .command('revoke')
    .description('end a token for good')
    .argument('<id>', 'as token list shows it', toId)
    .action(revoke);
  return command;
}

function toId(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number.');
}

function create({ name, role }: { readonly name: string; readonly role: string }): Promise<void> {
  return withDatabase(async () => {
    const { id, token } = await createToken(context, name, role, operator());
    print.line(token);
    print.note(
      `Token ${id} of ${name} with the role ${role}. It is not shown again. Use it as: Authorization: Bearer <token>`,
    );
  });
}

function list(): Promise<void> {
  return withDatabase(async () => {
    for (const { id, name, role, lastUsedAt, revokedAt } of await listTokens()) {
      const used =
        revokedAt === null ? `last used ${lastUsedAt?.toISOString() ?? 'never'}` : `revoked ${revokedAt.toISOString()}`;
      print.line(`${String(id).padEnd(5)} ${role.padEnd(22)} ${name.padEnd(24)} ${used}`);
    }
  });
}

function revoke(id: number): Promise<void> {
  return withDatabase(async () => {
    const { name } = await revokeToken(context, id, operator());
    print.line(`Token ${id} of ${name} is revoked; running processes refuse it within 5 seconds.`);
  });
}
