import { en } from './en';
import { ja } from './ja';

const plain = (words: object, place = ''): Record<string, string> =>
  Object.entries(words).reduce<Record<string, string>>((found, [key, value]: [string, unknown]) => {
    if (typeof value === 'string') found[place + key] = value;
    if (typeof value === 'object' && value !== null)
      Object.assign(found, plain(value, `${place}${key}.`));
    return found;
  }, {});

it('has Japanese for every reason of quarantine, and leaves no word in English', () => {
  const [english, japanese] = [plain(en), plain(ja)];
  expect(Object.keys(japanese)).toEqual(Object.keys(english));
  const same = Object.keys(english).filter((key) => english[key] === japanese[key]);
  expect(same).toEqual([]);
});
