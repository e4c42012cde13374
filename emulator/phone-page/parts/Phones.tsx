import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useRemembered } from '../browser/remembered';
import { usePage } from '../page-context';
import { firstTable, placed } from '../state/table';
import type { Table } from '../state/table';
import { Complaints } from './Complaints';
import { Foot } from './Foot';
import { PersonPicker } from './PersonPicker';
import { PhoneCard } from './PhoneCard';
import { PhoneTabs, tabId } from './PhoneTabs';
import { RingingElsewhere } from './RingingElsewhere';

/** Whose phone is to be chosen: a new one, or another person's in the place of this number. */
type Choosing = { readonly instead: string | null } | null;

/** The table with the phones: side by side, or one at a time where there is no room. */
export function Phones() {
  const { table, shown, put, remove, select } = useTable();
  const [choosing, setChoosing] = useState<Choosing>(null);
  const narrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false });
  const add = (): void => {
    setChoosing({ instead: null });
  };
  const done = (): void => {
    setChoosing(null);
  };
  const place = { change: setChoosing, remove: table.length > 1 ? remove : null };
  return (
    <main className="main">
      <Lost />
      <RingingElsewhere table={table} take={put} />
      {narrow && <PhoneTabs table={table} shown={shown} add={add} select={select} />}
      <div className="table">
        {table.map((number) => (
          <Place key={number} number={number} tabbed={narrow} hidden={narrow && number !== shown} {...place} />
        ))}
      </div>
      {!narrow && <Foot add={add} />}
      <Complaints />
      <PersonPicker
        opened={choosing !== null}
        table={table}
        close={done}
        choose={(number) => {
          put(number, choosing?.instead);
          done();
        }}
      />
    </main>
  );
}

/** The phones on the table, kept for the next visit, and the one that is shown where only one has room. */
function useTable() {
  const { state, language } = usePage();
  const [table, setTable] = useRemembered<Table>('phones.table', firstTable(state.directory, language));
  const [selected, select] = useState('');
  return {
    table,
    shown: table.includes(selected) ? selected : (table[0] ?? ''),
    select,
    put: (number: string, instead: string | null = null): void => {
      setTable(placed(table, number, instead));
      select(number);
    },
    remove: (number: string): void => {
      setTable(table.filter((one) => one !== number));
    },
  };
}

interface PlaceProps {
  readonly number: string;
  readonly tabbed: boolean;
  readonly hidden: boolean;
  readonly change: (choosing: Choosing) => void;
  /** Null for the last phone on the table, which must stay. */
  readonly remove: ((number: string) => void) | null;
}

function Place({ number, tabbed, hidden, change, remove }: PlaceProps) {
  const panel = tabbed ? { role: 'tabpanel', 'aria-labelledby': tabId(number) } : {};
  return (
    <div className="table-place" hidden={hidden} {...panel}>
      <PhoneCard
        number={number}
        change={() => {
          change({ instead: number });
        }}
        remove={
          remove &&
          (() => {
            remove(number);
          })
        }
      />
    </div>
  );
}

function Lost() {
  const { state, t } = usePage();
  if (state.link !== 'lost') return null;
  return (
    <p className="notice" role="alert">
      {t.lost}
    </p>
  );
}
