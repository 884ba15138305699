'use strict';

/*
 * Loaded before the service (`node --require`): the process kills itself, as kill -9 would, when it reaches a point of
 * libs/engine/src/points.ts for the nth time. KILL_AT is `point:n`.
 */
const [wanted, times] = process.env.KILL_AT.split(':');
let left = Number(times);

globalThis[Symbol.for('seatmeter.reached')] = (point) => {
  if (point !== wanted) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
