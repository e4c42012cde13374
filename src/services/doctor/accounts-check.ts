import { literal, Op } from 'sequelize';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { NetworkNode } from '../../../models/network-node';
import { type Check, counted, error, type Finding, listed, type ReadablePatient, warning } from './check';

/** Whether every customer's place in the network is known and their phones can be rung. */
export const accountsCheck: Check<ReadablePatient> = async ({ config }) => [
  ...(await withoutNode()),
  ...(await notAllowed(config.allowedPrefixes)),
];

async function withoutNode(): Promise<Finding[]> {
  const known = literal(`(SELECT code FROM ${NetworkNode.tableName})`);
  const where = { networkNodeCode: { [Op.notIn]: known } };
  const count = await Account.count({ where });
  if (count === 0) return [];
  const some = await Account.findAll({ where, limit: 6, order: [['accountNo', 'ASC']] });
  return error(
    `The network node of ${counted(count, 'account')} is not there: ${listed(some.map(({ accountNo, networkNodeCode }) => `${accountNo} (${networkNodeCode})`))}.`,
    'Their reports find no region and no crew of their own, and they hear of no outage.',
    'Add the nodes to network.csv, or correct network_node in accounts.csv; then npx faultline import <dir>.',
  );
}

async function notAllowed(prefixes: readonly string[]): Promise<Finding[]> {
  const where = { [Op.and]: prefixes.map((prefix) => ({ phone: { [Op.notLike]: `${prefix}%` } })) };
  const count = await AccountPhone.count({ where });
  if (count === 0) return [];
  return warning(
    `ALLOWED_PREFIXES (${prefixes.join(',')}) excludes ${counted(count, 'phone')} of customers.`,
    'They can report, but are neither called back nor texted.',
    'Add their prefix to ALLOWED_PREFIXES and restart, unless that is what you want.',
  );
}
