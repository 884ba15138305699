import { columnsOf, zoomed } from './course';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();

it('draws the last step out to the end, and tops what is over by its parts', () => {
  const points = [
    { at: at(0), used: 1, capacity: 2, billable: 0 },
    { at: at(1), used: 5, capacity: 2, billable: 1 },
  ];
  expect(columnsOf(points, 120_000)).toEqual([
    [0, 60, 120],
    [1, 5, 5],
    [2, 2, 2],
    [2, 3, 3],
    [2, 5, 5],
  ]);
  expect(columnsOf([], 1)).toEqual([[], [], [], [], []]);
});

it('zooms about the middle, inside its bounds, and not below ten seconds', () => {
  const bounds = { from: 0, to: 100_000 };
  expect(zoomed(bounds, 0.5, bounds)).toEqual({ from: 25_000, to: 75_000 });
  expect(zoomed({ from: 0, to: 60_000 }, 2, bounds)).toEqual({ from: 0, to: 90_000 });
  expect(zoomed({ from: 50_000, to: 60_000 }, 0.1, bounds)).toEqual({ from: 50_000, to: 60_000 });
});
