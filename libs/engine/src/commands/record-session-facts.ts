import type { SessionFact } from '@seatmeter/contracts';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FactOutcome } from '../account/fact-outcome';
import { SessionIntake } from '../runners/session-intake';

/**
 * Records facts, in the order given. When it resolves they are durable, and the outcomes stand in the same order.
 * The session reasons among them are as of now: a fact that arrives later can change them.
 * @throws EngineError INTAKE_BUSY when too much waits already, SHUTTING_DOWN; StoreFailed. Nothing was recorded then.
 */
export class RecordSessionFacts extends Command<FactOutcome[]> {
  constructor(readonly facts: readonly SessionFact[]) {
    super();
  }
}

@CommandHandler(RecordSessionFacts)
export class RecordSessionFactsHandler implements ICommandHandler<RecordSessionFacts> {
  constructor(private readonly intake: SessionIntake) {}

  async execute({ facts }: RecordSessionFacts): Promise<FactOutcome[]> {
    return this.intake.record(facts);
  }
}
