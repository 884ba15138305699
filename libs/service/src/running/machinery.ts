import type { DynamicModule } from '@nestjs/common';
import { AdaptersModule } from '@seatmeter/adapters/module';
import { EngineModule } from '@seatmeter/engine/service';
import type { Settings } from '../settings/settings';

/** The engine and what stands behind its ports, as the settings say. */
export const machineryOf = ({ store, dataDir, allowedLateness }: Settings): DynamicModule[] => [
  EngineModule.register({ allowedLateness }),
  store === 'memory' ? AdaptersModule.inMemory() : AdaptersModule.embedded({ dataDir }),
];
