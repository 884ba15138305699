/** Gives each name a small number, in order of appearance. */
export class Names {
  readonly list: string[] = [];
  private readonly numbers = new Map<string, number>();

  take(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.numbers.set(name, number);
    this.list.push(name);
    return number;
  }

  find(name: string): number | undefined {
    return this.numbers.get(name);
  }
}
