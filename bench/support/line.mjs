import { connect } from 'node:net';

const endOfHead = Buffer.from('\r\n\r\n');
const patienceMs = 15_000;
const late = 'no answer within 15 s';

/** One kept-alive connection that carries one request at a time, with as little work as possible: the generator shares the cores with what it measures. */
export class Line {
  #socket = null;
  #answer = null;
  #received = [];
  #isFresh = true;

  constructor(port) {
    this.port = port;
  }

  /** Answers `{ status, body, ms }`; throws when none comes within fifteen seconds, as the carrier would give up. */
  async post(path, headers, body) {
    const text = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
    const begun = performance.now();
    const answer = await this.#exchange(text);
    return { ...answer, ms: performance.now() - begun };
  }

  async get(path) {
    const begun = performance.now();
    const answer = await this.#exchange(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\n\r\n`);
    return { ...answer, ms: performance.now() - begun };
  }

  close() {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #exchange(text) {
    try {
      return await this.#once(text);
    } catch (error) {
      // The server closes a connection that was idle; a request that crosses with that was not taken.
      if (this.#isFresh || this.#received.length > 0 || error.message === late) throw error;
      return this.#once(text);
    }
  }

  #once(text) {
    return new Promise((resolve, reject) => {
      const socket = this.#connected();
      this.#received = [];
      this.#answer = { resolve, reject };
      socket.setTimeout(patienceMs);
      socket.write(text);
    });
  }

  #connected() {
    this.#isFresh = this.#socket === null;
    if (this.#socket !== null) return this.#socket;
    const socket = connect(this.port, '127.0.0.1').setNoDelay(true);
    const lost = (error) => {
      if (this.#socket !== socket) return;
      this.close();
      this.#answer?.reject(error);
      this.#answer = null;
    };
    socket.on('data', (chunk) => this.#take(chunk));
    socket.once('error', lost);
    socket.once('close', () => lost(new Error('connection closed')));
    socket.on('timeout', () => lost(new Error(late)));
    this.#socket = socket;
    return socket;
  }

  #take(chunk) {
    this.#received.push(chunk);
    const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    this.#received = [all];
    const headEnds = all.indexOf(endOfHead);
    if (headEnds < 0) return;
    const head = all.toString('latin1', 0, headEnds);
    const status = Number(head.slice(9, 12));
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const begins = headEnds + endOfHead.length;
    if (all.length < begins + length) return;
    const answer = this.#answer;
    this.#answer = null;
    if (/\r\nconnection: *close/i.test(head)) this.close();
    answer?.resolve({ status, body: all.toString('utf8', begins, begins + length) });
  }
}

/** Lines that are lent out and given back. */
export class Lines {
  #free = [];

  constructor(port) {
    this.port = port;
  }

  async with(work) {
    const line = this.#free.pop() ?? new Line(this.port);
    try {
      return await work(line);
    } finally {
      this.#free.push(line);
    }
  }

  close() {
    for (const line of this.#free.splice(0)) line.close();
  }
}
