/** What a Record verb took down. */
export interface Recording {
  readonly sid: string;
  readonly callSid: string;
  readonly createdAt: Date;
  readonly seconds: number;
  /** What the phone said, in words: the sound itself is silence. */
  readonly words: string;
  status: 'completed' | 'absent' | 'deleted';
}

const RATE = 8000;

/** A wav file of the right length: 8 kHz, 16 bit, mono, silent, with the words as its comment. */
export function wavOf(recording: Recording): Buffer {
  const data = Buffer.alloc(recording.seconds * RATE * 2);
  const comment = infoChunk(recording.words);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length + comment.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data, comment]);
}

function infoChunk(words: string): Buffer {
  const text = Buffer.from(`${words}\0`, 'utf8');
  const padded = text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.alloc(1)]);
  const chunk = Buffer.alloc(20);
  chunk.write('LIST', 0);
  chunk.writeUInt32LE(12 + padded.length, 4);
  chunk.write('INFOICMT', 8);
  chunk.writeUInt32LE(padded.length, 16);
  return Buffer.concat([chunk, padded]);
}
