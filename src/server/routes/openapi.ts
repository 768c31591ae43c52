import * as z from 'zod/mini';
import { route, value, type Route } from '#server/http/route.ts';
import { ErrorBody, HTTP_STATUS } from '#protocol/http.ts';

const OpenApi = z.looseObject({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) });
type OpenApi = z.infer<typeof OpenApi>;

/** Describes the routes, itself included, as OpenAPI 3.1. Drawn from the objects that are mounted, so it cannot lag. */
export function openApiRoute(routes: readonly Route[]): Route {
  const own: Route = route({
    method: 'GET',
    path: '/api/openapi.json',
    policy: 'public',
    summary: 'This description',
    answer: OpenApi,
    handle: async () => value(description),
  });
  const description = describe([...routes, own]);
  return own;
}

function describe(routes: readonly Route[]): OpenApi {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of routes) {
    const path = one.path.replace(PARAMETER, '{$1}');
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operationOf(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bản Số', version: '1', description: 'Every answer that is not 2xx has the body ErrorBody.' },
    paths,
    components: {
      schemas: { ErrorBody: schemaOf(ErrorBody, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-banso' } },
    },
  };
}

/** Hono's ":name" and ":name{pattern}". */
const PARAMETER = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g;

function operationOf(one: Route): Record<string, unknown> {
  const inPath = [...one.path.matchAll(PARAMETER)].map(([, name, pattern]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(pattern === undefined ? {} : { pattern: `^${pattern}$` }) },
  }));
  return {
    summary: one.summary,
    'x-policy': one.policy,
    ...(one.policy === 'public' || one.policy === 'webhook' ? {} : { security: [{ session: [] }] }),
    parameters: [...inPath, ...queryOf(one)],
    ...(one.body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(one.body, 'input') } } } }),
    responses: {
      '2XX': {
        description: one.summary,
        ...(one.answer === null ? {} : { content: { 'application/json': { schema: schemaOf(one.answer, 'output') } } }),
      },
      default: {
        description: `A refusal: ${[...new Set(Object.values(HTTP_STATUS))].sort().join(', ')}`,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
      },
    },
  };
}

function queryOf(one: Route): Record<string, unknown>[] {
  if (one.query === null) return [];
  const { properties = {}, required = [] } = schemaOf(one.query, 'input');
  return Object.entries(properties as Record<string, unknown>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: (required as string[]).includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
