import type { ImportedFact } from './fact-line';
import type { Importer, Outcome } from './importer';
import { asteriskImporter } from './asterisk';
import { timeReader } from './read-time';

const importer = (settings: { members?: boolean; pool?: string } = {}): Importer =>
  asteriskImporter({
    readTime: timeReader('iso', 'UTC'),
    readUnix: timeReader('unix', 'UTC'),
    members: false,
    ...settings,
  });

const outcomesOf = (log: string, by = importer()): Outcome[] => {
  const lines = log
    .split('\n')
    .map((text, index) => ({ type: 'text' as const, number: index + 1, text }));
  return [...lines.flatMap((line) => by.take(line)), ...by.finish()];
};

const factsOf = (log: string, by = importer()): readonly ImportedFact[] =>
  outcomesOf(log, by).flatMap((outcome) => (outcome.type === 'facts' ? outcome.facts : []));

type Sessions = Record<string, [string, string][]>;
const OPEN = 'open';

/** The meter's machine, as far as logins go: by time; of one instant ends first where the session is open. */
const sessionsOf = (facts: readonly ImportedFact[]): Sessions => {
  const sessions: Sessions = {};
  const isOpen = (id: string): boolean => sessions[id]?.at(-1)?.[1] === OPEN;
  const instants = [...new Set(facts.map((fact) => fact.at))].sort((a, b) => a - b);
  for (const at of instants) {
    const now = new Date(at).toISOString().replace('.000', '');
    const together = facts.filter((fact) => fact.at === at);
    const wereOpen = new Set(together.map((fact) => fact.sessionId).filter(isOpen));
    const order = (fact: ImportedFact): number =>
      (fact.type === 'ended') === wereOpen.has(fact.sessionId) ? 0 : 1;
    for (const { type, sessionId } of [...together].sort((a, b) => order(a) - order(b))) {
      const own = (sessions[sessionId] ??= []);
      if (type === 'started' && !isOpen(sessionId)) own.push([now, OPEN]);
      if (type === 'ended' && isOpen(sessionId)) own.at(-1)![1] = now;
    }
  }
  return sessions;
};

/** What of the sessions lies in a range, as the published figures are cut. An open one reaches to its end. */
const within = (sessions: Sessions, from: string, until: string): Sessions => {
  const cut = Object.entries(sessions).map(([agent, all]) => {
    const ends = all.map(
      ([a, b]) => [a < from ? from : a, b === OPEN || b > until ? until : b] as const,
    );
    return [agent, ends.filter(([a, b]) => a < b)] as const;
  });
  return Object.fromEntries(cut.filter(([, all]) => all.length > 0)) as Sessions;
};

const on = (time: string, agent: string): string =>
  `${time}|NONE|NONE|Agent/${agent}|AGENTCALLBACKLOGIN|100${agent}@default`;
const off = (time: string, agent: string, seconds: number): string =>
  `${time}|NONE|NONE|Agent/${agent}|AGENTCALLBACKLOGOFF|100${agent}@default|${seconds}|CommandLogoff`;

const RANGE = ['2012-06-01T00:00:00Z', '2012-06-02T00:00:00Z'] as const;

/** A day of two agents, from the tests of a contact-centre product: logins with microseconds, the first one not in the log. */
const DAY = [
  off('2012-05-31 22:00:00.000000+00', '1', 25_200),
  on('2012-05-31 23:00:00.000000+00', '1'),
  on('2012-06-01 00:00:00.000000+00', '2'),
  off('2012-06-01 06:00:00.000000+00', '1', 25_200),
  on('2012-06-01 06:05:00.000000+00', '1'),
  off('2012-06-01 06:30:00.000000+00', '1', 1500),
  off('2012-06-01 06:30:00.000001+00', '2', 23_400),
  on('2012-06-01 06:40:00.000000+00', '1'),
  off('2012-06-01 06:45:00.000000+00', '1', 300),
];

