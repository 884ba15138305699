import { describeProblem, readContract } from './contract-file';

const problems = (content: string | Uint8Array): string[] => {
  const read = readContract(content, 'contract.yaml');
  return 'problems' in read ? read.problems.map(describeProblem) : [];
};
const only = (content: string | Uint8Array): string => {
  const told = problems(content);
  expect(told).toHaveLength(1);
  return told[0]!.replace('contract.yaml:', '');
};
const account = (lines: string): string => `accounts:\n  - id: acme\n    ${lines.trim()}\n`;
const pools = (...lines: string[]): string =>
  account(`pools:\n${lines.map((l) => `      - ${l}\n`).join('')}`);

describe('readContract', () => {
  it('reads JSON and YAML into the same contract', () => {
    const json =
      '{\n\t"accounts": [\n\t\t{ "id": "acme", "pools": [ { "id": "elite", "capacity": [ { "seats": 100 } ] } ] }\n\t]\n}\n';
    const yaml =
      'accounts:\n  - id: acme\n    pools:\n      - id: elite\n        capacity: [{ seats: 100 }]\n';
    const read = readContract(yaml, 'contract.yaml');
    expect(read).toHaveProperty('contract.accounts.0.pools.0.capacity', [{ seats: 100 }]);
    expect(readContract(json, 'contract.json')).toEqual(read);
    expect(readContract(Buffer.from(`\uFEFF${json}`), 'contract.json')).toEqual(read);
    expect(readContract(`\uFEFF${json}`, 'contract.json')).toEqual(read);
  });

  it('tells every problem, by line, with its place, what is wrong and what to write', () => {
    const told = problems(`accounts:
  - id: acme
    timeZone: America/New_Yrok
    polcy: {}
    pools:
      - id: elite
        model: concurent
        capacity:
          - seats: "10"
      - id: premium
`);
    expect(told).toEqual([
      'contract.yaml:3: accounts[0].timeZone is "America/New_Yrok"; it must be the IANA name of a time zone, like "America/New_York": the nearest is "America/New_York"',
      'contract.yaml:4: accounts[0].polcy is an unknown key; the nearest known one is "policy" (known here: id, name, timeZone, startsAt, endsAt, billing, policy, intake, pools, products, users)',
      'contract.yaml:7: accounts[0].pools[0].model is "concurent"; it must be "concurrent" or "named": the nearest is "concurrent"',
      'contract.yaml:9: accounts[0].pools[0].capacity[0].seats is "10"; it must be a whole number of seats, 0 or more: write 10 without the quotes',
      'contract.yaml:10: accounts[0].pools[1].capacity is missing; write a list of steps, [ { seats, from } ]',
    ]);
  });

  it.each([
    ['45', 'write "45.00" in quotes'],
    ['45.5', 'write "45.50" in quotes'],
    ['0.045', 'write "0.045" in quotes'],
  ])('asks for money in quotes: %s', (number, advice) => {
    const told = only(
      pools(`{ id: a, capacity: [], price: [{ currency: USD, overageSeat: ${number} }] }`),
    );
    expect(told).toContain('accounts[0].pools[0].price[0].overageSeat is');
    expect(told).toContain(advice);
  });

  it('asks for a zone where an instant has none', () => {
    expect(only(account('startsAt: 2026-01-01'))).toContain('write "2026-01-01T00:00:00Z" for UTC');
    expect(only(account('startsAt: 2026-01-01T09:00:00'))).toContain(
      'write "2026-01-01T09:00:00Z"',
    );
  });

  it('names the line of the key when its value begins on a later one', () => {
    expect(only('accounts:\n  - id: acme\n    intake:\n      - maxAge: P1D\n')).toMatch(
      /^3: accounts\[0\]\.intake is a list/,
    );
  });

  it('asks for days where a duration counts months', () => {
    expect(only(account('policy: { graceDuration: P1M }'))).toMatch(
      /^3: accounts\[0\]\.policy\.graceDuration is "P1M"; .*count days$/,
    );
  });

  it('names a place inside a list of policies, and the mistaken one of an empty list', () => {
    expect(only(account('policy: [{}, { from: 2026-02-01T00:00:00Z, preset: zoom }]'))).toContain(
      'accounts[0].policy[1].preset is "zoom"',
    );
    expect(only(account('policy: []'))).toContain('accounts[0].policy is an empty list');
    expect(only(account('policy: 7'))).toContain('accounts[0].policy is 7; it must be the terms');
  });
});

