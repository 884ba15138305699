export type { Feeder } from './running/feeder';
export { serve } from './serve';
export { readSettings, settingsHelp, SettingsWrong, type Settings } from './settings/settings';
