import { QueueLogRows, type QueueLogLine } from './queue-log-rows';

const rowsOf = (...lines: string[]): QueueLogLine[] => {
  const rows = new QueueLogRows();
  const taken = lines.flatMap((text, index) =>
    rows.take({ type: 'text', number: index + 1, text }),
  );
  return [...taken, ...rows.finish()];
};

const LOGIN = {
  time: '2012-06-01 00:00:00.000000',
  queue: 'NONE',
  agent: 'Agent/1',
  event: 'AGENTCALLBACKLOGIN',
  data2: '',
};
const LOGOFF = {
  ...LOGIN,
  time: '2012-06-01 00:15:00.000000',
  event: 'AGENTCALLBACKLOGOFF',
  data2: '900',
};
const HEADER = 'id,time,callid,queuename,agent,event,data1,data2,data3';
const TABLE = [
  '1,2012-06-01 00:00:00.000000,NONE,NONE,Agent/1,AGENTCALLBACKLOGIN,1001@default,,',
  '2,2012-06-01 00:15:00.000000,NONE,NONE,Agent/1,AGENTCALLBACKLOGOFF,1001@default,900,',
];

describe('the rows of a queue_log', () => {
  it('are those of the file, whatever an agent is called', () => {
    const line = '1338508800|c-1|NONE|Agent/"x, y|AGENTLOGOFF|SIP/1|900';
    const row = { time: '1338508800', queue: 'NONE', agent: 'Agent/"x, y', event: 'AGENTLOGOFF' };
    expect(rowsOf(line)).toEqual([{ line: 1, ...row, data2: '900' }]);
  });

  it('are those of the exported table by its header, with any delimiter', () => {
    const expected = ['header', { line: 2, ...LOGIN }, { line: 3, ...LOGOFF }];
    for (const delimiter of [',', ';', '\t', '|'])
      expect(rowsOf(...[HEADER, ...TABLE].map((row) => row.replaceAll(',', delimiter)))).toEqual(
        expected,
      );
    const other = HEADER.replace('queuename', 'Queue').replace('event', 'verb');
    expect(rowsOf(other, ...TABLE)).toEqual(expected);
  });

  it('are those of the exported table without its header, from the time on', () => {
    const bare = TABLE.map((row) => row.replace(/^\d,/, ''));
    expect(rowsOf(...bare)).toEqual([
      { line: 1, ...LOGIN },
      { line: 2, ...LOGOFF },
    ]);
  });

  it('may be quoted in an export', () => {
    const quoted = [HEADER, ...TABLE].map((row) => `"${row.replaceAll(',', '","')}"`);
    expect(rowsOf(...quoted)).toEqual(['header', { line: 2, ...LOGIN }, { line: 3, ...LOGOFF }]);
  });

  it('are bad with a quote that nobody closes, or too few columns; an empty line is none', () => {
    expect(rowsOf(HEADER, '1,"2012', ...TABLE).slice(1)).toMatchObject([
      { line: 2, wrong: 'a quote is opened and not closed' },
      { line: 3 },
      { line: 4 },
    ]);
    expect(rowsOf('', '1338508800|NONE', ' ')).toMatchObject([
      'empty',
      { line: 2, wrong: expect.stringContaining('the row has 2 columns') as string },
      'empty',
    ]);
  });
});
