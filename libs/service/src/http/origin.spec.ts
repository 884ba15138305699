import { originOf } from './origin';

it('is who the headers say, and why; an empty one says nothing', () => {
  expect(originOf({})).toEqual({ actor: 'http' });
  expect(originOf({ 'seatmeter-actor': '', 'seatmeter-reason': '' })).toEqual({ actor: 'http' });
});

it('keeps names as they were sent, in UTF-8 or in Latin-1', () => {
  const asNodeReads = Buffer.from('Jürgen').toString('latin1');
  expect(originOf({ 'seatmeter-actor': asNodeReads })).toEqual({ actor: 'Jürgen' });
  expect(originOf({ 'seatmeter-actor': 'J\xfcrgen' })).toEqual({ actor: 'Jürgen' });
});
