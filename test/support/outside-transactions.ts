import { isInTransaction } from '../../models/database';
import type { Carrier } from '../../src/carrier/carrier';

/** The same carrier, which throws when it is asked while a transaction is open: the transaction may run again, and a call cannot be taken back. */
export function outsideTransactions(carrier: Carrier): Carrier {
  return new Proxy(carrier, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...words: unknown[]): unknown => {
        if (isInTransaction()) throw new Error(`The carrier is asked (${String(name)}) inside a transaction.`);
        return Reflect.apply(member, target, words);
      };
    },
  });
}
