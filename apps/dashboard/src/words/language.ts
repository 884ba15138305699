import { computed, effect, signal } from '@preact/signals';
import { en, type Words } from './en';
import { ja } from './ja';

export const LANGUAGES = { en: 'English', ja: '日本語' } as const;
export type Language = keyof typeof LANGUAGES;

const DICTIONARIES: Readonly<Record<Language, Words>> = { en, ja };
const KEPT = 'seatmeter.language';

const isLanguage = (tag: string | null | undefined): tag is Language =>
  tag === 'en' || tag === 'ja';

/** What was chosen here, else the first of the browser's that we know. */
const preferred = (): Language => {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
};

export const language = signal<Language>(preferred());
export const words = computed<Words>(() => DICTIONARIES[language.value]);
/** For numbers and dates: the browser's own variant of the language, as en-GB. */
export const locale = computed(
  () => navigator.languages.find((tag) => tag.startsWith(language.value)) ?? language.value,
);

export const choose = (chosen: Language): void => {
  localStorage.setItem(KEPT, chosen);
  language.value = chosen;
};

effect(() => {
  document.documentElement.lang = language.value;
});
