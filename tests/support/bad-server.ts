import http from 'node:http';
import type net from 'node:net';
import { must } from '#core/assert.ts';

/** How something that is not our server answers, whatever it is asked. */
export type Answering = 'internal' | 'proxy' | 'portal' | 'redirect' | 'half' | 'nothing';

const PAGE = '<!doctype html><title>Wi-Fi</title><p>Mời đăng nhập để dùng mạng';

/** What may stand where the server should be: a server in trouble, a proxy, a captive portal, a broken line. */
export class BadServer {
  answering: Answering = 'nothing';
  /** Requests answered in this manner. */
  asked = 0;
  private readonly server: http.Server;

  private constructor() {
    this.server = http.createServer((request, response) => {
      request.resume();
      // Answered at once, like a portal that never meant to read what was sent.
      this.asked += 1;
      this.answer(response);
    });
  }

  static async start(): Promise<BadServer> {
    const bad = new BadServer();
    await new Promise<void>((resolve) => bad.server.listen(0, '127.0.0.1', resolve));
    return bad;
  }

  get port(): number {
    return (must(this.server.address(), 'address') as net.AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(response: http.ServerResponse): void {
    switch (this.answering) {
      case 'internal':
        response.writeHead(500, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: { code: 'internal', request: 'a1b2' } }));
        return;
      case 'proxy':
        response.writeHead(502, { 'Content-Type': 'text/html' });
        response.end('<h1>502 Bad Gateway</h1>');
        return;
      case 'portal':
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
        response.end(PAGE);
        return;
      case 'redirect':
        response.writeHead(302, { Location: 'http://localhost:9/wifi' });
        response.end();
        return;
      case 'half':
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '900' });
        response.write('{"protocol":1,"lastSeq":1,"outcomes":[{"result":"done","seq":1,', () => response.destroy());
        return;
      case 'nothing':
        response.destroy();
        return;
    }
  }
}
