import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DashboardFiles } from '../http/dashboard-files';
import { Problem } from '../http/problem';
import { PAGES } from './dashboard.operations';

/** Nothing but what this service sends, and nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The web client. Its own paths all get the one page, so that a link to a pool works. */
@Controller()
export class DashboardController {
  constructor(private readonly files: DashboardFiles) {}

  @Get(PAGES.map((path) => path.replace(/\{(\w+)\}/g, ':$1')))
  page(@Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const { page } = this.files;
    if (page === undefined)
      throw new Problem(404, 'DASHBOARD_NOT_BUILT', 'the dashboard is not built: npm run build');
    reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    });
    return page;
  }

  /** Named by what is in them: they never change. */
  @Get('assets/:file')
  asset(
    @Param('file') name: string,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    const file = this.files.asset(name);
    if (file === undefined)
      throw new Problem(404, 'ROUTE_UNKNOWN', `there is no ${url}: load the page again`);
    reply.headers({
      'content-type': file.type,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    return file.bytes;
  }
}
