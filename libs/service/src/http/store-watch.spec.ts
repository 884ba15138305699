import { Logger } from '@nestjs/common';
import { StoreFailed } from '@seatmeter/engine';
import { FakeEngine } from '../testing/fake-engine';
import { StoreWatch } from './store-watch';

it('logs a failure of the store once, until it fails in another way or anew', () => {
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
  const { clock } = new FakeEngine();
  const watch = new StoreWatch(clock);
  const full = new StoreFailed('STORE_FULL', 'no room is left');
  for (const pause of [1000, 9000, 9000]) {
    watch.failed(full);
    clock.instant += pause;
  }
  expect(logged.mock.calls).toEqual([['STORE_FULL: no room is left']]);
  watch.failed(new StoreFailed('STORE_READ_ONLY', 'it cannot be written'));
  expect(logged).toHaveBeenCalledTimes(2);
  clock.instant += 10_000;
  watch.failed(full);
  expect(logged).toHaveBeenCalledTimes(3);
  logged.mockRestore();
});