describe('a contract that contradicts itself', () => {
  it.each([
    ['{ id: a, capacity: [{ seats: 1 }, { seats: 2 }] }', 'capacity[1] has no "from"'],
    [
      '{ id: a, capacity: [{ seats: 1, from: 2026-01-01T00:00:00Z }, { seats: 2, from: "2026-01-01T01:00:00.0009+01:00" }] }',
      'capacity[1].from is the instant of entry [0]',
    ],
    [
      '{ id: a, capacity: [], price: [{ currency: USD, overageSeat: "1" }, { currency: USD, overageSeat: "2" }] }',
      'price[1] has no "from"',
    ],
    [
      '{ id: a, capacity: [], price: [{ currency: USD, overageSeat: "1" }, { currency: EUR, overageSeat: "1", from: 2026-01-01T00:00:00Z }] }',
      'price[1].currency is "EUR", but entry [0] of this list is "USD"',
    ],
  ])('by two steps or two currencies: %s', (pool, told) => {
    expect(only(pools(pool))).toContain(`3: accounts[0].pools[0].${told}`.replace('3:', '4:'));
  });

  it('by two policies from one instant', () => {
    expect(only(account('policy: [{}, {}]'))).toContain('accounts[0].policy[1] has no "from"');
  });

  it('by two quantities of a product from one instant, or a product twice', () => {
    const owned = (list: string) => account(`products: ${list}`);
    expect(only(owned('[{ product: wfm, owned: [{ quantity: 1 }, { quantity: 2 }] }]'))).toContain(
      'owned[1] has no "from"',
    );
    expect(only(owned('[{ product: wfm, owned: [] }, { product: wfm, owned: [] }]'))).toContain(
      'products[1].product is "wfm", as in entry [0]',
    );
  });

  it('by an id that is given twice', () => {
    expect(only('accounts: [{ id: acme }, { id: acme }]')).toContain(
      '1: accounts[1].id is "acme", as in entry [0]',
    );
    expect(only(pools('{ id: a, capacity: [] }', '{ id: a, capacity: [] }'))).toContain(
      '5: accounts[0].pools[1].id is "a", as in entry [0]',
    );
  });

  it('by an end that is not after its start', () => {
    const at = '2026-01-01T00:00:00Z';
    expect(only(account(`startsAt: ${at}\n    endsAt: ${at}`))).toContain(
      '4: accounts[0].endsAt is not after "startsAt"',
    );
    expect(only(account(`users: [{ id: u, from: ${at}, until: ${at} }]`))).toContain(
      'accounts[0].users[0].until is not after "from"',
    );
  });
});

