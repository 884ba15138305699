/** Where an account is at home, and what it pays for a seat beyond capacity. */
export interface Place {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly overageSeat: string;
}

const place = (
  id: string,
  name: string,
  zone: string,
  currency: string,
  overageSeat: string,
): Place => ({ id, name, zone, currency, overageSeat });

export const PLACES: readonly Place[] = [
  place('harbour', 'Harbour Help', 'America/New_York', 'USD', '45.00'),
  place('isar', 'Isar Service', 'Europe/Berlin', 'EUR', '39.00'),
  place('sumida', 'Sumida Support', 'Asia/Tokyo', 'JPY', '6200'),
  place('thames', 'Thames Assist', 'Europe/London', 'GBP', '34.50'),
  place('yarra', 'Yarra Care', 'Australia/Sydney', 'AUD', '62.00'),
  place('tiete', 'Tietê Atende', 'America/Sao_Paulo', 'BRL', '210.00'),
  place('ganga', 'Ganga Connect', 'Asia/Kolkata', 'INR', '3400.00'),
  place('rockies', 'Rockies Desk', 'America/Denver', 'USD', '42.00'),
];

const FIRST =
  'ann ben cyd dan eva finn gita hugo ines jun kofi lena mika noor omar pia quin rosa sho tara uma vera wim yuki'.split(
    ' ',
  );
const LAST =
  'adler bauer costa diaz evans fujita gupta haas ito jones khan lopez mori novak okoro park reyes silva tanaka weber'.split(
    ' ',
  );

/** A name of its own for every number. */
export const nameOfAgent = (number: number): string => {
  const nth = Math.floor(number / FIRST.length);
  const place = number % FIRST.length;
  const first = FIRST[place]!;
  const last = LAST[(place + nth) % LAST.length]!;
  const round = Math.floor(number / (FIRST.length * LAST.length));
  return round === 0 ? `${first}.${last}` : `${first}.${last}.${round + 1}`;
};
