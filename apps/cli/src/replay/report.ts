import { stripVTControlCharacters } from 'node:util';
import type { ReplayAnswer } from '@seatmeter/adapters';
import { totalsOf, type StatementJson } from '@seatmeter/contracts';
import { policyAt, type Agreement } from '@seatmeter/metering';
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import { counted, lasting, localDay, localTime, oneLine, seatHours } from './words';

/** Statements explained at most, and excursions of each; the rest is in `--json`. */
const MOST_EXPLAINED = 20;
const MOST_EXCURSIONS = 5;
const MOST_LISTED = 10;
/** cli-table3 needs time by the square of the rows: a long table is made of several. */
const ROWS_AT_ONCE = 100;

const OUTCOMES = ['accepted', 'duplicates', 'quarantined', 'ignored', 'rejected'] as const;
const HEAD = ['Account', 'Pool', 'Cycle', 'Capacity', 'Peak', 'Overage', 'Amount', 'Excursions'];
const BORDERS = 'top bottom left right mid top-mid top-left top-right bottom-mid bottom-left';
const MORE_BORDERS = 'bottom-right left-mid mid-mid right-mid';

/** No lines, two blanks between columns: it can be read, pasted and cut. */
const plainTable = (colWidths: number[]): Table.Table =>
  new Table({
    colWidths,
    chars: {
      ...Object.fromEntries(`${BORDERS} ${MORE_BORDERS}`.split(' ').map((name) => [name, ''])),
      middle: '  ',
    },
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });

const tableLines = (rows: readonly string[][]): string[] => {
  const widths = rows.reduce<number[]>(
    (widest, cells) =>
      cells.map((cell, at) => Math.max(widest[at] ?? 0, stripVTControlCharacters(cell).length)),
    [],
  );
  const parts = Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, part) => {
    const table = plainTable(widths);
    table.push(...rows.slice(part * ROWS_AT_ONCE, (part + 1) * ROWS_AT_ONCE));
    return table.toString();
  });
  return parts.flatMap((part) => part.split('\n')).map((line) => line.trimEnd());
};

const amountText = ({ amount }: StatementJson): string =>
  amount === undefined ? '–' : `${amount.currency} ${amount.value}`;

const capacityText = ({ capacity }: StatementJson): string =>
  capacity.map(({ seats }) => seats).join(' → ');

/** What a replay found, for people: a table, then why each overage is billed, then what became of the lines. */
export class Report {
  constructor(
    private readonly agreements: ReadonlyMap<string, Agreement>,
    private readonly colors: Colors,
  ) {}

  text(answer: ReplayAnswer): string {
    const { statements } = answer;
    const billed = statements.filter(({ overageSeats }) => overageSeats > 0);
    const unexplained = billed.length - MOST_EXPLAINED;
    const sections = [
      statements.length === 0 ? noStatement() : this.table(statements),
      ...billed.slice(0, MOST_EXPLAINED).map((statement) => this.explanation(statement)),
      ...(unexplained > 0
        ? [`${counted(unexplained, 'more statement')} with overage: --json has all of them.`]
        : []),
      this.input(answer),
    ];
    return `${sections.join('\n\n')}\n`;
  }

  private table(statements: readonly StatementJson[]): string {
    const head = HEAD.map((title) => this.colors.bold(title));
    const lines = tableLines([head, ...statements.map((statement) => this.row(statement))]);
    const totals = totalsOf(statements.flatMap(({ amount }) => (amount ? [amount] : [])));
    const asOf = `As of ${statements[0]!.asOf}, provisional.`;
    const sums = totals.map(({ currency, value }) => `${currency} ${value}`).join(', ');
    const total = totals.length === 0 ? asOf : `${asOf} Overage in all: ${this.colors.bold(sums)}.`;
    return [...lines, '', total].join('\n');
  }