describe('the users of a contract', () => {
  const users = (...lines: string[]): string =>
    `${pools('{ id: seats, capacity: [] }', '{ id: own, model: named, capacity: [] }')}    users:\n` +
    lines.map((line) => `      - ${line}\n`).join('');

  it.each([
    [
      '{ id: u, pool: own }',
      'users[0].pool is "own", a named pool; name a concurrent pool (it has "seats")',
    ],
    ['{ id: u, pool: zz }', 'users[0].pool is "zz", but the account has no such pool'],
    ['{ id: u, licence: { pool: seats } }', 'users[0].licence.pool is "seats", a concurrent pool'],
    ['{ id: u, licence: { pool: __proto__ } }', 'users[0].licence.pool is "__proto__"; it must be'],
    ['{ id: u, licence: { pool: constructor } }', 'the account has no such pool'],
  ])('may not name a pool of the other kind or none: %s', (user, told) => {
    expect(only(users(user))).toContain(told);
  });

  it('may stand in two entries one after the other', () => {
    const first = '{ id: u, pool: seats, until: 2026-02-01T00:00:00Z, licence: { pool: own } }';
    const then = '{ id: u, from: 2026-02-01T00:00:00Z, licence: { pool: own } }';
    expect(problems(users(then, first))).toEqual([]);
    expect(problems(users('{ id: __proto__ }', '{ id: constructor }'))).toEqual([]);
  });

  it('may not stand in two entries at one instant, whatever the order they are written in', () => {
    const later = '{ id: u, from: 2026-02-01T00:00:00Z }';
    const long = '{ id: u, until: 2026-02-01T00:00:00.001Z }';
    const within = '{ id: u, from: 2026-01-01T00:00:00Z, until: 2026-01-02T00:00:00Z }';
    expect(only(users(long, later))).toContain(
      'users[1].id is "u", as in entry [0], at the same time',
    );
    expect(only(users(later, long))).toContain(
      'users[0].id is "u", as in entry [1], at the same time',
    );
    expect(problems(users(long, within, later))).toHaveLength(2);
  });

  it('may not hold one licence twice at one instant', () => {
    const first = '{ id: u, until: 2026-02-01T00:00:00Z, licence: { pool: own, until: null } }';
    const then = '{ id: u, from: 2026-02-01T00:00:00Z, licence: { pool: own } }';
    expect(only(users(first, then))).toContain('users[1].licence is held by this user');
  });
});

describe('a file that is no contract', () => {
  it.each([
    ['', '1: the file is empty'],
    ['\n# later\n', '1: the file is empty'],
    ['null', '1: the file is empty'],
    ['[]', '1: the file is a list; it must be a contract'],
    ['accounts: 3', '1: accounts is 3; it must be a list of accounts'],
    ['\u0000\u0001', '1: the file is binary'],
    ['a: 1\n---\nb: 2', '2: the file has a second document'],
    ['accounts:\n  - "id": acme\n    "id": other', '3: the file has the key "id" twice'],
    ['{\n"accounts": [ { "id": "a" "name": "b" } ] }', '2: the file is neither JSON nor YAML'],
    ['{ "accounts": [', '1: the file is neither JSON nor YAML'],
    ['accounts:\n  - *acme', '2: the file refers to "*acme", which is not defined'],
    ['accounts: &a [*a]', '1: accounts[0] is a list; it must be an account'],
    ['accounts: !account {}', '1: the file has a "!" tag'],
    ['['.repeat(50_000), '1: the file is nested too deeply'],
  ])('is told apart: %j', (content, told) => {
    expect(only(content).slice(0, told.length)).toBe(told);
  });

  it('is told apart when it is not UTF-8', () => {
    expect(only(Buffer.from('\uFEFFaccounts: []', 'utf16le'))).toContain('is not UTF-8 text');
    expect(only(Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff]))).toContain('is not UTF-8 text');
  });

  it('cannot exhaust the reader with aliases of aliases', () => {
    const bomb = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]'
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join()}]`,
    );
    expect(only(bomb.join('\n'))).toContain('repeats its "*" aliases too often');
  });

  it('may say a thing once and refer to it a few hundred times', () => {
    const many = Array.from(
      { length: 300 },
      (_, i) => `  - { id: a${i}, policy: ${i === 0 ? '&p {}' : '*p'} }`,
    );
    expect(problems(`accounts:\n${many.join('\n')}\n`)).toEqual([]);
  });

  it('cannot reach a prototype', () => {
    const told = problems(
      '__proto__: { accounts: [] }\naccounts:\n  - id: a\n    __proto__: { polluted: 1 }\n',
    );
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('contract.yaml:1: __proto__ is an unknown key');
    expect(told[1]).toContain('contract.yaml:4: accounts[0].__proto__ is an unknown key');
    expect({}).not.toHaveProperty('polluted');
  });
});
