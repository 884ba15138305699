#!/usr/bin/env node
'use strict';

/*
 * Starts the built CLI in this process. In a clone (there is an apps/ folder) it first builds what is not built, or not
 * from the sources as they are. A build goes to a folder of its own and is moved into place, so that it is never seen
 * half done; of several starts at once one builds and the others wait.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..');
const DIST = path.join(ROOT, 'dist');
const BUILT = path.join(DIST, 'apps', 'cli');
const MAIN = path.join(BUILT, 'apps', 'cli', 'src', 'main.js');
const STAMP = path.join(BUILT, '.built-from');
const MODULES = path.join(ROOT, 'node_modules');
const LOCK = path.join(DIST, '.building');
const LOCK_POLL_MS = 100;
/** No build takes this long: what holds the lock since then is a process that happens to have the same id. */
const LOCK_VOID_MS = 300_000;

const remove = (file) => fs.rmSync(file, { recursive: true, force: true });

const say = (text) => fs.writeSync(2, `seatmeter: ${text}\n`);

const give = (text, exitCode) => {
  say(text);
  process.exit(exitCode);
};

/** The files a build is made from; tests are no part of it. */
const sources = (folder, found) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') sources(file, found);
    else if (/\.(m?tsx?|json|css|html|svg)$/.test(entry.name) && !entry.name.endsWith('.spec.ts'))
      found.push(file);
  }
  return found;
};

/** What the sources are now: a hash of names, sizes and times, and the newest time (ms). */
const stateOfSources = () => {
  const hash = createHash('sha256');
  let newest = 0;
  const top = ['package.json', 'tsconfig.json', 'nest-cli.json'].map((name) =>
    path.join(ROOT, name),
  );
  const folders = ['apps', 'libs'].map((name) => path.join(ROOT, name));
  const files = folders
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => sources(folder, []));
  for (const file of [...top, ...files.sort()]) {
    const { size, mtimeMs } = fs.statSync(file);
    hash.update(`${path.relative(ROOT, file)} ${size} ${mtimeMs}\n`);
    newest = Math.max(newest, mtimeMs);
  }
  return { fingerprint: hash.digest('hex'), newest };
};

/** A build of ours says what it was made from; one by hand (`npm run build`) is judged by its time. */
const isFresh = ({ fingerprint, newest }) => {
  if (!fs.existsSync(MAIN)) return false;
  if (fs.existsSync(STAMP)) return fs.readFileSync(STAMP, 'utf8') === fingerprint;
  return fs.statSync(MAIN).mtimeMs > newest;
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Takes the lock, or waits until whoever has it is done. A holder that died does not count. */
const takeLock = () => {
  try {
    fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_POLL_MS);
  try {
    const holder = Number(fs.readFileSync(LOCK, 'utf8'));
    const isVoid = Date.now() - fs.statSync(LOCK).mtimeMs > LOCK_VOID_MS;
    if (isVoid || (holder > 0 && !isAlive(holder))) remove(LOCK);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return false;
};

/** Moves a finished build into place. Should two have built after all, either result is as good. */
const moveIntoPlace = (made, own) => {
  fs.mkdirSync(path.dirname(BUILT), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (fs.existsSync(BUILT)) fs.renameSync(BUILT, path.join(own, `old-${attempt}`));
      fs.renameSync(made, BUILT);
      return;
    } catch (error) {
      if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
  }
};

/** What killed builds left behind; a compiler that outlived its start may still be writing there, then later. */
const removeLeftOvers = () => {
  for (const name of fs.readdirSync(DIST)) {
    try {
      if (name.startsWith('.build-')) remove(path.join(DIST, name));
    } catch (error) {
      if (error.code !== 'ENOTEMPTY') throw error;
    }
  }
};

/** Builds into place; false when a compiler found errors, which it has told by then. */
const build = (fingerprint) => {
  const nest = path.join(MODULES, '@nestjs', 'cli', 'bin', 'nest.js');
  if (!fs.existsSync(nest))
    give(`cannot build, dependencies are missing: run npm ci in ${ROOT}`, 3);
  say('building, as the sources have changed …');
  removeLeftOvers();
  const own = fs.mkdtempSync(path.join(DIST, '.build-'));
  const made = path.join(own, 'cli');
  const config = path.join(own, 'tsconfig.json');
  const base = path.join(ROOT, 'apps', 'cli', 'tsconfig.app.json');
  fs.writeFileSync(config, JSON.stringify({ extends: base, compilerOptions: { outDir: made } }));
  // What they print goes to our stderr: stdout belongs to the command.
  const run = (args) =>
    spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] }).status === 0;
  const vite = [
    path.join(MODULES, 'vite', 'bin', 'vite.js'),
    'build',
    path.join('apps', 'dashboard'),
  ];
  const done =
    run([nest, 'build', 'cli', '--path', path.relative(ROOT, config)]) &&
    run([...vite, '--logLevel', 'warn', '--outDir', path.join(made, 'dashboard')]);
  if (done) {
    fs.writeFileSync(path.join(made, path.basename(STAMP)), fingerprint);
    moveIntoPlace(made, own);
  }
  remove(own);
  return done;
};

const buildWhenStale = () => {
  if (isFresh(stateOfSources())) return;
  fs.mkdirSync(DIST, { recursive: true });
  while (!takeLock()) if (isFresh(stateOfSources())) return;
  const release = () => remove(LOCK);
  process.on('exit', release);
  const state = stateOfSources();
  if (!isFresh(state) && !build(state.fingerprint)) give('the build failed, see above', 70);
  process.off('exit', release);
  release();
};

if (fs.existsSync(path.join(ROOT, 'apps'))) {
  if (!fs.existsSync(path.join(MODULES, 'commander')))
    give(`dependencies are missing: run npm ci in ${ROOT}`, 3);
  buildWhenStale();
} else if (!fs.existsSync(MAIN)) give('the package is incomplete: install it again', 3);

require(MAIN);
