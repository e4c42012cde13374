import type { Account } from '../../../models/account';
import { remembered, select } from '../../../models/database';

/** What calls need to know of an account. */
export type KnownAccount = Pick<
  Account,
  | ('id' | 'accountNo' | 'name' | 'language' | 'medical' | 'critical')
  | ('addressZh' | 'addressEn' | 'regionCode' | 'networkNodeCode')
  | ('meter' | 'supply' | 'balanceCents')
> & {
  /** The region of its network node; null when the node is unknown. */
  readonly nodeRegionCode: string | null;
};

/** An account with what a phone number is to it. */
type AccountOfPhone = KnownAccount & {
  /** A tenant's number never hears sums. */
  readonly tenant: boolean;
};

const columns = `a.id, a.account_no AS accountNo, a.name, a.address_zh AS addressZh, a.address_en AS addressEn,
  a.region_code AS regionCode, a.network_node_code AS networkNodeCode, a.meter, a.supply,
  a.balance_cents AS balanceCents, a.medical, a.critical, a.language, n.region_code AS nodeRegionCode`;
const accounts = 'accounts a LEFT JOIN network_nodes n ON n.code = a.network_node_code';
const byPhone = `SELECT ${columns}, p.tenant FROM ${accounts}
  JOIN account_phones p ON p.account_no = a.account_no WHERE p.phone = ? ORDER BY a.account_no`;

type Row<Known> = { readonly [Key in keyof Known]: Known[Key] extends boolean ? number : Known[Key] };

const known = (row: Row<KnownAccount>): KnownAccount => ({
  ...(row as unknown as KnownAccount),
  medical: Boolean(row.medical),
  critical: Boolean(row.critical),
});

const nameOfId = (id: number | string): string => `account ${id}`;
const nameOfNumber = (accountNo: string): string => `account no ${accountNo}`;

/** The accounts that a number (E.164) is on file for, in the order of their numbers. */
export function accountsOfPhone(phone: string): Promise<AccountOfPhone[]> {
  return remembered(`accounts of ${phone}`, async (also) => {
    const rows = await select<Row<AccountOfPhone>>(byPhone, [phone]);
    return rows.map(({ tenant, ...row }) => {
      const account = known(row);
      // Remembered by id and number too, because the next steps of the call ask by these.
      also(nameOfId(account.id), account);
      also(nameOfNumber(account.accountNo), account);
      return { ...account, tenant: Boolean(tenant) };
    });
  });
}

/** The account of an id from a URL; null when there is none. */
export async function accountById(id: string | undefined): Promise<KnownAccount | null> {
  if (id === undefined) return null;
  return firstOf(nameOfId(id), `SELECT ${columns} FROM ${accounts} WHERE a.id = ?`, Number(id));
}

/** The account of a number; null when there is none. */
export async function accountOfNumber(accountNo: string | null): Promise<KnownAccount | null> {
  if (accountNo === null) return null;
  return firstOf(nameOfNumber(accountNo), `SELECT ${columns} FROM ${accounts} WHERE a.account_no = ?`, accountNo);
}

function firstOf(name: string, sql: string, value: string | number): Promise<KnownAccount | null> {
  return remembered(name, async () => {
    const [row] = await select<Row<KnownAccount>>(sql, [value]);
    return row === undefined ? null : known(row);
  });
}
