import type { StatementJson } from '@seatmeter/contracts';
import type {
  AccountJson,
  EvidenceJson,
  HeldSeatJson,
  TimelineJson,
  WaitingFactJson,
} from '@seatmeter/service/answers';

export type Account = AccountJson;
export type Evidence = EvidenceJson;
export type HeldSeat = HeldSeatJson;
export type Statement = StatementJson;
export type TimelinePoint = TimelineJson['points'][number];
export type WaitingFact = WaitingFactJson;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** The service refused; its words say what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** @throws Refused; TypeError when the service is not there. */
const get = async <Answer>(path: string): Promise<Answer> => {
  const answer = await fetch(path);
  const body: unknown = await answer.json();
  if (answer.ok) return body as Answer;
  const { code, detail } = body as { code: string; detail: string };
  throw new Refused(code, detail);
};

const paged = (path: string, after: string | undefined): string =>
  after === undefined ? path : `${path}?after=${encodeURIComponent(after)}`;

const poolUrl = (account: string, pool: string): string => `/v1/accounts/${account}/pools/${pool}`;

/** All accounts, page after page. */
export const getAccounts = async (): Promise<Account[]> => {
  const found: Account[] = [];
  let after: string | undefined;
  do {
    const page: Page<Account> = await get(paged('/v1/accounts', after));
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
};

/** The statement of a cycle and what it rests on; its facts are not shown. */
export const getEvidence = (account: string, pool: string, cycle: string): Promise<Evidence> =>
  get(`${poolUrl(account, pool)}/statements/${cycle}/evidence?limit=1`);

export const getStatements = async (account: string): Promise<Statement[]> =>
  (await get<{ statements: Statement[] }>(`/v1/accounts/${account}/statements`)).statements;

export const getTimeline = async (
  account: string,
  pool: string,
  from: number,
  to: number,
): Promise<TimelinePoint[]> => {
  const span = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    maxPoints: '2000',
  });
  const path = `${poolUrl(account, pool)}/timeline?${span.toString()}`;
  return (await get<{ points: TimelinePoint[] }>(path)).points;
};

export const getSessions = (
  account: string,
  pool: string,
  after?: string,
): Promise<Page<HeldSeat>> => get(paged(`${poolUrl(account, pool)}/sessions`, after));

export const getQuarantine = (account: string, after?: string): Promise<Page<WaitingFact>> =>
  get(paged(`/v1/accounts/${account}/quarantine`, after));