  private row(statement: StatementJson): string[] {
    const { accountId, poolId, peak, overageSeats, excursions } = statement;
    const seats = overageSeats.toLocaleString('en-US');
    return [
      accountId,
      poolId,
      this.cycleText(statement, statement.cycle),
      capacityText(statement),
      peak.seats.toLocaleString('en-US'),
      overageSeats > 0 ? this.colors.red(seats) : seats,
      amountText(statement),
      excursions.length.toLocaleString('en-US'),
    ];
  }

  private zoneOf({ accountId }: StatementJson): string {
    return this.agreements.get(accountId)?.calendars[0]?.timeZone ?? 'UTC';
  }

  private cycleText(
    statement: StatementJson,
    { start, end }: Readonly<{ start: string; end: string }>,
  ): string {
    const zone = this.zoneOf(statement);
    return `${localDay(start, zone)} to ${localDay(end, zone)}`;
  }

  private explanation(statement: StatementJson): string {
    const { accountId, poolId, cycle, dueIn, overageSeats, peak, readings, seatMs } = statement;
    const zone = this.zoneOf(statement);
    const agreement = this.agreements.get(accountId)!;
    const { policy } = policyAt(agreement, Date.parse(cycle.start));
    const heading = `${accountId} / ${poolId}, ${this.cycleText(statement, cycle)} (${zone})`;
    const money = statement.amount === undefined ? '' : `, ${amountText(statement)}`;
    const others = Object.entries(readings).map(([model, seats]) => `${model} ${seats}`);
    const due = `due in the cycle ${this.cycleText(statement, dueIn)}`;
    return [
      this.colors.bold(`${heading}: ${counted(overageSeats, 'seat')} over${money}, ${due}`),
      `  grace ${lasting(policy.graceDuration)}, ${policy.graceModel}, ${policy.graceBoundary}; the five readings: ${others.join(', ')}`,
      `  capacity ${capacityText(statement)}; peak ${peak.seats}, first at ${localTime(peak.at, zone)}`,
      `  seat-hours: used ${seatHours(seatMs.used)}, over ${seatHours(seatMs.over)}, of which free ${seatHours(seatMs.free)} and billable ${seatHours(seatMs.billable)}`,
      ...this.excursions(statement, policy.graceDuration),
    ].join('\n');
  }

  private excursions(statement: StatementJson, grace: number): string[] {
    const zone = this.zoneOf(statement);
    const ms = ({ start, end }: { start: string; end: string }): number =>
      Date.parse(end) - Date.parse(start);
    const longest = [...statement.excursions].sort((one, other) => ms(other) - ms(one));
    const lines = longest.slice(0, MOST_EXCURSIONS).map((excursion) => {
      const over = `up to ${counted(excursion.seats, 'seat')} over`;
      const verdict = ms(excursion) > grace ? 'longer than the grace' : 'no longer than the grace';
      return `    ${localTime(excursion.start, zone)} for ${lasting(ms(excursion))}, ${over}: ${verdict}`;
    });
    const more = longest.length - lines.length;
    return [
      `  ${counted(longest.length, 'excursion')} over capacity, the longest first:`,
      ...lines,
      ...(more > 0 ? [`    and ${more.toLocaleString('en-US')} more`] : []),
    ];
  }

  private input({ input, quarantine }: ReplayAnswer): string {
    const lines = OUTCOMES.map((outcome) => `${input[outcome].toLocaleString('en-US')} ${outcome}`);
    const listed = quarantine
      .slice(0, MOST_LISTED)
      .map(({ source, id, reason }) =>
        [`  ${this.colors.yellow(reason)}`, oneLine(source), oneLine(id)].join('  '),
      );
    const more = input.quarantined - listed.length;
    return [
      `Lines: ${lines.join(', ')}.`,
      ...(listed.length > 0 ? ['In quarantine, outside every figure:', ...listed] : []),
      ...(more > 0
        ? [`  and ${more.toLocaleString('en-US')} more: --json lists the first 1,000`]
        : []),
    ].join('\n');
  }
}

const noStatement = (): string =>
  [
    'No statement: no fact names an account of the contract, or nothing happened before as-of.',
    'Check that data.accountId of the facts is the id of an account in the contract file.',
  ].join('\n');
