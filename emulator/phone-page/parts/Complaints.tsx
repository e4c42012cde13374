import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { usePage } from '../page-context';
import { clockText } from '../state/time';

/** What a real carrier would complain about, when there is anything. */
export function Complaints() {
  const { state, t } = usePage();
  const { notices, directory } = state;
  if (notices.length === 0) return null;
  return (
    <details className="complaints">
      <summary>
        <TriangleAlert size={16} aria-hidden />
        {t.complaints(notices.length)}
      </summary>
      <p className="complaints-hint">{t.complaintsHint}</p>
      <ul>
        {notices.toReversed().map(({ at, level, code, message, url }, index) => (
          <li key={notices.length - index}>
            <time>{clockText(Date.parse(at), directory.timezone, true)}</time>
            <span data-level={level}>
              {t.levels[level]} {code}
            </span>
            <span lang="en">
              {message} <code>{url}</code>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
