import http from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import expressPouchdb from 'express-pouchdb';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';

// The peer's server, in a process of its own: express-pouchdb over memory, and the page. Arguments: port, folder.

const [port = '0', folder = '.'] = process.argv.slice(2);
const Memory = PouchDB.plugin(memory).defaults({ adapter: 'memory' });
const answer = expressPouchdb(Memory, { mode: 'minimumForPouchDB' });

http
  .createServer((request, response) => {
    const file = /^\/(peer\.js|assets\/[\w.-]+)$/.exec(request.url ?? '')?.[1];
    if (request.url === '/healthz') return void response.end('ok');
    if (request.url === '/') {
      response.setHeader('Content-Type', 'text/html');
      return void response.end('<!doctype html><title>peer</title><script type="module" src="/peer.js"></script>');
    }
    if (file === undefined) return void answer(request, response);
    response.setHeader('Content-Type', 'text/javascript');
    response.end(readFileSync(path.join(folder, file)));
  })
  .listen(Number(port), '127.0.0.1');