describe('the logins of a published day', () => {
  it('are its completed sessions; a start is the login, not the logoff less its rounded duration', () => {
    expect(within(sessionsOf(factsOf(DAY.join('\n'))), ...RANGE)).toEqual({
      'Agent/1': [
        ['2012-06-01T00:00:00Z', '2012-06-01T06:00:00Z'],
        ['2012-06-01T06:05:00Z', '2012-06-01T06:30:00Z'],
        ['2012-06-01T06:40:00Z', '2012-06-01T06:45:00Z'],
      ],
      'Agent/2': [['2012-06-01T00:00:00Z', '2012-06-01T06:30:00Z']],
    });
  });

  it('leave open who never logged off, though a row stands out of order; a logoff alone leaves nothing open', () => {
    const log = [
      on('2012-05-31 20:00:00.000000+00', '1'),
      ...DAY,
      on('2012-06-01 09:00:00.000000+00', '2'),
      off('2012-06-01 10:00:00.000000+00', '4', 300),
      on('2012-01-01 10:00:00.000000+00', '3'),
    ];
    const sessions = sessionsOf(factsOf(log.join('\n')));
    const open = Object.entries(sessions).filter(([, all]) => all.some(([, end]) => end === OPEN));
    expect(open.map(([agent]) => agent).sort()).toEqual(['Agent/2', 'Agent/3']);
    expect(sessions['Agent/1']?.at(-1)).toEqual(['2012-06-01T06:40:00Z', '2012-06-01T06:45:00Z']);
    expect(sessions['Agent/2']?.at(-1)).toEqual(['2012-06-01T09:00:00Z', OPEN]);
    expect(sessions['Agent/3']).toEqual([['2012-01-01T10:00:00Z', OPEN]]);
    expect(sessions['Agent/4']).toEqual([['2012-06-01T09:55:00Z', '2012-06-01T10:00:00Z']]);
    // Logged in at 15:00 says the logoff of 22:00; the login of 20:00 was a repetition.
    expect(sessions['Agent/1']?.[0]).toEqual(['2012-05-31T15:00:00Z', '2012-05-31T22:00:00Z']);
  });
});

describe('logins about the edges of a range', () => {
  const START = 1_338_508_800;
  const END = START + 86_400;
  const iso = (seconds: number): string =>
    new Date(seconds * 1000).toISOString().replace('.000', '');
  const login = (at: number): string => on(String(at), '1');
  const logoff = (at: number, seconds: number): string => off(String(at), '1', seconds);

  it.each<[string, string[], [number, number][]]>([
    ['logged in at the start, never off', [login(START)], [[START, END]]],
    ['logged off at the very start', [logoff(START, 60)], []],
    ['a session after it', [logoff(END + 120, 60)], []],
    [
      'one inside and a login after it',
      [login(START), logoff(START + 60, 60), login(END + 60)],
      [[START, START + 60]],
    ],
    ['a logoff alone at its end', [logoff(END, 60)], [[END - 60, END]]],
    [
      'two sessions, the second without its login being earlier',
      [
        login(START + 30),
        logoff(START + 643, 613),
        login(START + 1200),
        logoff(START + 2400, 1200),
      ],
      [
        [START + 30, START + 643],
        [START + 1200, START + 2400],
      ],
    ],
    [
      'two logins before it, out of order, are one seat',
      [login(START - 30), login(START - 44)],
      [[START, END]],
    ],
  ])('%s', (_, rows, expected) => {
    const found = within(sessionsOf(factsOf(rows.join('\n'))), iso(START), iso(END));
    expect(found['Agent/1'] ?? []).toEqual(expected.map(([from, to]) => [iso(from), iso(to)]));
  });
});

describe('a logoff', () => {
  it('whose login is known adds no second start, a second of rounding or not', () => {
    for (const seconds of [899, 900, 901])
      expect(
        factsOf([on('1338508800', '1'), off('1338509700', '1', seconds)].join('\n')),
      ).toHaveLength(2);
  });

  it('without a usable duration is written alone, and counted', () => {
    for (const data2 of ['', 'x', '1338509700']) {
      const by = importer();
      const facts = factsOf(`1338509700|NONE|NONE|Agent/1|AGENTLOGOFF|SIP/1|${data2}`, by);
      expect(facts.map((fact) => fact.type)).toEqual(['ended']);
      expect(by.notes()).toEqual([expect.stringMatching(/without a usable duration: 1 /)]);
    }
  });

  it('before its login in the file still ends it at its time', () => {
    const log = [off('1338509700', '1', 900), on('1338508800', '1')].join('\n');
    const [session] = sessionsOf(factsOf(log))['Agent/1']!;
    expect(session).toEqual(['2012-06-01T00:00:00Z', '2012-06-01T00:15:00Z']);
  });

  it('in the next, rotated file ends the login of this one', () => {
    const facts = [...factsOf(on('1338508800', '1')), ...factsOf(off('1338509700', '1', 899))];
    const [session] = sessionsOf(facts)['Agent/1']!;
    expect(session).toEqual(['2012-06-01T00:00:00Z', '2012-06-01T00:15:00Z']);
  });
});

