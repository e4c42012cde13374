import Plus from 'lucide-react/icons/plus';
import { usePage } from '../page-context';

/** Another phone, and how to do without a mouse. */
export function Foot({ add }: { readonly add: () => void }) {
  const { t } = usePage();
  return (
    <footer className="foot">
      <button type="button" className="add-phone" onClick={add}>
        <Plus size={18} aria-hidden />
        {t.addPhone}
      </button>
      <dl className="shortcuts" aria-label={t.keyboard}>
        {t.shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </footer>
  );
}
