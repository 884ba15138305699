import { closest } from 'fastest-levenshtein';
import { CliError } from '../cli-error';
import { quote } from './importer';

const isNumber = (column: string): boolean => /^[1-9]\d{0,3}$/.test(column);

/** The header of a CSV file, and the file's name for messages. */
export interface Header {
  readonly file: string;
  readonly names: readonly string[];
}

/**
 * Finds a column by its header or by its number counted from 1; a header wins over a number.
 * @throws CliError naming the nearest header when there is no such column.
 */
export const columnOf = (flag: string, column: string, header: Header | undefined): number => {
  const unknown = (what: string): CliError => new CliError('COLUMN_UNKNOWN', what);
  if (header === undefined) {
    if (isNumber(column)) return Number(column) - 1;
    throw unknown(`${flag} "${column}": without a header give the column's number, counted from 1`);
  }
  const headers = header.names;
  const found = headers.indexOf(column);
  if (found !== -1) {
    if (headers.lastIndexOf(column) === found) return found;
    const what = `${header.file}: ${flag} "${column}" is the name of two columns`;
    throw new CliError('COLUMN_AMBIGUOUS', `${what}: give its number, counted from 1`);
  }
  if (isNumber(column) && Number(column) <= headers.length) return Number(column) - 1;
  const near = closest(column, headers);
  const all = headers.slice(0, 20).map(quote).join(', ');
  throw unknown(
    `${header.file}, line 1: there is no column "${column}" (${flag}). Did you mean ${quote(near)}? The columns are ${all}`,
  );
};
