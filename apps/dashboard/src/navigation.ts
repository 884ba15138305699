import { signal } from '@preact/signals';
import { routeOf, type Route } from './route';

const here = (): Route => routeOf(window.location.pathname, window.location.search);

export const route = signal<Route>(here());

export const go = (path: string): void => {
  window.history.pushState(null, '', path);
  route.value = here();
  window.scrollTo(0, 0);
};

/** Links of the dashboard turn its page; with a modifier key, or to elsewhere, they are the browser's. */
const follow = (event: MouseEvent): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const own = link !== null && link.origin === window.location.origin && link.target === '';
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  if (!own || !plain || event.altKey || event.defaultPrevented) return;
  if (routeOf(link.pathname, link.search).page === 'unknown' || link.hash !== '') return;
  event.preventDefault();
  go(link.pathname + link.search);
};

export const startNavigation = (): void => {
  document.addEventListener('click', follow);
  window.addEventListener('popstate', () => {
    route.value = here();
  });
};
