import { MONTH_START, POOL, type Account, type Month } from './month';
import { scatter } from './random';

const CROCKFORD = Buffer.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const DAY = 86_400_000;
const CHUNK = 1 << 20;
/** More than the longest line needs. */
const LONGEST = 512;
const ID = '#'.repeat(26);
const TIME = 'T'.repeat(24);
const SESSION = '$'.repeat(10);

/** A line up to its user, in which only the places of id, time and session change. */
interface Head {
  bytes: Buffer;
  id: number;
  time: number;
  session: number;
}

const headOf = ({ id, source }: Account, kind: string): Head => {
  const bytes = Buffer.from(
    `{"specversion":"1.0","id":"${ID}","source":"${source}","type":"seatmeter.session.${kind}.v1"` +
      `,"time":"${TIME}","data":{"accountId":"${id}","sessionId":"s-${SESSION}","userId":"u-`,
  );
  const [idAt, timeAt, sessionAt] = [ID, TIME, SESSION].map((place) => bytes.indexOf(place));
  return { bytes, id: idAt!, time: timeAt!, session: sessionAt! };
};

const START_TAIL = Buffer.from(`","pool":"${POOL}","activity":"work-session"}}\n`);
/** Every sixth end says why; the others leave it out, as the contract allows. */
const END_TAILS = Array.from({ length: 18 }, (_, roll) => {
  const reason = ['signed-out', 'idle', 'network'][roll];
  const field = reason === undefined ? '' : `,"reason":"${reason}"`;
  return Buffer.from(`","pool":"${POOL}"${field}}}\n`);
});

/** Writes the low `5 × count` bits at `at`, five a letter. */
const putLetters = (text: Buffer, at: number, bits: number, count: number): void => {
  let rest = bits;
  for (let letter = at + count - 1; letter >= at; letter--, rest >>>= 5) {
    text[letter] = CROCKFORD[rest & 31]!;
  }
};

/** Writes ten letters unlike the neighbours' and unlike every other counter's. */
const putName = (text: Buffer, at: number, counter: number): void => {
  const unique = scatter(counter);
  putLetters(text, at, unique >>> 2, 6);
  putLetters(text, at + 6, ((unique & 3) << 18) | (scatter(~unique) >>> 14), 4);
};

const digitsOf = (whole: number): number => (whole < 10 ? 1 : 1 + digitsOf(Math.floor(whole / 10)));

const putDecimal = (text: Buffer, at: number, whole: number, digits: number): void => {
  let rest = whole;
  for (let digit = at + digits - 1; digit >= at; digit--, rest = Math.floor(rest / 10)) {
    text[digit] = 48 + (rest % 10);
  }
};

/** Writes instants as ISO 8601. They come in order, so that the day's part is looked up once a day. */
class TimeText {
  private day = -1;
  private readonly bytes = Buffer.from(TIME);

  put(text: Buffer, place: number, at: number): void {
    const day = Math.floor(at / DAY);
    if (day !== this.day) this.bytes.write(new Date(at).toISOString(), 'latin1');
    this.day = day;
    const ms = at - day * DAY;
    putDecimal(this.bytes, 11, Math.floor(ms / 3_600_000), 2);
    putDecimal(this.bytes, 14, Math.floor(ms / 60_000) % 60, 2);
    putDecimal(this.bytes, 17, Math.floor(ms / 1000) % 60, 2);
    putDecimal(this.bytes, 20, ms % 1000, 3);
    text.set(this.bytes, place);
  }
}

/** The month's facts as NDJSON, about a mebibyte at a time. What is yielded is overwritten by the next step. */
export function* linesOf(month: Month): Generator<Uint8Array> {
  const { accounts, accountOf, agentOf, times, order } = month;
  const text = Buffer.allocUnsafe(CHUNK);
  const heads = accounts.map((account) =>
    ['started', 'ended'].map((kind) => headOf(account, kind)),
  );
  const time = new TimeText();
  let length = 0;
  for (const event of order) {
    const session = event >>> 1;
    const head = heads[accountOf[session]!]![event & 1]!;
    const at = MONTH_START + times[event]!;
    text.set(head.bytes, length);
    putLetters(text, length + head.id, Math.floor(at / 2 ** 25), 5);
    putLetters(text, length + head.id + 5, at % 2 ** 25, 5);
    putName(text, length + head.id + 10, event);
    putLetters(text, length + head.id + 20, scatter(event + 7), 6);
    time.put(text, length + head.time, at);
    putName(text, length + head.session, session);
    length += head.bytes.length;
    const agent = agentOf[session]!;
    const digits = digitsOf(agent);
    putDecimal(text, length, agent, digits);
    const ended = END_TAILS[scatter(session) % END_TAILS.length]!;
    const tail = (event & 1) === 0 ? START_TAIL : ended;
    text.set(tail, length + digits);
    length += digits + tail.length;
    if (length > CHUNK - LONGEST) {
      yield text.subarray(0, length);
      length = 0;
    }
  }
  if (length > 0) yield text.subarray(0, length);
}
