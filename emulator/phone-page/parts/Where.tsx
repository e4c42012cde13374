import { usePage } from '../page-context';
import type { PhoneState } from '../state/exchange';
import { nodeOf } from '../state/transcript';
import type { Words } from '../words';

/** The node of the dialogue that the call stands in, and what goes on there. */
export function Where({ phone }: { readonly phone: PhoneState }) {
  const { t } = usePage();
  const what = whatGoesOn(phone, t);
  if (phone.asking === null && what === '') return null;
  return (
    <p className="where">
      {phone.asking && (
        <>
          <span className="hidden-text">{t.where}</span>
          <code className="cut">{nodeOf(phone.asking.path)}</code>
        </>
      )}
      <span className="where-what">{what}</span>
    </p>
  );
}

function whatGoesOn({ activity, asking }: PhoneState, t: Words): string {
  if (activity === 'bridged') return t.bridged;
  if (activity === 'gathering') return asking?.speech === true ? t.recording : t.waiting;
  return { speaking: t.speaking, recording: t.recording, queued: t.queued }[activity ?? ''] ?? '';
}
