/** Sound as a phone sends it. */
export interface Wav {
  /** The `fmt ` chunk's content. */
  readonly format: Buffer;
  readonly data: Buffer;
  readonly bytesPerSecond: number;
  readonly ms: number;
}

const RATE = 8000;
const BYTES_PER_SECOND = RATE * 2;

/** Reads a RIFF file with sound in it, or answers null. */
export function readWav(file: Buffer): Wav | null {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') return null;
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length;) {
    const size = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  const [format, data] = [chunks.get('fmt '), chunks.get('data')];
  if (!format || !data || format.length < 16) return null;
  const bytesPerSecond = format.readUInt32LE(8);
  return bytesPerSecond === 0
    ? null
    : { format, data, bytesPerSecond, ms: Math.ceil((data.length / bytesPerSecond) * 1000) };
}

/** One file of so many seconds: the sounds one after another, or silence when there are none or they do not fit together; the words are its comment. */
export function writeWav(sounds: readonly Wav[], seconds: number, words: string): Buffer {
  const [first] = sounds;
  const fitting = first && sounds.every(({ format }) => format.equals(first.format));
  const format = fitting ? first.format : telephoneFormat();
  const bytes = (fitting ? first.bytesPerSecond : BYTES_PER_SECOND) * seconds;
  const data = fitting ? Buffer.concat(sounds.map((sound) => sound.data)).subarray(0, bytes) : Buffer.alloc(bytes);
  const chunks = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    chunk('data', data),
    chunk('LIST', Buffer.concat([Buffer.from('INFO'), chunk('ICMT', Buffer.from(`${words}\0`))])),
  ]);
  return chunk('RIFF', chunks);
}

/** 8 kHz, 16 bit, mono. */
function telephoneFormat(): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(RATE, 4);
  format.writeUInt32LE(BYTES_PER_SECOND, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  return format;
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