describe('the rows of one instant', () => {
  it.each([
    ['off and on again keep the seat', ['off', 'on'], OPEN],
    ['on, off, on leave it taken', ['on', 'off', 'on'], OPEN],
    ['off, on, off give it back', ['off', 'on', 'off'], '2012-06-01T00:15:00Z'],
    ['a repeated login and a logoff give it back', ['on', 'off'], '2012-06-01T00:15:00Z'],
  ])('%s', (_, turns, end) => {
    const rows = turns.map((turn) =>
      turn === 'on' ? on('1338509700', '1') : off('1338509700', '1', 0),
    );
    const log = [on('1338508800', '1'), ...rows].join('\n');
    expect(sessionsOf(factsOf(log))['Agent/1']).toEqual([['2012-06-01T00:00:00Z', end]]);
  });
});

describe('a queue_log', () => {
  it('holds other events, which are skipped: a paused agent keeps the seat', () => {
    const log =
      '1342864749|NONE|NONE|Agent/1|PAUSEALL|\n1342868049|NONE|NONE|Agent/1|UNPAUSEALL|\n';
    expect(outcomesOf(log)).toEqual([
      { type: 'skipped', why: 'event "PAUSEALL"' },
      { type: 'skipped', why: 'event "UNPAUSEALL"' },
      { type: 'skipped', why: 'empty' },
      { type: 'facts', facts: [] },
    ]);
  });

  it('gives an agent one user, one session and the pool asked for', () => {
    const [started] = factsOf(
      '1338508800|NONE|NONE|Agent/7|AGENTLOGIN|SIP/7',
      importer({ pool: 'gold' }),
    );
    const at = Date.UTC(2012, 5, 1);
    const agent = { sessionId: 'Agent/7', userId: 'Agent/7', pool: 'gold' };
    expect(started).toEqual({ type: 'started', at, ...agent });
  });

  it('has bad lines where an agent, a column or a time is missing', () => {
    const log = [
      '1338508800|NONE|NONE|NONE|AGENTLOGIN|SIP/1',
      '1338508800|NONE',
      'yesterday|NONE|NONE|Agent/1|AGENTLOGIN|SIP/1',
    ];
    const bad = outcomesOf(log.join('\n')).filter((outcome) => outcome.type === 'bad');
    expect(bad.map(({ line, wrong }) => [line, wrong])).toEqual([
      [1, 'no agent is named'],
      [2, expect.stringContaining('the row has 2 columns')],
      [3, 'the time "yesterday" does not read as iso'],
    ]);
  });

  it('counts memberships of queues instead of logins when asked to', () => {
    const log = [
      '1342857300|NONE|NONE|Agent/52|AGENTCALLBACKLOGIN|',
      '1342857600|NONE|queue_a|Local/61|ADDMEMBER|',
      '1342857600|NONE|queue_b|Local/61|ADDMEMBER|PAUSED',
      '1342872000|NONE|queue_a|Local/61|REMOVEMEMBER|',
    ].join('\n');
    const by = importer({ members: true });
    const facts = factsOf(log, by);
    expect(by.notes()).toEqual(['sessions still open at the end of the log: 1']);
    expect(sessionsOf(facts)).toEqual({
      'Local/61@queue_a': [['2012-07-21T08:00:00Z', '2012-07-21T12:00:00Z']],
      'Local/61@queue_b': [['2012-07-21T08:00:00Z', OPEN]],
    });
    expect(facts.flatMap((fact) => fact.userId ?? [])).toEqual(['Local/61', 'Local/61']);
  });
});
