import type { StandingUpdate } from '@seatmeter/engine/service';
import { standingUpdateView } from '../views/views';

/** A standing as it goes over the wire. Its text is made once, however many watch. */
export class StandingFrame {
  private made: string | undefined;

  constructor(
    private readonly update: StandingUpdate,
    /** Where to resume from; none where what came before is not all there is to know. */
    private readonly id: string | undefined,
  ) {}

  get text(): string {
    this.made ??= this.make();
    return this.made;
  }

  private make(): string {
    const id = this.id === undefined ? '' : `id: ${this.id}\n`;
    return `event: standing\n${id}data: ${JSON.stringify(standingUpdateView(this.update))}\n\n`;
  }
}
