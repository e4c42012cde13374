import { usePage } from '../page-context';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

interface KeypadProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly press: (key: string) => void;
}

/** The twelve keys. */
export function Keypad({ label, disabled, press }: KeypadProps) {
  const { t } = usePage();
  return (
    <div className="keypad" role="group" aria-label={label}>
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className="key"
          disabled={disabled}
          {...((key === '*' || key === '#') && { 'aria-label': t.keys[key] })}
          onClick={() => {
            press(key);
          }}
        >
          {key}
        </button>
      ))}
    </div>
  );
}
