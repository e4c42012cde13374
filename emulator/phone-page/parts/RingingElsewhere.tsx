import BellRing from 'lucide-react/icons/bell-ring';
import { usePage, usePerson } from '../page-context';
import type { Table } from '../state/table';

interface ElsewhereProps {
  readonly table: Table;
  readonly take: (number: string) => void;
}

/** Phones that ring and are not on the table, so that nobody waits for an answer that cannot come. */
export function RingingElsewhere({ table, take }: ElsewhereProps) {
  const { state } = usePage();
  const ringing = [...state.phones.values()].filter((phone) => phone.state === 'ringing');
  return (
    <div className="elsewhere" role="status">
      {ringing
        .filter(({ number }) => !table.includes(number))
        .map(({ number }) => (
          <Elsewhere key={number} number={number} take={take} />
        ))}
    </div>
  );
}

function Elsewhere({ number, take }: { readonly number: string; readonly take: (number: string) => void }) {
  const { language, t } = usePage();
  const { title, role } = usePerson(number);
  return (
    <div className="elsewhere-phone">
      <BellRing size={18} aria-hidden />
      <span>
        {t.ringsElsewhere(title)} <small>{role[language]}</small>
      </span>
      <button
        type="button"
        className="button"
        onClick={() => {
          take(number);
        }}
      >
        {t.putOnTable}
      </button>
    </div>
  );
}
