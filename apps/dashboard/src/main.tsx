import { render } from 'preact';
import { followAccounts } from './accounts';
import { App } from './app';
import { startLive } from './live/live';
import { startNavigation } from './navigation';

startNavigation();
startLive();
followAccounts();
render(<App />, document.body);
