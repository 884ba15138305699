import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { zoneOf } from './accounts';
import { FloorPage } from './floor/floor-page';
import { timeOf } from './format';
import { connection } from './live/live';
import { route } from './navigation';
import { PoolPage } from './pool/pool-page';
import { QuarantinePage } from './quarantine/quarantine-page';
import { floorPath, type Route } from './route';
import { choose, LANGUAGES, language, locale, words, type Language } from './words/language';

const Page = ({ at }: { readonly at: Route }): JSX.Element => {
  switch (at.page) {
    case 'floor':
      return <FloorPage account={at.account} />;
    case 'pool':
      return <PoolPage key={`${at.account}/${at.pool}`} {...at} />;
    case 'quarantine':
      return <QuarantinePage key={at.account} account={at.account} />;
    case 'unknown':
      return (
        <>
          <h1 tabIndex={-1}>{words.value.noSuchPage}</h1>
          <a href={floorPath()}>{words.value.backToFloor}</a>
        </>
      );
  }
};

const Languages = (): JSX.Element => (
  <div class="languages" role="group" aria-label={words.value.language}>
    {(Object.keys(LANGUAGES) as Language[]).map((tag) => (
      <button
        key={tag}
        type="button"
        lang={tag}
        aria-pressed={tag === language.value}
        onClick={() => {
          choose(tag);
        }}
      >
        {LANGUAGES[tag]}
      </button>
    ))}
  </div>
);

const Pulse = (): JSX.Element => {
  const { phase } = connection.value;
  const { live, connecting } = words.value;
  return <span class={`pulse is-${phase}`}>{phase === 'live' ? live : connecting}</span>;
};

/** Said once, when it begins. */
const Lost = (): JSX.Element => {
  const state = connection.value;
  const at = route.value;
  const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = at.page === 'pool' || at.page === 'quarantine' ? zoneOf(at.account) : browser;
  return (
    <div role="status" class="lost">
      {state.phase === 'lost' && <p>{words.value.lost(timeOf(state.heard, zone, locale.value))}</p>}
    </div>
  );
};

export const App = (): JSX.Element => {
  const at = route.value;
  const main = useRef<HTMLElement>(null);
  const place =
    'account' in at ? `${at.page}/${at.account ?? ''}/${'pool' in at ? at.pool : ''}` : at.page;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) main.current?.querySelector('h1')?.focus({ preventScroll: true });
    first.current = false;
  }, [place]);
  return (
    <div class={connection.value.phase === 'lost' ? 'app is-stale' : 'app'}>
      <a class="skip" href="#content">
        {words.value.skip}
      </a>
      <header class="top">
        <a class="brand" href={floorPath()}>
          Seatmeter
        </a>
        <Pulse />
        <Languages />
      </header>
      <Lost />
      <main id="content" ref={main}>
        <Page at={at} />
      </main>
    </div>
  );
};
