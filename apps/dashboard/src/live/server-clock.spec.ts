import { ServerClock } from './server-clock';

it('knows no time before the service said one', () => {
  expect(new ServerClock().at(0)).toBeUndefined();
});

it('believes the word that was shortest on its way', () => {
  const clock = new ServerClock();
  clock.note(1_000_000, 500);
  clock.note(1_001_000, 1400);
  clock.note(1_002_000, 3000);
  expect(clock.at(1400)).toBe(1_001_000);
  expect(clock.at(2400)).toBe(1_002_000);
});

it('follows a service whose clock was set back', () => {
  const clock = new ServerClock();
  clock.note(1_000_000, 0);
  clock.note(940_000, 1000);
  expect(clock.at(1000)).toBe(940_000);
});
