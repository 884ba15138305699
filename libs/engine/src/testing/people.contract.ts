import type { People, Person } from '../ports/people';

/** A directory under test; `reopen`, where something is left behind, closes it and opens what is there. */
export interface OpenPeople {
  readonly people: People;
  close(): Promise<void>;
}

export interface OpenDurablePeople extends OpenPeople {
  reopen(): Promise<People>;
}

/** What every directory of people promises. `open` gives an empty one each time. */
export const peopleContract = (name: string, open: () => Promise<OpenPeople>): void => {
  describe(`${name} keeps the promises of the directory of people`, () => {
    let opened: OpenPeople;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => {
      await opened.close();
    });
    const use = (): People => opened.people;

    describe('keys', () => {
      keepsKeys(use);
    });
    describe('names', () => {
      keepsNames(use);
    });
    describe('erasure', () => {
      erases(use);
    });
  });
};

/** What a directory promises that outlives its process; the promises of `peopleContract` come on top. */
export const durablePeopleContract = (
  name: string,
  open: () => Promise<OpenDurablePeople>,
): void => {
  describe(`${name} opened anew`, () => {
    it('knows the keys, the names and who was erased', async () => {
      const opened = await open();
      const key = await opened.people.keyOf('acme');
      await note(opened.people, 'acme', [person(1), person(2)]);
      await opened.people.erase('acme', person(2).pseudonym);
      const again = await opened.reopen();
      expect(bytesOf(await again.keyOf('acme'))).toBe(bytesOf(key));
      const names = await again.namesOf('acme', [person(1).pseudonym, person(2).pseudonym]);
      expect([...names]).toEqual([[person(1).pseudonym, 'user 1']]);
      await opened.close();
    });
  });
};

type Use = () => People;

const note = (people: People, account: string, persons: readonly Person[]): Promise<void> =>
  people.remember(new Map([[account, persons]]));

const person = (number: number, userId = `user ${number}`): Person => ({
  pseudonym: `p${number}`.padEnd(43, '-'),
  userId,
});

const bytesOf = (key: Uint8Array): string => Buffer.from(key).toString('hex');

const keepsKeys = (use: Use): void => {
  it('makes a key of 32 bytes once, and gives the same ever after', async () => {
    const key = await use().keyOf('acme');
    expect(key).toHaveLength(32);
    expect(bytesOf(await use().keyOf('acme'))).toBe(bytesOf(key));
  });

  it('gives one key to all who ask at once', async () => {
    const asked = Array.from({ length: 20 }, () => use().keyOf('acme'));
    expect(new Set((await Promise.all(asked)).map(bytesOf)).size).toBe(1);
  });

  it('gives every account its own', async () => {
    const accounts = ['acme', 'Acme', 'beta', '__proto__', 'nul\0one', 'nul\0two'];
    const keys = await Promise.all(accounts.map((account) => use().keyOf(account)));
    expect(new Set(keys.map(bytesOf)).size).toBe(accounts.length);
  });

  it('is not hurt by one who writes over the key', async () => {
    const key = await use().keyOf('acme');
    const before = bytesOf(key);
    key.fill(0);
    expect(bytesOf(await use().keyOf('acme'))).toBe(before);
  });
};

const keepsNames = (use: Use): void => {
  it('gives the names of those who are known', async () => {
    await note(use(), 'acme', [person(1), person(2)]);
    await note(use(), 'acme', [person(3)]);
    const asked = [person(3), person(9), person(1)].map(({ pseudonym }) => pseudonym);
    expect([...(await use().namesOf('acme', asked))].sort()).toEqual([
      [person(1).pseudonym, 'user 1'],
      [person(3).pseudonym, 'user 3'],
    ]);
  });

  it('knows nobody where nobody was noted, and asks for nobody', async () => {
    expect((await use().namesOf('acme', [person(1).pseudonym])).size).toBe(0);
    expect((await use().namesOf('acme', [])).size).toBe(0);
    await note(use(), 'acme', []);
  });

  it('leaves those who are known as they are', async () => {
    await note(use(), 'acme', [person(1, 'first')]);
    await note(use(), 'acme', [person(1, 'second'), person(2)]);
    const names = await use().namesOf('acme', [person(1).pseudonym, person(2).pseudonym]);
    expect([...names.values()].sort()).toEqual(['first', 'user 2']);
  });

  it('keeps accounts apart that are noted together', async () => {
    const [ours, theirs] = [[person(1, 'of acme')], [person(1, 'of beta')]];
    await use().remember(
      new Map([
        ['acme', ours],
        ['beta', theirs],
        ['none', []],
      ]),
    );
    const names = await use().namesOf('beta', [person(1).pseudonym]);
    expect([...names.values()]).toEqual(['of beta']);
    const own = await use().namesOf('acme', [person(1).pseudonym]);
    expect([...own.values()]).toEqual(['of acme']);
    expect((await use().namesOf('new', [person(1).pseudonym])).size).toBe(0);
  });

  it.each(['__proto__', 'nul\0inside', '\ud83d', "O'Brien", '零 \u{1F4DE}', ' ', 'x'.repeat(200)])(
    'gives the user id %j as it was',
    async (userId) => {
      await note(use(), 'acme', [person(1, userId)]);
      const names = await use().namesOf('acme', [person(1).pseudonym]);
      expect(names.get(person(1).pseudonym)).toBe(userId);
    },
  );

  it('notes ten thousand people', async () => {
    const many = Array.from({ length: 10_000 }, (_, number) => person(number));
    await note(use(), 'acme', many);
    const asked = many.map(({ pseudonym }) => pseudonym);
    const names = await use().namesOf('acme', asked);
    expect(names.size).toBe(10_000);
    expect(names.get(person(9_999).pseudonym)).toBe('user 9999');
  });
};

const erases = (use: Use): void => {
  it('forgets one person and nobody else', async () => {
    await note(use(), 'acme', [person(1), person(2)]);
    await note(use(), 'beta', [person(1)]);
    expect(await use().erase('acme', person(1).pseudonym)).toBe(true);
    const asked = [person(1).pseudonym, person(2).pseudonym];
    expect([...(await use().namesOf('acme', asked)).values()]).toEqual(['user 2']);
    expect((await use().namesOf('beta', asked)).size).toBe(1);
  });

  it('says when nobody of that pseudonym is known', async () => {
    expect(await use().erase('acme', person(1).pseudonym)).toBe(false);
    await note(use(), 'acme', [person(1)]);
    await use().erase('acme', person(1).pseudonym);
    expect(await use().erase('acme', person(1).pseudonym)).toBe(false);
  });

  it('keeps the key, so that the same user has the same pseudonym again', async () => {
    const key = bytesOf(await use().keyOf('acme'));
    await note(use(), 'acme', [person(1)]);
    await use().erase('acme', person(1).pseudonym);
    expect(bytesOf(await use().keyOf('acme'))).toBe(key);
    await note(use(), 'acme', [person(1)]);
    expect((await use().namesOf('acme', [person(1).pseudonym])).size).toBe(1);
  });
};
