import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { DashboardFiles } from '../http/dashboard-files';
import { fastifyAdapter } from '../http/fastify-adapter';
import { HttpModule } from '../http.module';
import { FakeEngine } from './fake-engine';

/** The HTTP face on a fake engine, asked without a network. */
export class HttpFace {
  private constructor(
    readonly engine: FakeEngine,
    readonly app: NestFastifyApplication,
    /** As `GET /v1/accounts/:account`. */
    readonly routes: string[],
  ) {}

  static async open(dashboard = new DashboardFiles()): Promise<HttpFace> {
    const engine = new FakeEngine();
    const options = { logger: false as const, bodyParser: false };
    const module = HttpModule.with(dashboard, engine.module);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only.
    const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(), options);
    const routes: string[] = [];
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        routes.push(`${String(method)} ${url}`);
      });
    await app.init();
    const face = new HttpFace(engine, app, routes);
    await face.fastify.ready();
    return face;
  }

  get fastify(): FastifyInstance {
    return this.app.getHttpAdapter().getInstance();
  }

  ask(options: InjectOptions): Promise<LightMyRequestResponse> {
    return this.fastify.inject(options);
  }

  get(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    return this.ask({ method: 'GET', url, headers });
  }

  post(url: string, payload?: unknown, headers = {}): Promise<LightMyRequestResponse> {
    const json = payload === undefined ? {} : { payload: JSON.stringify(payload) };
    return this.ask({ method: 'POST', url, headers, ...json });
  }

  /** The last command or query. */
  get lastAsked(): unknown {
    return this.engine.asked.at(-1);
  }
}
