import { createHmac, randomBytes } from 'node:crypto';
import { noteChange, remembered } from '../../../models/database';
import { Meta } from '../../../models/meta';

const key = 'phoneHashSecret';
const mark = '#';

export const isPhoneHash = (text: string): boolean => text.startsWith(mark);

/** A number, and the hash that stands for it once it was forgotten. */
export async function phoneAndHash(phone: string): Promise<string[]> {
  const secret = await remembered('secret of phone hashes', () => Meta.findByPk(key));
  return secret === null ? [phone] : [phone, hashWith(secret.value, phone)];
}

/** The hash by which a forgotten number is recognised again. Keyed with a secret of this installation, since all phone numbers could be tried. Fits a phone column. */
export async function phoneHash(phone: string): Promise<string> {
  const value = randomBytes(32).toString('base64url');
  const [secret, isNew] = await Meta.findOrCreate({ where: { key }, defaults: { key, value } });
  if (isNew) await noteChange();
  return hashWith(secret.value, phone);
}

function hashWith(secret: string, phone: string): string {
  return mark + createHmac('sha256', secret).update(phone).digest('base64url').slice(0, 30);
}
