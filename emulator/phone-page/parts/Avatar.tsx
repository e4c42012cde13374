import { usePage, usePerson } from '../page-context';

const TINTS = 8;

/** The first sign of a name, tinted by the group that the person belongs to. */
export function Avatar({ number }: { readonly number: string }) {
  const { state } = usePage();
  const { name, group } = usePerson(number);
  const groups = [...new Set(state.directory.people.map((person) => person.group.en))];
  const tint = Math.max(0, groups.indexOf(group.en)) % TINTS;
  return (
    <span className="avatar" data-tint={tint} aria-hidden>
      {name === '' ? '#' : name.slice(0, 1)}
    </span>
  );
}
