import X from 'lucide-react/icons/x';
import { usePage } from '../page-context';

export const GUIDE_ID = 'guide';

/** What a newcomer can try, as the directory says; it leaves the phones in reach. */
export function Guide({ close }: { readonly close: () => void }) {
  const { state, language, t } = usePage();
  return (
    <aside className="guide" id={GUIDE_ID} aria-label={t.guide}>
      <ol className="guide-steps">
        {(state.directory.guide ?? []).map((step) => (
          <li key={step.en}>{step[language]}</li>
        ))}
      </ol>
      <button type="button" className="tool guide-close" aria-label={t.close} onClick={close}>
        <X size={18} aria-hidden />
      </button>
    </aside>
  );
}
