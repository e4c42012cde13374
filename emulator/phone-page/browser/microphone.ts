const RATE = 8000;

/** Whether this browser may ask for a microphone at all. */
export const hasMicrophone = 'mediaDevices' in navigator && 'MediaRecorder' in globalThis;

/** What is being spoken into the microphone; `done` ends it and answers a wav file as a telephone carries it: 8 kHz, 16 bit, mono. */
export interface Speaking {
  done(): Promise<Blob>;
}

/** Begins to listen. Throws when nobody allows it or no microphone is there. */
export async function listenToMicrophone(): Promise<Speaking> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  return {
    done: async () => {
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      recorder.stop();
      await stopped;
      for (const track of stream.getTracks()) track.stop();
      return wavOf(await telephoneSound(new Blob(parts)));
    },
  };
}

async function telephoneSound(recorded: Blob): Promise<Float32Array> {
  const bytes = await recorded.arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  return sound.getChannelData(0);
}

function wavOf(samples: Float32Array): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, letters: string): void => {
    for (const [index, letter] of Array.from(letters).entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true);
  });
  return new Blob([view], { type: 'audio/wav' });
}
