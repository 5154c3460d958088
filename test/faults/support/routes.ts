import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Visitor } from "../../together/support/visitor.ts";

const SERVER = fileURLToPath(new URL("../../../server", import.meta.url));

export interface Route {
  /** As it is written in the server: `/api/meetups/:slug`. */
  pattern: string;
  methods: string[];
  /** Methods that take a JSON body, as the OpenAPI document says. */
  bodied: string[];
  /** Those of them that need none. */
  optional: string[];
}

/** Every route that is written down in the server, so that a new one is here too; asks the server for their methods. */
export async function everyRoute(visitor: Visitor, fill: (pattern: string) => string): Promise<Route[]> {
  const files = (await readdir(SERVER, { recursive: true })).filter((name) => name.endsWith(".ts"));
  const sources = await Promise.all(files.map((name) => readFile(join(SERVER, name), "utf8")));
  const patterns = new Set(
    sources.flatMap((source) => [...source.matchAll(/\.route\(\s*"([^"]+)"/gu)].map(([, pattern]) => pattern!)),
  );
  const { paths } = (await visitor.get<OpenApi>("/api/openapi.json")).body;
  return Promise.all(
    [...patterns].toSorted().map(async (pattern) => {
      const { headers } = await visitor.ask("PROPFIND", fill(pattern));
      const operations = paths[pattern.replaceAll(/:(\w+)/gu, "{$1}")] ?? {};
      return {
        pattern,
        methods: (headers.get("allow") ?? "").split(/, */u).filter((method) => method !== "" && method !== "HEAD"),
        bodied: methodsWhere(operations, ({ requestBody }) => requestBody !== undefined),
        optional: methodsWhere(operations, ({ requestBody }) => requestBody?.required === false),
      };
    }),
  );
}

/** Every command's type, and its fields, as the OpenAPI document has them. */
export async function everyCommand(visitor: Visitor): Promise<{ type: string; fields: Record<string, JsonSchema> }[]> {
  const { paths } = (await visitor.get<OpenApi>("/api/openapi.json")).body;
  const body = paths["/api/meetups/{slug}/commands"]?.["post"]?.requestBody;
  const commands: { type: string; fields: Record<string, JsonSchema> }[] = [];
  const collect = (schema: JsonSchema) => {
    for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) collect(each);
    const { type, ...fields } = schema.properties ?? {};
    if (typeof type?.const === "string") commands.push({ type: type.const, fields });
  };
  collect(body?.content["application/json"].schema ?? {});
  return commands;
}

export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  items?: JsonSchema;
  maxLength?: number;
  format?: string;
  pattern?: string;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
}

interface Operation {
  requestBody?: { required?: boolean; content: { "application/json": { schema: JsonSchema } } };
}

interface OpenApi {
  paths: Record<string, Record<string, Operation | undefined>>;
}

function methodsWhere(
  operations: Record<string, Operation | undefined>,
  isSo: (operation: Operation) => boolean,
): string[] {
  return Object.entries(operations).flatMap(([method, operation]) =>
    operation && isSo(operation) ? [method.toUpperCase()] : [],
  );
}
